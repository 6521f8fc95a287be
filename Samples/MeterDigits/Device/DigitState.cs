namespace Edge.MeterDigits.Device
{
    /// <summary>How the value of a digit came about.</summary>
    internal enum DigitState
    {
        /// <summary>The network read it.</summary>
        Read = 0,

        /// <summary>The wheel stands between two values; its less significant neighbour and the picture decided, or the previous reading that the turn is complete.</summary>
        Rolling = 1,

        /// <summary>Hidden, and taken from the previous reading, which makes a plausible reading.</summary>
        Filled = 2,

        /// <summary>Hidden, and nothing tells its value.</summary>
        Unknown = 3,
    }
}
