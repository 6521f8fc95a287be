using Edge.Runtime.Int8.Blob;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>The longest run of taps, of a few lengths, for which lane sums provably hold: what the converter writes.</summary>
    public static class LaneBound
    {
        private static readonly int[] s_candidates = { int.MaxValue, 512, 256, 192, 128, 96, 64, 48 };

        /// <summary>Finds it.</summary>
        public static int Find(byte[] weights, int offset, int taps)
        {
            for (int i = 0; i < s_candidates.Length; i++)
            {
                if (Holds(weights, offset, taps, s_candidates[i]))
                {
                    return s_candidates[i];
                }
            }

            return BlobFormat.MinLaneTaps;
        }

        private static bool Holds(byte[] weights, int offset, int taps, int run)
        {
            int positive = 0;
            int negative = 0;
            int tap = 0;
            int inRun = 0;
            for (int i = offset; i < weights.Length; i++)
            {
                if (tap == taps || inRun == run)
                {
                    tap = tap == taps ? 0 : tap;
                    inRun = 0;
                    positive = 0;
                    negative = 0;
                }

                int weight = weights[i] - 128;
                positive += weight > 0 ? weight : 0;
                negative += weight < 0 ? -weight : 0;
                if (positive > BlobFormat.MaxLaneSum || negative > BlobFormat.MaxLaneSum)
                {
                    return false;
                }

                tap++;
                inRun++;
            }

            return true;
        }
    }
}
