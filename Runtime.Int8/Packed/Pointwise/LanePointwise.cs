using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Pointwise convolution with three output channels in the lanes of a long, not three pixels: a weight in a local is three weights,
    /// and inputs are bytes as they lie in their row. Channels are taken in passes of up to 24, taps in chunks of 24; the last
    /// chunk, or up to 16 taps that are left, go straight to the results, in a pass of 24, 8 or 16 that ends with the last tap.
    /// <para>
    /// The micro-kernel (PointMac24; PointFused8 and 16 are always the last): 24 taps of eight triples of output channels. Registers
    /// are locals and arguments, 255 of each at most: 192 locals hold weights (a0 to h23, one letter for each triple), 24 the inputs of a pixel (x0 to x23), 80 arguments
    /// the constants of results and sums, and the loop goes over pixels, so that weights are loaded once (where zeros are skipped, eight sums of a pixel and one input are registers instead of its 24 inputs). A term, a0 * x0, is three multiply-accumulates for two loads, a
    /// multiplication and an addition: 134 weighted instructions, 45 per multiply-accumulate (docs/cost-model.md). u is at most 255
    /// and weights of one sign add up to at most 4112 over <see cref="Stage.LaneTaps"/> taps, so that a sum stays inside its 21 bits
    /// once it is complete; what wraps in between comes back.
    /// </para>
    /// <para>
    /// Layout in the scratch longs: packed weights of three channels on their way to locals (LaneWindow), then sums [pixel][triples of the pass], of which the last triple
    /// is the first: it alone has no constant place, because it overlaps where channels do not divide.
    /// </para>
    /// </summary>
    internal static class LanePointwise
    {
        /// <summary>Index of the first sum.</summary>
        public const int FirstSum = PointMac24.FirstSum;

        /// <summary>Pixels from which on packing weights costs less than packing the pixels, in however many tiles.</summary>
        public const int LeastPixels = 16;

        /// <summary>The same where all pixels fit one tile.</summary>
        public const int LeastPixelsOfTile = 8;

        /// <summary>The same where most inputs are zeros, which packed pixels cannot skip.</summary>
        public const int LeastSkippedPixels = 4;

        /// <summary>Channels below which a pass would make results twice.</summary>
        public const int LeastChannels = 3;

        /// <summary>Taps of a pass that adds to sums.</summary>
        public const int Chunk = 24;

        /// <summary>Scratch longs of the smallest tile.</summary>
        public const int LeastLongs = FirstSum + (LeastTile * MostTriples) + BeyondSums;

        /// <summary>Triples of a full pass.</summary>
        public const int MostTriples = 8;

        /// <summary>Longs behind the sums that are read where a pass has one triple.</summary>
        public const int BeyondSums = 2;

        private const int LeastTile = 4;
        private const int MostChannels = 3 * MostTriples;

        // Of 9 to 16 taps PointShift16 has more triples.
        private const int MostShiftTaps = 16;
        private const int MostShiftChannels = 36;

        /// <summary>Scratch longs with which some pixels fit one tile.</summary>
        /// <param name="pixels">The pixels.</param>
        /// <param name="channels">Output channels.</param>
        public static int LongsOf(int pixels, int channels)
        {
            return FirstSum + BeyondSums + (pixels * PassChannels(channels) / 3);
        }

        /// <summary>Stores all results of some rows that lie one behind the other, in the input and in the output.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="first">First row.</param>
        /// <param name="rows">Number of rows; at least <see cref="LeastPixels"/> pixels, or <see cref="LeastSkippedPixels"/>, or <see cref="LeastPixelsOfTile"/> with room for all.</param>
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
            bool hasSums = HasSums(stage);
            for (int channel = 0; channel < channels;)
            {
                int count = PassChannels(channels - channel, taps <= MostShiftTaps && taps > 8 && ShiftTable.IsFor(stage) ? MostShiftChannels : MostChannels);
                int start = PassStart(channel, count, channels);
                int triples = (count + 2) / 3;
                int last = start + count <= channels ? count - 3 : channels - start - 3;
                int most = !hasSums ? pixels : (stage.Lanes.Length - FirstSum - BeyondSums) / triples;
                int tiles = (pixels + most - 1) / most;
                int step = (pixels + tiles - 1) / tiles;
                for (int pixel = 0; pixel < pixels; pixel += step)
                {
                    RunPass(
                        stage, input, inputIndex + (pixel * stage.Input.Channels), stage.Input.Channels, output,
                        outputIndex + (pixel * stage.Output.Channels) + firstOutput + start, pixels - pixel < step ? pixels - pixel : step,
                        firstWeight + (start * taps), firstOutput + start, triples, last);
                }

                channel = start + count;
            }
        }

        /// <summary>Output channels of the next pass: triples, of which the last one overlaps the one before it where channels do not divide.</summary>
        /// <param name="left">Channels left.</param>
        public static int PassChannels(int left)
        {
            return PassChannels(left, MostChannels);
        }

        private static int PassChannels(int left, int most)
        {
            return left >= most ? most : (left + 2) / 3 * 3;
        }

        /// <summary>First channel of a pass: some channels earlier where one or two are left, which no triple before them can overlap with.</summary>
        /// <param name="channel">First channel wanted.</param>
        /// <param name="count">Channels of the pass.</param>
        /// <param name="channels">Channels in all.</param>
        public static int PassStart(int channel, int count, int channels)
        {
            return count > 3 || channels - channel == 3 ? channel : channels - 3;
        }

        /// <summary>Stores the results of one pass; no more taps than lanes can hold.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="input">Pixels that lie one behind the other, [tap] each.</param>
        /// <param name="i">Index of the first one.</param>
        /// <param name="pixel">Bytes between two of them.</param>
        /// <param name="output">Array of the results.</param>
        /// <param name="o">Index of the first pixel's result of channel <paramref name="oc"/>.</param>
        /// <param name="pixels">Number of pixels; their sums fit the scratch longs.</param>
        /// <param name="weight">Index of the first weight of channel <paramref name="oc"/>.</param>
        /// <param name="oc">First output channel.</param>
        /// <param name="triples">Triples of channels.</param>
        /// <param name="last">First channel of the last triple, from <paramref name="oc"/>.</param>
        public static void RunPass(
            Stage stage, byte[] input, int i, int pixel, byte[] output, int o, int pixels, int weight, int oc, int triples, int last)
        {
            long r = 0; // a register of the kernels
            int width = Width(stage);
            int rest = stage.TapsPerChannel % Chunk;

            // Windows that have been put together lie where the table of kernels that shift would.
            bool shifts = input != stage.ScratchBytes && ShiftTable.IsFor(stage);
            if (width == Chunk)
            {
                rest = shifts && rest == 0 ? Chunk : shifts ? rest : 0;
            }

            int taps = stage.TapsPerChannel - rest;
            int overlap = (3 * (triples - 1)) - last;
            if (taps > 0 && Skips(stage, triples))
            {
                Array.Clear(stage.Lanes, FirstSum, pixels * triples);
            }

            if (taps > 0)
            {
                PointMac24.Run(
                    o, i, input, rest == 0 && !Skips(stage, triples) ? output : null, pixel, pixels, stage, oc, triples, last, overlap, weight, taps, Skips(stage, triples),
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r);
            }

            if (shifts)
            {
                RunShift(stage, input, i + taps, pixel, output, o, pixels, weight + taps, oc, triples, last, overlap, rest, width);
            }
            else if (width == 8)
            {
                PointFused8.Run(
                    o, i + taps, input, output, pixel, pixels, stage, oc, triples, last, overlap, weight + taps, rest, taps > 0,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r);
            }
            else if (width == 16)
            {
                PointFused16.Run(
                    o, i + taps, input, output, pixel, pixels, stage, oc, triples, last, overlap, weight + taps, rest, taps > 0,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r);
            }
            else if (Skips(stage, triples))
            {
                PointFinish.Run(output, o, stage, oc, triples, last, pixels);
            }
        }

        private static bool Skips(Stage stage, int triples)
        {
            return stage.SkipsZeros && triples > 2;
        }

        private static void RunShift(
            Stage stage, byte[] input, int i, int pixel, byte[] output, int o, int pixels, int weight, int oc, int triples, int last, int overlap, int rest, int width)
        {
            long r = 0;
            bool hasSums = rest < stage.TapsPerChannel;
            if (width == 8)
            {
                PointShift8.Run(
                    o, i, input, output, pixel, pixels, stage, oc, triples, last, overlap, weight, rest, hasSums,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r);
            }
            else if (width == 16)
            {
                PointShift16.Run(
                    o, i, input, output, pixel, pixels, stage, oc, triples, last, overlap, weight, rest, hasSums,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r);
            }
            else
            {
                PointShift24.Run(
                    o, i, input, output, pixel, pixels, stage, oc, triples, last, overlap, weight, rest, hasSums,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r);
            }
        }

        /// <summary>Taps that the last pass reads, for what is left of the chunks: as many must be there, from the first one on or in front of it.</summary>
        public static int Width(Stage stage)
        {
            int rest = stage.TapsPerChannel % Chunk;
            return rest == 0 || rest > 16 ? Chunk : rest <= 8 ? 8 : 16;
        }

        /// <summary>Whether sums go through memory, on their way to further taps or because inputs that are zero are looked for.</summary>
        public static bool HasSums(Stage stage)
        {
            int width = Width(stage);
            return stage.TapsPerChannel > width || (stage.SkipsZeros && width == Chunk);
        }
    }
}
