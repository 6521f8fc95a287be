using Edge.Firmware.Board;

namespace Edge.Tests.Int8.Meters
{
    /// <summary>Keeps the first lines of a log.</summary>
    internal sealed class LineSink : ILogSink
    {
        private int _count;

        /// <summary>Lines in their order.</summary>
        public readonly string[] Lines = new string[8];

        /// <inheritdoc />
        public void WriteLine(string line)
        {
            Lines[_count++] = line;
        }
    }
}
