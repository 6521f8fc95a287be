namespace Edge.Firmware.Faults
{
    /// <summary>Where failures go: every one becomes a line of the log.</summary>
    internal interface IEventLog
    {
        /// <summary>Records a failure. Never throws.</summary>
        /// <param name="error">Number of the failure.</param>
        /// <param name="where">File, part or step; without commas.</param>
        /// <param name="detail">A number that says more, or 0.</param>
        void Error(FirmwareError error, string where, long detail);
    }
}
