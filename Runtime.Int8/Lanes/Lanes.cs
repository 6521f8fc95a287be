namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Three lanes of 21 bits in a long: three pixels of one channel, p0 + (p1 &lt;&lt; 21) + (p2 &lt;&lt; 42), u = q + 128 in each.
    /// One multiply by a weight and one addition do three multiply-accumulates, which is what an interpreter is paid for.
    /// Sums are exact modulo 2^64 whatever happens in between; a lane can be read when its true value lies in [0, 2^21).
    /// </summary>
    internal static class Lanes
    {
        /// <summary>Bits of a lane.</summary>
        public const int Bits = 21;

        /// <summary>The lowest lane.</summary>
        public const long Mask = (1L << Bits) - 1;

        /// <summary>1 in each lane: a value times this is the value in each lane.</summary>
        public const long Ones = 1L + (1L << Bits) + (1L << (2 * Bits));

        /// <summary>Half a lane's range; sums within the blob's lane bound stay within it on both sides.</summary>
        public const int Half = 1 << (Bits - 1);

        /// <summary><see cref="Half"/> in each lane.</summary>
        public const long Halves = Half * Ones;

        /// <summary>All bits of all lanes.</summary>
        public const long All = Mask * Ones;

        /// <summary>Turns eight weights as they are stored, in a long, into signed bytes by an exclusive or.</summary>
        public const long WeightSigns = unchecked((long)0x8080808080808080);

        /// <summary>Added to a weight as it is stored (offset binary) gives its value; fits ldc.i4.s.</summary>
        public const int WeightOffset = -128;
    }
}
