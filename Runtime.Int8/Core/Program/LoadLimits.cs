namespace Edge.Runtime.Int8
{
    /// <summary>How much work and memory a blob may ask for; one that asks for more is refused before it gets either.</summary>
    public sealed class LoadLimits
    {
        /// <summary>Most bytes of the arrays that a model runs in; no limit but that of the format unless set.</summary>
        public int MaxSramBytes = int.MaxValue;

        /// <summary>
        /// Most rows that all stages of an inference make together; loading walks them all. Networks for a board have some hundreds.
        /// </summary>
        public int MaxRows = 1 << 18;

        /// <summary>Most multiply-accumulates of an inference, or bytes where an operator has none.</summary>
        public long MaxMacs = 1L << 33;
    }
}
