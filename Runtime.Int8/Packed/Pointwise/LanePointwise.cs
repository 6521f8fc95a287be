using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Pointwise convolution with three output channels in the lanes of a long, not three pixels: a weight in a local is three weights,
    /// and inputs are bytes as they lie in their row. Channels are taken in passes of 24, 18 or 9, taps in chunks of 24; up to 16
    /// taps that are left go straight to the results, in a pass of 8 or 16 that ends with the last tap.
    /// <para>
    /// The micro-kernel (PointMac24; PointFused8 and 16 end with the epilogue): 24 taps of eight triples of output channels. Registers
    /// are locals, 255 at most: 192 hold weights (a0 to h23, one letter for each triple), 24 the inputs of a pixel (x0 to x23), and
    /// the loop goes over pixels, so that weights are loaded once. A term, a0 * x0, is three multiply-accumulates for two loads, a
    /// multiplication and an addition: 134 weighted instructions, 45 per multiply-accumulate (docs/cost-model.md). u is at most 255
    /// and weights of one sign add up to at most 4112 over <see cref="Stage.LaneTaps"/> taps, so that a sum stays inside its 21 bits
    /// once it is complete; what wraps in between comes back.
    /// </para>
    /// <para>
    /// Layout in the scratch longs: packed weights of three channels on their way to locals, then sums [pixel][triples of the pass].
    /// </para>
    /// </summary>
    internal static class LanePointwise
    {
        /// <summary>Index of the first sum.</summary>
        public const int FirstSum = 24;

        /// <summary>Pixels below which packing weights costs more than packing the pixels.</summary>
        public const int LeastPixels = 16;

        /// <summary>Channels below which a pass would make most of its results twice.</summary>
        public const int LeastChannels = 8;

        /// <summary>Taps of a pass that adds to sums.</summary>
        public const int Chunk = 24;

        /// <summary>Scratch longs of the smallest tile.</summary>
        public const int LeastLongs = FirstSum + (LeastTile * MostTriples);

        private const int LeastTile = 4;
        private const int MostTriples = 8;

        /// <summary>
        /// Taps at the start of the last, requantizing pass of <paramref name="fused"/> taps that the passes before have taken:
        /// their weights are 0 in the last one.
        /// </summary>
        public static int Skipped(int taps, int fused)
        {
            return fused - (taps % Chunk);
        }

        /// <summary>Stores all results of some rows that lie one behind the other, in the input and in the output.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="first">First row.</param>
        /// <param name="rows">Number of rows; at least <see cref="LeastPixels"/> pixels.</param>
        /// <param name="firstOutput">First output channel.</param>
        /// <param name="channels">Output channels, at least <see cref="LeastChannels"/>, all of one group.</param>
        public static void Run(Stage stage, int first, int rows, int firstOutput, int channels)
        {
            byte[] input = stage.Input.RowArray(first);
            byte[] output = stage.Output.RowArray(first);
            int inputIndex = stage.Input.RowOffset(first) + (firstOutput / (stage.Output.Channels / stage.Groups) * stage.TapsPerChannel);
            int outputIndex = stage.Output.RowOffset(first);
            int pixels = rows * stage.Output.Width;
            int firstWeight = stage.WeightsOffset + ((firstOutput - stage.FirstChannel) * stage.TapsPerChannel);
            int taps = stage.TapsPerChannel;
            int fused = Fused(taps % Chunk);
            for (int channel = 0; channel < channels;)
            {
                // Channels at the end that make no pass of their own are taken together with some of those before them.
                int left = channels - channel;
                int count = left >= 24 ? 24 : left > 15 || (left > 9 && channels >= 18) ? 18 : 9;
                int start = count <= left ? channel : channels - count;
                start = start < 0 ? 0 : start;
                int triples = (count + 2) / 3;
                int last = start + count <= channels ? count - 3 : channels - start - 3;
                int most = taps == fused ? pixels : (stage.Lanes.Length - FirstSum) / triples;
                int tiles = (pixels + most - 1) / most;
                int step = (pixels + tiles - 1) / tiles;
                for (int pixel = 0; pixel < pixels; pixel += step)
                {
                    RunPass(
                        stage, input, inputIndex + (pixel * stage.Input.Channels), output,
                        outputIndex + (pixel * stage.Output.Channels) + firstOutput + start, pixels - pixel < step ? pixels - pixel : step,
                        firstWeight + (start * taps), firstOutput + start, triples, last, fused);
                }

                channel = start + count;
            }
        }

        private static void RunPass(
            Stage stage, byte[] input, int i, byte[] output, int o, int pixels, int weight, int oc, int triples, int last, int fused)
        {
            long[] lanes = stage.Lanes;
            int taps = stage.TapsPerChannel;
            int pixel = stage.Input.Channels;
            int left = taps - (taps % Chunk);
            if (left > 0)
            {
                Array.Clear(lanes, FirstSum, pixels * triples);
            }

            for (; left > 0; left -= Chunk)
            {
                PointMac24.Accumulate(input, i, lanes, pixel, pixels, triples, last, stage.Weights, weight, taps);
                i += Chunk;
                weight += Chunk;
            }

            int skipped = fused == 0 ? 0 : Skipped(taps, fused);
            i -= skipped;
            weight -= skipped;
            if (fused == 8)
            {
                PointFused8.Run(input, i, output, o, pixels, stage, oc, triples, last, weight, taps > fused);
            }
            else if (fused == 16)
            {
                PointFused16.Run(input, i, output, o, pixels, stage, oc, triples, last, weight, taps > fused);
            }
            else
            {
                PointFinish.Run(output, o, stage, oc, triples, last, pixels);
            }
        }

        /// <summary>Taps of the last pass, which requantizes, for what is left of the chunks; 0 when nothing is.</summary>
        public static int Fused(int rest)
        {
            return rest == 0 ? 0 : rest <= 8 ? 8 : 16;
        }
    }
}
