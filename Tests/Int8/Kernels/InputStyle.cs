namespace Edge.Tests.Int8.Kernels
{
    /// <summary>What inputs a case has.</summary>
    public enum InputStyle
    {
        /// <summary>All values, the two ends more often.</summary>
        Random = 0,

        /// <summary>0 and 255.</summary>
        Ends = 1,

        /// <summary>All 255: with weights of one sign, sums at the lanes' bound.</summary>
        Highest = 2,

        /// <summary>255, now and then something else: sums just inside the lanes' bound.</summary>
        High = 3,

        /// <summary>Most are 0, often all of eight neighbours: what kernels that skip zeros look at.</summary>
        Sparse = 4,
    }
}
