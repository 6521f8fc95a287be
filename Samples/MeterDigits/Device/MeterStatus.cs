namespace Edge.MeterDigits.Device
{
    /// <summary>What to think of a reading.</summary>
    internal enum MeterStatus
    {
        /// <summary>Every digit was read, or is turning and was decided; plausible after the previous reading, if there was one.</summary>
        Read = 0,

        /// <summary>A digit is hidden. It was filled in from the previous reading when that is plausible; else the reading has no value.</summary>
        Incomplete = 1,

        /// <summary>Less than the previous reading.</summary>
        Backwards = 2,

        /// <summary>Far more than the previous reading.</summary>
        Jump = 3,
    }
}
