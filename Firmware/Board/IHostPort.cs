namespace Edge.Firmware.Board
{
    /// <summary>A link to the host that also hears it.</summary>
    internal interface IHostPort : IHostLink
    {
        /// <summary>Takes what has arrived. Never throws and never waits long.</summary>
        /// <param name="buffer">Receives the bytes.</param>
        /// <returns>Number of bytes, 0 when nothing has arrived, -1 when the port is gone.</returns>
        int Read(byte[] buffer);
    }
}
