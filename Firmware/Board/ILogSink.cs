namespace Edge.Firmware.Board
{
    /// <summary>Where log lines go: the debug channel on the board, a list in tests. Never throws.</summary>
    internal interface ILogSink
    {
        /// <summary>Writes one line; the sink adds the line end.</summary>
        void WriteLine(string line);
    }
}
