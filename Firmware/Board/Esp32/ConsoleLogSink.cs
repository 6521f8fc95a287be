using System;

namespace Edge.Firmware.Board.Esp32
{
    /// <summary>The debug channel: what the debugger and <c>edge monitor</c> read, also in Release builds.</summary>
    internal sealed class ConsoleLogSink : ILogSink
    {
        /// <inheritdoc />
        public void WriteLine(string line)
        {
            Console.WriteLine(line);
        }
    }
}
