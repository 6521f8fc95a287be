namespace Edge.Tests.Int8.Kernels
{
    /// <summary>What weights a case has.</summary>
    public enum WeightStyle
    {
        /// <summary>All values.</summary>
        Random = 0,

        /// <summary>Mostly small ones, as trained networks have.</summary>
        Small = 1,

        /// <summary>All 127.</summary>
        Highest = 2,

        /// <summary>All -128.</summary>
        Lowest = 3,

        /// <summary>127 and -128 by turns.</summary>
        Alternating = 4,

        /// <summary>All 0.</summary>
        Zero = 5,

        /// <summary>All 84: 48 of them are within the bound of a lane, 49, a kernel of 7x7, are not.</summary>
        Even = 6,
    }
}
