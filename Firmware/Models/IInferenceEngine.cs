using Edge.Firmware.Faults;

namespace Edge.Firmware.Models
{
    /// <summary>A loaded model as the host protocol and the app see it: bytes in, real numbers out.</summary>
    internal interface IInferenceEngine
    {
        /// <summary>Name of the model, without brackets.</summary>
        string ModelName { get; }

        /// <summary>Bytes of an input, one per element, in the source model's layout [H, W, C].</summary>
        int InputBytes { get; }

        /// <summary>Elements of the first output.</summary>
        int ResultCount { get; }

        /// <summary>An input has been set whole at least once, by the host or as embedded sample.</summary>
        bool HasInput { get; }

        /// <summary>Sets an element of the input as the host sends it.</summary>
        void SetInput(int index, byte value);

        /// <summary>The element as it was set.</summary>
        byte GetInput(int index);

        /// <summary>Every element has been set; the next inference uses them.</summary>
        void FinishInput();

        /// <summary>Runs one inference. Never throws.</summary>
        /// <returns><see cref="FirmwareError.None"/>, or why there is no result.</returns>
        FirmwareError Infer();

        /// <summary>An element of the first output of the last inference, dequantized.</summary>
        double GetResult(int index);
    }
}
