using Edge.Firmware.Faults;
using Edge.Firmware.Models;

namespace Edge.Tests.Int8.App
{
    /// <summary>A "network" of four bytes whose results are its input over 1000.</summary>
    internal sealed class EchoEngine : IInferenceEngine
    {
        private readonly byte[] _input = new byte[4];

        /// <inheritdoc />
        public string ModelName
        {
            get { return "ic01"; }
        }

        /// <inheritdoc />
        public int InputBytes
        {
            get { return _input.Length; }
        }

        /// <inheritdoc />
        public int ResultCount
        {
            get { return _input.Length; }
        }

        /// <inheritdoc />
        public bool HasInput { get; private set; }

        /// <inheritdoc />
        public void SetInput(int index, byte value)
        {
            _input[index] = value;
        }

        /// <inheritdoc />
        public byte GetInput(int index)
        {
            return _input[index];
        }

        /// <inheritdoc />
        public void FinishInput()
        {
            HasInput = true;
        }

        /// <inheritdoc />
        public FirmwareError Infer()
        {
            return FirmwareError.None;
        }

        /// <inheritdoc />
        public double GetResult(int index)
        {
            return _input[index] / 1000.0;
        }
    }
}
