using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// How much scratch memory the packed kernels need for an operator, and how it is divided. The converter reserves
    /// it, the loader checks it and the kernels use it, all by these functions.
    /// </summary>
    internal static class PackedScratch
    {
        /// <summary>Triples of a tile beyond which a larger one saves little.</summary>
        public const int UsefulTriples = 16;

        /// <summary>Pixels of a tile of windows beyond which a larger one saves little.</summary>
        private const int UsefulPixels = 96;

        /// <summary>Bytes of windows beyond which more save little.</summary>
        private const int UsefulWindowBytes = 3072;

        /// <summary>Longs for three times eight channels of a pixel, and before and behind all sums: as LanePointwise divides them.</summary>
        private const int PixelSums = 8;
        private const int AroundSums = 26;

        /// <summary>Longs below which an operator cannot run.</summary>
        /// <param name="opCode">Conv2D or DepthwiseConv2D; others need none.</param>
        /// <param name="taps">Taps of an output channel.</param>
        /// <param name="laneTaps">Taps that a lane can add up.</param>
        /// <param name="channels">Output channels.</param>
        /// <param name="outputWidth">Pixels of an output row.</param>
        public static int MinimumLongs(int opCode, int taps, int laneTaps, int channels, int outputWidth)
        {
            if (opCode == OpCode.DepthwiseConv2D)
            {
                return PerTriple(taps, laneTaps, 1);
            }

            if (opCode != OpCode.Conv2D)
            {
                return 0;
            }

            // A fully connected layer has a sum for each channel.
            int triple = PerTriple(taps, laneTaps, channels);
            return outputWidth == 1 && triple < channels ? channels : triple;
        }

        /// <summary>Longs with which an operator runs at full speed when it makes <paramref name="pixels"/> output pixels at a time.</summary>
        public static int UsefulLongs(int opCode, int taps, int laneTaps, int channels, int outputWidth, int pixels)
        {
            int least = MinimumLongs(opCode, taps, laneTaps, channels, outputWidth);
            if (opCode == OpCode.DepthwiseConv2D)
            {
                // The kernels of usual shapes keep all they have in locals.
                return least;
            }

            int triples = (pixels + 2) / 3;
            int useful = least * (triples < UsefulTriples ? triples : UsefulTriples);
            int sums = AroundSums + ((pixels < UsefulPixels ? pixels : UsefulPixels) * PixelSums * SumLongs(taps, laneTaps));
            return useful > sums ? useful : sums;
        }

        /// <summary>Scratch bytes that an operator needs: weights of a block. Without a table each result is computed as the reference does.</summary>
        public static int LeastBytes(int opCode)
        {
            return opCode == OpCode.Conv2D || opCode == OpCode.DepthwiseConv2D ? ResultTable.Start : 0;
        }

        /// <summary>Scratch bytes with the table of results, for an operator that has one.</summary>
        public static int Bytes(int opCode)
        {
            return opCode == OpCode.Conv2D || opCode == OpCode.DepthwiseConv2D || opCode == OpCode.Mul ? ResultTable.End : 0;
        }

        /// <summary>Scratch bytes with which a convolution gathers as many windows at a time as helps.</summary>
        public static int UsefulBytes(int taps, int pixels)
        {
            int tile = pixels < UsefulPixels ? pixels : UsefulPixels;
            return ResultTable.End + (tile * taps < UsefulWindowBytes ? tile * taps : UsefulWindowBytes);
        }

        /// <summary>Longs for each triple of a tile: packed inputs and sums, whichever way takes less.</summary>
        internal static int PerTriple(int taps, int laneTaps, int channels)
        {
            int sums = SumLongs(taps, laneTaps);
            int holdingInputs = PaddedTaps(taps, laneTaps) + (8 * sums);
            int holdingSums = 24 + (((channels + 7) & ~7) * sums);
            return holdingInputs < holdingSums ? holdingInputs : holdingSums;
        }

        /// <summary>Whether packed inputs of all taps are kept and sums of few channels, and not the other way round.</summary>
        internal static bool HoldsInputs(int taps, int laneTaps, int channels)
        {
            int sums = SumLongs(taps, laneTaps);
            return PaddedTaps(taps, laneTaps) + (8 * sums) < 24 + (((channels + 7) & ~7) * sums);
        }

        /// <summary>Longs of a sum: one, or three where lanes cannot hold all taps.</summary>
        internal static int SumLongs(int taps, int laneTaps)
        {
            return laneTaps < taps ? 3 : 1;
        }

        /// <summary>Taps of the chunk that starts with <paramref name="tap"/>: 24, or up to 8, not across a multiple of laneTaps.</summary>
        internal static int ChunkTaps(int tap, int taps, int laneTaps)
        {
            int left = taps - tap;
            if (laneTaps < taps)
            {
                int inRun = laneTaps - (tap % laneTaps);
                left = left < inRun ? left : inRun;
            }

            return left >= 24 ? 24 : left < 8 ? left : 8;
        }

        /// <summary>Longs of packed inputs: a multiple of 8.</summary>
        internal static int ChunkLongs(int used)
        {
            return (used + 7) & ~7;
        }

        /// <summary>Longs for all taps, in chunks.</summary>
        internal static int PaddedTaps(int taps, int laneTaps)
        {
            int longs = 0;
            int tap = 0;
            while (tap < taps)
            {
                int used = ChunkTaps(tap, taps, laneTaps);
                longs += ChunkLongs(used);
                tap += used;
            }

            return longs;
        }
    }
}
