namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise convolution of any window and stride, one line of outputs at a time: a row, or the only column of a signal in time. The
    /// outputs of a line are three blocks, one for each lane, that overlap where they do not divide by three. Each value of the line is packed
    /// once for a channel and kernel row, then multiplied by the weights of that row, which lie in locals. Of a column whose rows do not lie together, in a
    /// ring that wraps, outputs are made one by one (<see cref="PixelSums"/>).
    /// <para>
    /// Layout in the scratch longs: the packed line, then sums, one for each output of a block. Bounds as of all lanes: no more taps
    /// than <see cref="Stage.LaneTaps"/>.
    /// </para>
    /// </summary>
    internal sealed class LaneDepthwiseLine
    {
        private Stage _stage;

        private readonly LineInput _line = new LineInput();
        private int _stride;

        // Outputs of the line that are made together: of each block, and first ones of the blocks in lanes 1 and 0.
        private int _outputs;
        private int _second;
        private int _third;
        private byte[] _output;
        private int _outputBase;
        private int _outputStep;

        /// <summary>Scratch longs with which a line is made at once.</summary>
        public static int UsefulLongs(Stage stage)
        {
            bool isColumn = IsColumn(stage);
            int outputs = isColumn ? stage.RowStep : stage.Output.Width;
            int taps = isColumn ? stage.KernelH : stage.KernelW;
            int stride = isColumn ? stage.StrideH : stage.StrideW;
            return taps + (((outputs + 2) / 3) * (stride + 1));
        }

        /// <summary>Whether outputs lie one below the other, in lines of their own otherwise: images one pixel wide.</summary>
        public static bool IsColumn(Stage stage)
        {
            return stage.Input.Width == 1 && stage.Output.Width == 1 && stage.KernelW == 1 && stage.PadLeft == 0;
        }

        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/>.</summary>
        public void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            _stage = stage;
            bool isColumn = IsColumn(stage);
            int end = first + count;
            while (first < end)
            {
                int rows = isColumn ? Column(first, end - first) : 0;
                if (rows > 0)
                {
                    RunLine(rows, stage.KernelH, 0, 0, firstChannel, channelCount);
                }
                else if (isColumn)
                {
                    // A row of one pixel is no line: each kernel row would be found and packed for one value.
                    rows = 1;
                    PixelSums.Run(stage, first, 1, firstChannel, channelCount);
                }
                else
                {
                    rows = 1;
                    Row(first);
                    RunLine(stage.Output.Width, stage.KernelW, first, stage.KernelH, firstChannel, channelCount);
                }

                first += rows;
            }

            _stage = null;
            _line.Source = null;
            _output = null;
        }

        /// <summary>Takes output rows as a line; 0 when fewer than two of them and their inputs lie one behind the other.</summary>
        private int Column(int first, int count)
        {
            RowBuffer input = _stage.Input;
            RowBuffer output = _stage.Output;
            int rows = output.RowsTogether(first);
            rows = rows < count ? rows : count;
            int top = (first * _stage.StrideH) - _stage.PadTop;
            int inside = top < 0 ? 0 : top;
            if (inside >= input.Height)
            {
                return 0;
            }

            // As many outputs as see no input row behind those that lie together, or all when these are the last of the image.
            int last = inside + input.RowsTogether(inside);
            if (last < input.Height)
            {
                int seen = last - top < _stage.KernelH ? 0 : ((last - top - _stage.KernelH) / _stage.StrideH) + 1;
                rows = rows < seen ? rows : seen;
            }

            if (rows < 2)
            {
                return 0;
            }

            LineInput line = _line;
            line.Source = input.RowArray(inside);
            line.Base = input.RowOffset(inside) - (inside * input.RowBytes);
            line.Step = input.RowBytes;
            line.Length = input.Height;
            line.FirstPosition = top;
            line.IsOutside = false;
            _stride = _stage.StrideH;
            _output = output.RowArray(first);
            _outputBase = output.RowOffset(first);
            _outputStep = output.RowBytes;
            return rows;
        }

        /// <summary>Takes an output row as a line.</summary>
        private void Row(int y)
        {
            RowBuffer output = _stage.Output;
            _line.Step = _stage.Input.Channels;
            _line.Length = _stage.Input.Width;
            _line.FirstPosition = -_stage.PadLeft;
            _stride = _stage.StrideW;
            _output = output.RowArray(y);
            _outputBase = output.RowOffset(y);
            _outputStep = output.Channels;
        }

        /// <summary>Makes a line, as many outputs at a time as have room.</summary>
        /// <param name="outputs">Outputs of the line.</param>
        /// <param name="taps">Taps along it.</param>
        /// <param name="y">Output row, where input rows are to be found.</param>
        /// <param name="kernelRows">Kernel rows whose input rows are found one by one; 0: the line is found.</param>
        /// <param name="firstChannel">First output channel.</param>
        /// <param name="channelCount">Output channels.</param>
        private void RunLine(int outputs, int taps, int y, int kernelRows, int firstChannel, int channelCount)
        {
            int most = 3 * ((_stage.Lanes.Length - taps + _stride) / (_stride + 1));
            int position = _line.FirstPosition;
            int start = _outputBase;
            for (int done = 0; done < outputs; done += most)
            {
                int count = outputs - done < most ? outputs - done : most;
                _outputs = (count + 2) / 3;
                _third = count - _outputs;
                _second = _outputs < _third ? _outputs : _third;
                _line.FirstPosition = position + (done * _stride);
                _outputBase = start + (done * _outputStep);
                int line = ((_outputs - 1) * _stride) + taps;
                for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
                {
                    RunChannel(oc, taps, y, kernelRows, line);
                }
            }
        }

        private void RunChannel(int oc, int taps, int y, int kernelRows, int line)
        {
            Stage stage = _stage;
            long[] lanes = stage.Lanes;
            int channel = stage.ChannelMultiplier == 1 ? oc : oc / stage.ChannelMultiplier;
            int w = stage.WeightsOffset + ((oc - stage.FirstChannel) * stage.TapsPerChannel);
            long shared = LaneResult.SharedOffset(stage);
            LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);
            LineInput input = _line;
            int second = _second * _stride;
            int third = _third * _stride;
            int ky = 0;
            do
            {
                if (kernelRows > 0)
                {
                    input.FindRow(stage.Input, (y * stage.StrideH) - stage.PadTop + ky);
                }

                input.Pack(lanes, line, channel, second, third, stage.Input.ZeroPoint);
                for (int t = 0; t < taps; t += LineStart.MostTaps)
                {
                    int used = taps - t < LineStart.MostTaps ? taps - t : LineStart.MostTaps;
                    if (ky + t == 0)
                    {
                        LineStart.Make(lanes, 0, line, line + _outputs, _stride, stage.Weights, w, used, start);
                    }
                    else
                    {
                        LineMac.Accumulate(lanes, t, line, line + _outputs, _stride, stage.Weights, w + t, used);
                    }
                }

                w += taps;
                ky++;
            }
            while (ky < kernelRows);

            Finish(oc, line, shared, scale, offset, start, outside, tie);
        }

        /// <summary>Stores the results of a channel.</summary>
        private void Finish(int oc, int sums, long shared, long scale, long offset, long start, long outside, long tie)
        {
            // The first four locals have the cheapest instructions.
            long d;
            int o = _outputBase + oc;
            byte[] table = _stage.ScratchBytes;
            byte[] output = _output;
            long[] lanes = _stage.Lanes;
            long mask = Lanes.Mask;
            int step = _outputStep;
            int toSecond = _second * step;
            int toThird = _third * step;
            int end = sums + _outputs;
            for (int plainEnd = LaneResult.NeedsTies(_stage) ? sums : end; sums < plainEnd; sums++)
            {
                d = lanes[sums];
                if ((d & outside) == 0)
                {
                    output[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                    output[o + toSecond] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                    output[o + toThird] = table[(int)((((d >> 42) * scale) + offset) >> LaneResult.Shift)];
                }
                else
                {
                    LaneResult.Store(_stage, oc, d, shared, scale, offset, start, outside, tie, output, o, output, o + toSecond, output, o + toThird);
                }

                o += step;
            }

            for (; sums < end; sums++)
            {
                d = lanes[sums];
                if ((d & outside) == 0)
                {
                    long s = ((d & mask) * scale) + offset;
                    output[o] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                    s = (((d >> 21) & mask) * scale) + offset;
                    output[o + toSecond] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                    s = ((d >> 42) * scale) + offset;
                    output[o + toThird] = table[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
                }
                else
                {
                    LaneResult.Store(_stage, oc, d, shared, scale, offset, start, outside, tie, output, o, output, o + toSecond, output, o + toThird);
                }

                o += step;
            }
        }
    }
}
