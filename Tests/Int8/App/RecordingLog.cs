using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Tests.Int8.App
{
    /// <summary>Keeps log lines and errors, each ended by ';'.</summary>
    internal sealed class RecordingLog : ILogSink, IEventLog
    {
        /// <summary>Everything so far.</summary>
        public string Text = "";

        /// <summary>Lines of an inference so far.</summary>
        public int Inferences;

        /// <inheritdoc />
        public void WriteLine(string line)
        {
            if (line.StartsWith("EDGE,I,"))
            {
                Inferences++;
            }

            if (line.StartsWith("EDGE,E,"))
            {
                Text += line + ";";
            }
        }

        /// <inheritdoc />
        public void Error(FirmwareError error, string where, long detail)
        {
            Text += ((int)error).ToString() + " " + where + " " + detail.ToString() + ";";
        }
    }
}
