using System;
using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Convolution with kernel rows of three taps, stride 1: three neighbouring pixels of a channel are the lanes of one long, the three weights of a kernel
    /// row those of another, and the product of two longs is a product of polynomials. With x = x0 + x1 z + x2 z^2, w = w2 + w1 z + w0 z^2
    /// and z = 2^21
    /// <code>
    /// x * w = x0 w2  +  (x1 w2 + x0 w1) z  +  (x2 w2 + x1 w1 + x0 w0) z^2     (mod 2^63)
    /// </code>
    /// are all products of three neighbouring outputs with these pixels; those with the two pixels to the left, y = x(-2) + x(-1) z, are one lane higher in
    /// <code>
    /// y * (w1 + w0 z) = x(-2) w1  +  (x(-1) w1 + x(-2) w0) z  +  x(-1) w0 z^2
    /// </code>
    /// whose lowest lane is of no use. Two multiplications make nine products, where lanes that share a factor make three each.
    /// (Multiplication of polynomials by that of integers is Kronecker's substitution.)
    /// <para>
    /// Bounds: a lane is right once it is complete when its sum lies within 2^20 on both sides, as the blob's lane bound says for all taps of a channel
    /// (<see cref="Stage.LaneTaps"/>), hence for some of them. Where it does not, each call's 24 products of at most 255 * 128, which are below 2^20,
    /// are added to wide sums. The useless lane is a sum of eight products, and is made to vanish by 2^20 on top and a shift. What the
    /// product has from z^3 on changes bit 63 only, which is dropped in the end.
    /// </para>
    /// <para>
    /// Layout in the scratch longs: packed inputs of eight channels, [input row][triple of columns][8], the first triple being that to the left of the
    /// tile; then for each pass of up to twelve output channels its sums as <see cref="TripleMac8"/> has them. The sums of as many passes are kept as make
    /// packing cheapest.
    /// </para>
    /// </summary>
    internal sealed class LaneTriples
    {
        /// <summary>Taps of a kernel row.</summary>
        public const int KernelW = 3;

        /// <summary>Pixels of a tile below which weights are packed for too few.</summary>
        public const int LeastPixels = 24;

        /// <summary>Output channels below which inputs are packed for too few.</summary>
        public const int LeastChannels = 6;

        private const int Inputs = TripleMac8.Inputs;

        // Wide sums: 2^11 calls of less than 2^20 and as much on top stay below 2^32, and without that within 2^31 on both sides.
        private const int MostCalls = 1 << 11;

        private Stage _stage;
        private bool _isWide;

        // Output channels of a pass, and of the passes whose sums are kept together.
        private int _outputs;
        private int _kept;

        // The tile.
        private int _rows;
        private int _triples;

        /// <summary>Output rows of a tile, as all that follow after <see cref="Measure"/>.</summary>
        public int Rows
        {
            get { return _rows; }
        }

        /// <summary>Triples of columns of a tile.</summary>
        public int Triples
        {
            get { return _triples; }
        }

        /// <summary>Output channels for which the inputs of a tile are packed once.</summary>
        public int Kept
        {
            get { return _kept; }
        }

        /// <summary>Whether it can run a convolution.</summary>
        public static bool Fits(Stage stage)
        {
            return stage.OpCode == OpCode.Conv2D && stage.KernelW == KernelW && stage.StrideW == 1 && stage.StrideH == 1 && stage.Groups == 1 && stage.WeightZeroPoint == 0
                && stage.KernelH * ((stage.Input.Channels + Inputs - 1) / Inputs) <= MostCalls;
        }

        /// <summary>Scratch longs beyond which more save little.</summary>
        public static int UsefulLongs(Stage stage, int pixels)
        {
            int triples = ((stage.Output.Width + 2) / 3) + 1;
            int rows = pixels / stage.Output.Width;
            int sums = SumLongs(TripleMac8.MostChannels, stage.LaneTaps < stage.TapsPerChannel);
            return triples * (((rows + stage.KernelH - 1) * Inputs) + (rows * sums));
        }

        /// <summary>Pixels of a tile of output channels; 0 where there is no room.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="channels">Output channels of a call.</param>
        /// <param name="rows">Its rows.</param>
        public int Measure(Stage stage, int channels, int rows)
        {
            _stage = stage;
            _isWide = stage.LaneTaps < stage.TapsPerChannel;
            int passes = (channels + TripleMac8.MostChannels - 1) / TripleMac8.MostChannels;
            _outputs = (channels + passes - 1) / passes;
            _rows = 0;
            int best = int.MaxValue;
            for (int kept = 1; kept <= passes; kept++)
            {
                int cost = MeasureKept(kept * _outputs, (passes + kept - 1) / kept, rows, best);
                best = cost < best ? cost : best;
            }

            return _rows * _triples * 3;
        }

        /// <summary>
        /// The least work of packing, where the sums of some channels are kept: inputs of each tile as often as there are such channels, and weights, which
        /// take about as long. Less than what was found before becomes the tile.
        /// </summary>
        private int MeasureKept(int kept, int times, int rows, int before)
        {
            Stage stage = _stage;
            int halo = stage.KernelH - 1;
            int longs = stage.Lanes.Length;
            int sums = kept / _outputs * SumLongs(_outputs, _isWide);
            int width = (stage.Output.Width + 2) / 3;
            int best = before;
            for (int pieces = 1; pieces <= width; pieces++)
            {
                int triples = (width + pieces - 1) / pieces;
                int packed = (triples + 1) * Inputs;
                int most = (longs - (halo * packed)) / (packed + (triples * sums));
                most = most < rows ? most : rows;
                if (most <= 0)
                {
                    continue;
                }

                int tiles = ((rows + most - 1) / most) * pieces;
                int cost = tiles * times * (((most + halo) * (triples + 1)) + (kept * stage.KernelH));
                if (cost < best)
                {
                    best = cost;
                    _rows = most;
                    _triples = triples;
                    _kept = kept;
                }

                if (most == rows)
                {
                    break;
                }
            }

            return best;
        }

        /// <summary>Stores all results of some rows that lie one behind the other in the output, after <see cref="Measure"/>.</summary>
        /// <param name="first">First output row.</param>
        /// <param name="rows">Output rows.</param>
        /// <param name="firstOutput">First output channel.</param>
        /// <param name="channels">Output channels.</param>
        public void Run(int first, int rows, int firstOutput, int channels)
        {
            Stage stage = _stage;
            byte[] output = stage.Output.RowArray(first);
            int start = stage.Output.RowOffset(first);
            int width = stage.Output.Width;
            int endChannel = firstOutput + channels;
            for (int y = 0; y < rows; y += _rows)
            {
                int tileRows = rows - y < _rows ? rows - y : _rows;
                for (int x = 0; x < width; x += 3 * _triples)
                {
                    int pixels = width - x < 3 * _triples ? width - x : 3 * _triples;
                    for (int channel = firstOutput; channel < endChannel; channel += _kept)
                    {
                        int count = endChannel - channel < _kept ? endChannel - channel : _kept;
                        RunTile(first + y, tileRows, x, pixels, channel, count, output, start + (y * stage.Output.RowBytes) + (x * stage.Output.Channels));
                    }
                }
            }

            _stage = null;
        }

        /// <summary>Longs for the sums of a triple of pixels.</summary>
        private static int SumLongs(int channels, bool isWide)
        {
            return isWide ? channels + ((channels + 1) / 2) : channels;
        }

        private void RunTile(int oy, int rows, int x, int width, int channel, int channels, byte[] output, int o)
        {
            Stage stage = _stage;
            long[] lanes = stage.Lanes;
            int pixel = stage.Input.Channels;
            int kernelH = stage.KernelH;
            int taps = stage.TapsPerChannel;
            int triples = (width + 2) / 3;
            int packedRow = (triples + 1) * Inputs;
            int inputRows = rows + kernelH - 1;
            int sums = inputRows * packedRow;
            int passLongs = rows * triples * SumLongs(_outputs, _isWide);
            Array.Clear(lanes, sums, (channels + _outputs - 1) / _outputs * passLongs);
            int weight = stage.WeightsOffset + ((channel - stage.FirstChannel) * taps);
            int calls = 0;
            for (int input = 0; input < pixel; input += Inputs)
            {
                for (int r = 0; r < inputRows; r++)
                {
                    TripleGather.Row(stage, r * packedRow, oy - stage.PadTop + r, x - stage.PadLeft - 1, triples + 1, input);
                }

                for (int c = 0, p = sums; c < channels; c += _outputs, p += passLongs)
                {
                    int count = channels - c < _outputs ? channels - c : _outputs;
                    for (int ky = 0; ky < kernelH; ky++)
                    {
                        TripleMac8.Accumulate(
                            lanes, ky * packedRow, p, rows, triples, count, _isWide, stage.Weights,
                            weight + (c * taps) + (ky * KernelW * pixel) + input, pixel, taps, stage.ScratchBytes);
                    }
                }

                calls += kernelH;
            }

            for (int c = 0, p = sums; c < channels; c += _outputs, p += passLongs)
            {
                int count = channels - c < _outputs ? channels - c : _outputs;
                if (_isWide)
                {
                    TripleFinish.Wide(stage, p, rows, triples, width, output, o, channel + c, count, calls);
                }
                else
                {
                    TripleFinish.Run(stage, p, rows, triples, width, output, o, channel + c, count);
                }
            }
        }
    }
}
