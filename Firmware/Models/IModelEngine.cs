using Edge.Firmware.Host;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Models
{
    /// <summary>A loaded model with what the log wants to know of it.</summary>
    internal interface IModelEngine : IInferenceEngine
    {
        /// <summary>Time, energy and weights of the last inference.</summary>
        InferenceLog Log { get; }

        /// <summary>Bytes of the model.</summary>
        int ModelBytes { get; }

        /// <summary>Bytes of arrays that the model uses.</summary>
        int PeakSramBytes { get; }

        /// <summary>Sets what the log is filled from; the meter may be null.</summary>
        void Attach(IClock clock, IEnergyMeter meter);
    }
}
