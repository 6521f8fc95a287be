using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Convolution with any window, stride and padding as a pointwise one: the windows of a tile of pixels are copied one behind the other,
    /// [pixel][tap] (<see cref="WindowGather"/>), and <see cref="LanePointwise"/> multiplies them, three output channels in a long.
    /// <para>
    /// Layout in the scratch bytes: behind the table of results the windows of a tile, all taps, or a part of the taps at a time where
    /// there is no room for all. In the scratch longs, as of LanePointwise: packed weights, then sums [pixel][triples of the pass]; where
    /// lanes cannot hold all taps, those of earlier runs behind them (<see cref="PointRuns"/>), or the wide sums of <see cref="LaneSpread"/>.
    /// </para>
    /// </summary>
    internal sealed class LaneWindows
    {
        /// <summary>Pixels of a tile below which weights are packed for too few.</summary>
        public const int LeastPixels = 8;

        /// <summary>Output channels below which a pass would make results twice.</summary>
        public const int LeastChannels = 3;

        // Pixels of a tile for which weights are packed at little cost.
        private const int ManyPixels = 40;

        private const int Start = WindowGather.Start;
        private const int Chunk = LanePointwise.Chunk;

        private readonly WindowGather _gather = new WindowGather();
        private Stage _stage;

        // Taps that are gathered, and all that fit.
        private int _part;
        private bool _isWhole;

        // The tile.
        private int _pixel;
        private int _pixels;

        /// <summary>Whether there is room for a tile, and channels for a pass.</summary>
        public static bool HasRoom(Stage stage, int channels, int pixels)
        {
            int least = pixels < LanePointwise.LeastPixels ? pixels : LanePointwise.LeastPixels;
            int bytes = stage.TapsPerChannel < Chunk ? stage.TapsPerChannel : Chunk;
            return pixels >= LeastPixels && channels >= LeastChannels
                && stage.ScratchBytes.Length - Start >= least * bytes && Capacity(stage, channels) >= least;
        }

        /// <summary>Stores all results of some rows that lie one behind the other in the output.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="first">First output row.</param>
        /// <param name="rows">Output rows.</param>
        /// <param name="firstOutput">First output channel.</param>
        /// <param name="channels">Output channels, at least <see cref="LeastChannels"/>, all of one group.</param>
        public void Run(Stage stage, int first, int rows, int firstOutput, int channels)
        {
            int taps = stage.TapsPerChannel;
            _stage = stage;
            _gather.Begin(stage, first, firstOutput);
            int pixels = rows * stage.Output.Width;
            int step = Divide(channels, pixels);
            byte[] output = stage.Output.RowArray(first);
            int o = stage.Output.RowOffset(first) + firstOutput;
            for (_pixel = 0; _pixel < pixels; _pixel += step)
            {
                _pixels = pixels - _pixel < step ? pixels - _pixel : step;
                if (_isWhole)
                {
                    _gather.Run(_pixel, _pixels, 0, taps);
                }

                for (int channel = 0; channel < channels;)
                {
                    int count = LanePointwise.PassChannels(channels - channel);
                    int start = LanePointwise.PassStart(channel, count, channels);
                    int last = start + count <= channels ? count - 3 : channels - start - 3;
                    int to = o + (_pixel * stage.Output.Channels) + start;
                    if (_isWhole && taps <= stage.LaneTaps)
                    {
                        int weight = stage.WeightsOffset + ((firstOutput + start - stage.FirstChannel) * taps);
                        LanePointwise.RunPass(stage, stage.ScratchBytes, Start, taps, output, to, _pixels, weight, firstOutput + start, (count + 2) / 3, last);
                    }
                    else
                    {
                        RunParts(output, to, firstOutput + start, (count + 2) / 3, last);
                    }

                    channel = start + count;
                }
            }

            _gather.End();
            _stage = null;
        }

        /// <summary>Divides pixels into tiles, whose windows are copied whole or in parts.</summary>
        /// <returns>Pixels of a tile.</returns>
        private int Divide(int channels, int pixels)
        {
            int taps = _stage.TapsPerChannel;
            int room = _stage.ScratchBytes.Length - Start;
            int most = Capacity(_stage, channels);
            most = most < pixels ? most : pixels;

            // Packing weights anew for a small tile costs more than copying windows in parts for each pass.
            int whole = most < ManyPixels ? most : ManyPixels;
            _isWhole = whole * taps <= room && !HasLargerParts(channels, most, room);
            int inRoom = room / (_isWhole ? taps : Chunk);
            most = most < inRoom ? most : inRoom;
            int tiles = (pixels + most - 1) / most;
            pixels = (pixels + tiles - 1) / tiles;
            _part = _isWhole ? taps : PartTaps(room / pixels, _stage.LaneTaps);
            return pixels;
        }

        /// <summary>
        /// Whether parts of a chunk take no more copies than whole windows, for larger tiles: kernel rows that divide a chunk, and channels of one pass.
        /// </summary>
        private bool HasLargerParts(int channels, int most, int room)
        {
            int taps = _stage.TapsPerChannel;
            return taps > Chunk && room / taps < most && channels <= Chunk && _stage.Groups == 1 && Chunk % (_stage.KernelW * _stage.Input.Channels) == 0;
        }

        /// <summary>Pixels whose sums have room.</summary>
        private static int Capacity(Stage stage, int channels)
        {
            int triples = channels >= Chunk ? LanePointwise.MostTriples : LanePointwise.PassChannels(channels) / 3;
            return (stage.Lanes.Length - LanePointwise.FirstSum - LanePointwise.BeyondSums)
                / (triples * PackedScratch.SumLongs(stage.TapsPerChannel, stage.LaneTaps));
        }

        /// <summary>Taps of a part: whole runs that lanes hold, or whole chunks.</summary>
        private static int PartTaps(int room, int laneTaps)
        {
            int unit = laneTaps <= room ? laneTaps : Chunk;
            return room / unit * unit;
        }

        private void RunParts(byte[] output, int o, int oc, int triples, int last)
        {
            Stage stage = _stage;
            int taps = stage.TapsPerChannel;
            int laneTaps = stage.LaneTaps;
            bool isWide = laneTaps < taps;
            int weight = stage.WeightsOffset + ((oc - stage.FirstChannel) * taps);
            long r = 0; // a register of the kernel
            int sums = _pixels * triples;
            int runs = (taps + laneTaps - 1) / laneTaps;
            bool isKept = isWide && runs <= PointRuns.MostRuns;
            bool isFinished = !isWide && !(stage.SkipsZeros && triples > 2);
            Array.Clear(stage.Lanes, LanePointwise.FirstSum, isWide && !isKept ? sums * PackedScratch.SumLongs(taps, laneTaps) : sums);
            int partStart = 0;
            int partEnd = _isWhole ? taps : 0;
            int tap = 0;
            while (tap < taps)
            {
                if (tap == partEnd)
                {
                    partStart = tap;
                    partEnd = taps - tap < _part ? taps : tap + _part;
                    _gather.Run(_pixel, _pixels, partStart, partEnd - partStart);
                }

                // Not across the end of a run, and not across that of a part.
                int runEnd = isWide ? ((tap / laneTaps) + 1) * laneTaps : taps;
                runEnd = runEnd < taps ? runEnd : taps;
                int used = (runEnd < partEnd ? runEnd : partEnd) - tap;
                PointMac24.Run(
                    o, Start + tap - partStart, stage.ScratchBytes, isFinished && tap + used == taps ? output : null, partEnd - partStart, _pixels, stage, oc,
                    triples, last, (3 * (triples - 1)) - last, weight + tap, used, true,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r,
                    r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r);
                tap += used;
                if (!isWide || tap != runEnd)
                {
                    continue;
                }

                if (!isKept)
                {
                    LaneSpread.Add(stage.Lanes, LanePointwise.FirstSum, sums);
                }
                else if (tap < taps)
                {
                    PointRuns.Keep(stage.Lanes, sums, tap / laneTaps);
                }
            }

            if (isKept)
            {
                PointRuns.Finish(output, o, stage, oc, triples, last, _pixels, runs);
            }
            else if (isWide)
            {
                PointSpread.Finish(output, o, stage, oc, triples, last, _pixels);
            }
            else if (!isFinished)
            {
                PointFinish.Run(output, o, stage, oc, triples, last, _pixels);
            }
        }
    }
}
