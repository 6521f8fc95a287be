using Edge.Firmware.Faults;
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

        /// <summary>Bytes of the managed heap that must stay free in one piece for an inference.</summary>
        int HeadroomBytes { get; }

        /// <summary>Probability of a result that is the largest, 0 to 1000; -1 when the output is no list of classes.</summary>
        int GetPermille(int best);

        /// <summary>To be called before the first inference: makes sure that stack frames have room, and runs the model's self-test. Never throws.</summary>
        /// <returns>None, HeadroomMissing, SelfTestFailed, or what an inference gives.</returns>
        FirmwareError WarmUp();

        /// <summary>Sets what the log is filled from; the energy meter may be null.</summary>
        void Attach(IClock clock, IEnergyMeter energyMeter);
    }
}
