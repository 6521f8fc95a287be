namespace Edge.Firmware.Board
{
    /// <summary>An I2C bus seen from its master. Never throws: an absent device is an everyday thing.</summary>
    internal interface II2cBus
    {
        /// <summary>Writes, then reads after a repeated start. Either count may be 0.</summary>
        /// <param name="address">Seven-bit address.</param>
        /// <param name="write">Bytes to send.</param>
        /// <param name="writeCount">How many of them.</param>
        /// <param name="read">Receives the answer; unspecified on failure.</param>
        /// <param name="readCount">Bytes to read.</param>
        /// <returns>False when the address or a byte was not acknowledged, or fewer bytes moved than asked.</returns>
        bool Transfer(int address, byte[] write, int writeCount, byte[] read, int readCount);
    }
}
