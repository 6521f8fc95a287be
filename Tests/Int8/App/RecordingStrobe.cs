using Edge.Firmware.Board;

namespace Edge.Tests.Int8.App
{
    /// <summary>Records the pin: L for low, H for high.</summary>
    internal sealed class RecordingStrobe : IStrobe
    {
        /// <summary>Levels so far.</summary>
        public string Levels = "";

        /// <inheritdoc />
        public void SetLow()
        {
            Levels += "L";
        }

        /// <inheritdoc />
        public void SetHigh()
        {
            Levels += "H";
        }
    }
}
