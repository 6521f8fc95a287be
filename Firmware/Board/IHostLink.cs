namespace Edge.Firmware.Board
{
    /// <summary>The way back to the host: a serial port, or a pipe in tests.</summary>
    internal interface IHostLink
    {
        /// <summary>Sends bytes; returns when they are on their way. Never throws.</summary>
        /// <returns>False when the link is gone.</returns>
        bool Write(byte[] data, int count);
    }
}
