namespace Edge.Firmware.Board
{
    /// <summary>Stands where no pin can be driven.</summary>
    internal sealed class NoStrobe : IStrobe
    {
        /// <inheritdoc />
        public void SetLow()
        {
        }

        /// <inheritdoc />
        public void SetHigh()
        {
        }
    }
}
