namespace Edge.Tests.Int8.Kernels
{
    /// <summary>What multipliers, shifts and biases a case has.</summary>
    public enum MultiplierStyle
    {
        /// <summary>Results spread over the byte range and somewhat beyond.</summary>
        Fitting = 0,

        /// <summary>Any shift from -31 to 4, any multiplier, any bias.</summary>
        Wild = 1,

        /// <summary>Multipliers flushed to 0, shifts near -31, and large biases: dead channels.</summary>
        Dead = 2,

        /// <summary>Powers of two and small odd factors of them: many ties.</summary>
        Ties = 3,

        /// <summary>Most results saturate.</summary>
        Saturating = 4,

        /// <summary>Accumulators on and beside rounding steps and ends of windows, any bias that this takes.</summary>
        Steps = 5,

        /// <summary>Powers of two with which all sums have a place in the table of results, up to its ends; where weights are too large for that, as steps.</summary>
        PowersOfTwo = 6,
    }
}
