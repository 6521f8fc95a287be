namespace Edge.Runtime.Int8
{
    /// <summary>How fixed-point products are rounded back to int8; a property of the blob.</summary>
    internal enum RoundingMode
    {
        /// <summary>TFLite reference (gemmlowp): round the high product, then round the shift half away from zero.</summary>
        Double = 0,

        /// <summary>One multiply, one rounding shift: (x * multiplier + half) >> shift. Fewer instructions.</summary>
        Single = 1,
    }
}
