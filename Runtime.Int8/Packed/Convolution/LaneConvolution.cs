using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Convolution in lanes: pointwise, with a window, grouped. Output pixels are taken in tiles of triples; the taps of a tile
    /// are packed into the scratch longs in chunks of 24 or 8 and multiplied by the weights of eight output channels at a time.
    /// <para>
    /// The micro-kernel (LaneMac24, LaneMac8): 24 taps of four triples of pixels, 96 locals a0 to d23, and the 24 weights of an output
    /// channel; the loop goes over channels. A weight is loaded once for four terms, each of three multiply-accumulates. Bounds as in
    /// <see cref="LanePointwise"/>; where <see cref="Stage.LaneTaps"/> is less than the taps, <see cref="LaneSpread"/> empties the lanes in between.
    /// </para>
    /// <para>
    /// Layout in the scratch longs: packed inputs [chunk][triple][tap of the chunk], then sums [block of 8 channels][triple][8];
    /// where lanes cannot hold all taps, two more arrays of sums follow, see <see cref="LaneSpread"/>. Either the inputs of all
    /// taps are there and the sums of some channels, or the inputs of one chunk and the sums of all channels: what is smaller.
    /// </para>
    /// </summary>
    internal class LaneConvolution
    {
        /// <summary>The convolution.</summary>
        protected Stage _stage;

        /// <summary>Taps of an output channel.</summary>
        protected int _taps;

        // The tile, for those who make its results otherwise.
        protected byte[] _inputArray;
        protected int _inputIndex;
        protected byte[] _outputArray;
        protected int _outputIndex;
        protected int _rows;
        protected int _width;
        protected int _triples;

        private int _laneTaps;
        private bool _isWide;

        // The channels of this call, or of one group of them.
        private int _firstOutput;
        private int _channels;
        private int _firstInput;
        private int _inputChannels;
        private int _firstWeight;

        // The tile.
        private bool _isPointwise;
        private int _y;
        private int _x;
        private int _triplesInRow;

        /// <summary>Runs <see cref="KernelSet.Conv2D"/>.</summary>
        /// <param name="isPointwise">Whether pixels of input and output lie one behind the other.</param>
        public void Run(Stage stage, bool isPointwise, int first, int count, int firstChannel, int channelCount)
        {
            _stage = stage;
            _isPointwise = isPointwise;
            _inputChannels = stage.Input.Channels / stage.Groups;
            _taps = stage.TapsPerChannel;
            _laneTaps = stage.LaneTaps;
            _isWide = _laneTaps < _taps;
            int groupOutputs = stage.Output.Channels / stage.Groups;
            int end = firstChannel + channelCount;
            while (firstChannel < end)
            {
                int group = firstChannel / groupOutputs;
                int groupEnd = (group + 1) * groupOutputs;
                _firstOutput = firstChannel;
                _channels = (groupEnd < end ? groupEnd : end) - firstChannel;
                _firstInput = group * _inputChannels;
                _firstWeight = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * _taps);
                RunChannels(first, count);
                firstChannel += _channels;
            }
        }

        private void RunChannels(int first, int count)
        {
            Stage stage = _stage;
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int capacity = stage.Lanes.Length / PerTriple();
            int end = first + count;
            while (first < end)
            {
                int rows = output.RowsTogether(first);
                rows = rows < end - first ? rows : end - first;
                if (_isPointwise)
                {
                    int inputRows = input.RowsTogether(first);
                    rows = rows < inputRows ? rows : inputRows;
                    RunPoints(first, rows * output.Width, capacity);
                }
                else
                {
                    RunRows(first, rows, capacity);
                }

                first += rows;
            }
        }

        /// <summary>Tiles of pixels that lie one behind the other, whatever their rows.</summary>
        private void RunPoints(int first, int pixels, int capacity)
        {
            RowBuffer input = _stage.Input;
            RowBuffer output = _stage.Output;
            _inputArray = input.RowArray(first);
            _inputIndex = input.RowOffset(first) + _firstInput;
            _outputArray = output.RowArray(first);
            _outputIndex = output.RowOffset(first);
            _rows = 1;
            int tiles = (pixels + (3 * capacity) - 1) / (3 * capacity);
            int step = 3 * ((pixels + (3 * tiles) - 1) / (3 * tiles));
            while (pixels > 0)
            {
                _width = pixels < step ? pixels : step;
                _triplesInRow = (_width + 2) / 3;
                _triples = _triplesInRow;
                RunTile();
                _inputIndex += _width * input.Channels;
                _outputIndex += _width * output.Channels;
                pixels -= _width;
            }
        }

        /// <summary>Tiles of whole rows, or of pieces of a row.</summary>
        private void RunRows(int first, int count, int capacity)
        {
            RowBuffer output = _stage.Output;
            int rowTriples = (output.Width + 2) / 3;
            int rowsAtOnce = capacity / rowTriples;
            int step = output.Width;
            if (rowsAtOnce == 0)
            {
                rowsAtOnce = 1;
                step = 3 * capacity;
            }

            while (count > 0)
            {
                _y = first;
                _rows = count < rowsAtOnce ? count : rowsAtOnce;
                _outputArray = output.RowArray(first);
                int row = output.RowOffset(first);
                for (_x = 0; _x < output.Width; _x += step)
                {
                    _width = output.Width - _x < step ? output.Width - _x : step;
                    _triplesInRow = (_width + 2) / 3;
                    _triples = _rows * _triplesInRow;
                    _outputIndex = row + (_x * output.Channels);
                    RunTile();
                }

                first += _rows;
                count -= _rows;
            }
        }

        /// <summary>Longs of scratch memory for each triple of pixels.</summary>
        protected virtual int PerTriple()
        {
            return PackedScratch.PerTriple(_taps, _laneTaps, _channels);
        }

        /// <summary>Makes the results of a tile.</summary>
        protected virtual void RunTile()
        {
            if (!PackedScratch.HoldsInputs(_taps, _laneTaps, _channels))
            {
                RunSums(0, _channels, 24 * _triples, true);
                return;
            }

            int inputs = PackedScratch.PaddedTaps(_taps, _laneTaps) * _triples;
            int target = 0;
            for (int tap = 0; tap < _taps;)
            {
                int used = PackedScratch.ChunkTaps(tap, _taps, _laneTaps);
                Gather(target, tap, used);
                target += PackedScratch.ChunkLongs(used) * _triples;
                tap += used;
            }

            int most = ((_stage.Lanes.Length - inputs) / (_triples * PackedScratch.SumLongs(_taps, _laneTaps))) & ~7;
            for (int channel = 0; channel < _channels; channel += most)
            {
                // Fewer than eight channels at the end are taken together with some of those before them.
                int start = _channels - channel >= 8 || channel == 0 ? channel : _channels - 8;
                int count = _channels - start < most ? _channels - start : most;
                RunSums(start, count, inputs, false);
            }
        }

        /// <summary>Sums and results of some channels.</summary>
        private void RunSums(int firstChannel, int channels, int sums, bool gathers)
        {
            Stage stage = _stage;
            long[] lanes = stage.Lanes;
            byte[] staged = stage.ScratchBytes;
            int sumLongs = ((channels + 7) & ~7) * _triples;
            Array.Clear(lanes, sums, sumLongs * PackedScratch.SumLongs(_taps, _laneTaps));
            int weight = _firstWeight + (firstChannel * _taps);
            int source = 0;
            int tap = 0;
            while (tap < _taps)
            {
                int used = PackedScratch.ChunkTaps(tap, _taps, _laneTaps);
                if (gathers)
                {
                    Gather(0, tap, used);
                }

                if (used > 8)
                {
                    LaneMac24.Accumulate(lanes, source, sums, _triples, stage.Weights, weight, _taps, channels);
                }
                else
                {
                    LaneMac8.Accumulate(lanes, source, sums, _triples, stage.Weights, weight, _taps, used, channels, staged);
                }

                source += gathers ? 0 : PackedScratch.ChunkLongs(used) * _triples;
                weight += used;
                tap += used;
                if (_isWide && (tap == _taps || tap % _laneTaps == 0))
                {
                    LaneSpread.Add(lanes, sums, sumLongs);
                }
            }

            int output = _firstOutput + firstChannel;
            int index = _outputIndex + output;
            if (_isWide)
            {
                LaneSpread.Finish(stage, sums, sumLongs, _rows, _triplesInRow, _width, _outputArray, index, output, channels);
            }
            else if (channels < 8 || LaneResult.NeedsTies(stage))
            {
                LaneFinishTies.Run(stage, sums, _rows, _triplesInRow, _width, _outputArray, index, output, channels);
            }
            else
            {
                LaneFinish.Run(stage, sums, _rows, _triplesInRow, _width, _outputArray, index, output, channels);
            }
        }

        /// <summary>Packs some taps of the tile.</summary>
        protected void Gather(int target, int tap, int used)
        {
            int size = PackedScratch.ChunkLongs(used);
            if (_isPointwise)
            {
                LaneGather.Points(
                    _stage.Lanes, target, _inputArray, _inputIndex + tap, _stage.Input.Channels, _width, used, size);
                return;
            }

            for (int r = 0; r < _rows; r++)
            {
                LaneGather.Windows(_stage, target, _y + r, _x, _width, _firstInput, _inputChannels, tap, used, size);
                target += size * _triplesInRow;
            }
        }
    }
}
