using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;
using static Edge.Runtime.Int8.Kernels.Packed.PackedShapes;

namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>
    /// Kernels that do as much as possible with each interpreted instruction, a folder for each family of operators. The same bytes as
    /// <see cref="ReferenceKernels"/>. Which kernel runs an operator is decided here and nowhere else: read each method from top to
    /// bottom; what no kernel takes is left to the reference. The questions are those of <see cref="PackedShapes"/>.
    /// </summary>
    public class PackedKernels : KernelSet
    {
        private readonly LaneConvolution _convolution = new LaneConvolution();
        private readonly LaneWindows _windows = new LaneWindows();
        private readonly LaneWindow27 _window27 = new LaneWindow27();
        private readonly DepthwiseBlocks _blocks = new DepthwiseBlocks();

        /// <inheritdoc/>
        public override string Name
        {
            get { return "packed"; }
        }

        /// <inheritdoc/>
        internal override int LeastScratchLongs(Stage stage)
        {
            return PackedScratch.MinimumLongs(stage.OpCode, stage.TapsPerChannel, stage.LaneTaps, ChannelsAtOnce(stage), stage.Output.Width);
        }

        /// <inheritdoc/>
        internal override int UsefulScratchLongs(Stage stage)
        {
            return PackedScratch.UsefulLongs(
                stage.OpCode, stage.TapsPerChannel, stage.LaneTaps, ChannelsAtOnce(stage), stage.Output.Width, PixelsOfCall(stage));
        }

        /// <inheritdoc/>
        internal override int LeastScratchBytes(Stage stage)
        {
            return PackedScratch.Bytes(stage.OpCode);
        }

        /// <inheritdoc/>
        internal override int UsefulScratchBytes(Stage stage)
        {
            int pixels = PixelsOfCall(stage);
            bool gathers = stage.OpCode == OpCode.Conv2D && pixels >= LaneWindows.LeastPixels && !(IsPointwise(stage) && CanReadInputs(stage));
            return gathers ? PackedScratch.UsefulBytes(stage.TapsPerChannel, pixels) : LeastScratchBytes(stage);
        }

        /// <inheritdoc/>
        internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            if (IsFullyConnected(stage))
            {
                DotProduct.Run(stage, firstChannel, channelCount);
                return;
            }

            if (!HasLaneSums(stage))
            {
                base.Conv2D(stage, first, count, firstChannel, channelCount);
                return;
            }

            ResultTable.Build(stage);
            if (IsThreeRowsOfNine(stage) && channelCount >= LaneWindow27.LeastChannels)
            {
                _window27.Run(stage, first, count, firstChannel, channelCount);
            }
            else
            {
                Groups(stage, first, count, firstChannel, channelCount);
            }
        }

        /// <inheritdoc/>
        internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            if (!HasLaneSums(stage))
            {
                base.DepthwiseConv2D(stage, first, count, firstChannel, channelCount);
                return;
            }

            ResultTable.Build(stage);
            int size = stage.KernelW;
            bool isStride1 = stage.StrideW == 1;
            if (!HasDepthwiseKernel(stage))
            {
                _convolution.RunDepthwise(stage, first, count, firstChannel, channelCount);
            }
            else if (size == 3 && isStride1 && count == 3 && IsImageOf3x3(stage))
            {
                LaneDepthwise3x3Image.Run(stage, firstChannel, channelCount);
            }
            else
            {
                int most = size == 3 ? 3 : 2;
                while (count > 0)
                {
                    _blocks.Divide(stage, first, count, most);
                    if (size == 3 && isStride1)
                    {
                        LaneDepthwise3x3Stride1.Run(stage, _blocks, firstChannel, channelCount);
                    }
                    else if (size == 3)
                    {
                        LaneDepthwise3x3Stride2.Run(stage, _blocks, firstChannel, channelCount);
                    }
                    else if (size == 5)
                    {
                        LaneDepthwise5x5.Run(stage, _blocks, firstChannel, channelCount);
                    }
                    else
                    {
                        LaneDepthwise7x7.Run(stage, _blocks, firstChannel, channelCount);
                    }

                    first += _blocks.Count;
                    count -= _blocks.Count;
                }
            }
        }

        /// <inheritdoc/>
        internal override void Add(Stage stage, int first, int count)
        {
            if (!HasChannelsOfOutput(stage) || stage.ScratchBytes.Length < ResultTable.End)
            {
                base.Add(stage, first, count);
            }
            else if (stage.Rounding == RoundingMode.Single)
            {
                AddRows.RunSingle(stage, first, count);
            }
            else if (IsExactTerm(stage, stage.Multiplier0, stage.Shift0))
            {
                AddRows.RunDouble(stage, 0, first, count);
            }
            else if (IsExactTerm(stage, stage.Multiplier1, stage.Shift1))
            {
                AddRows.RunDouble(stage, 1, first, count);
            }
            else
            {
                base.Add(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void Mul(Stage stage, int first, int count)
        {
            if (IsFactorPerChannel(stage))
            {
                ChannelScale.Run(stage, first, count);
            }
            else
            {
                MulRows.Run(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void AveragePool(Stage stage, int first, int count)
        {
            Windows(stage, first, count);
        }

        /// <inheritdoc/>
        internal override void MaxPool(Stage stage, int first, int count)
        {
            Windows(stage, first, count);
        }

        /// <inheritdoc/>
        internal override void AveragePoolAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            if (IsAverageOfRows(stage))
            {
                ChannelSums.AccumulateAverage(stage, inputRow, isFirst);
            }
            else
            {
                base.AveragePoolAccumulate(stage, inputRow, isFirst);
            }
        }

        /// <inheritdoc/>
        internal override void AveragePoolFinish(Stage stage)
        {
            if (IsAverageOfRows(stage))
            {
                ChannelSums.FinishAverage(stage);
            }
            else
            {
                base.AveragePoolFinish(stage);
            }
        }

        /// <inheritdoc/>
        internal override void MeanAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            ChannelSums.AccumulateMean(stage, inputRow, isFirst);
        }

        /// <inheritdoc/>
        internal override void MeanFinish(Stage stage, int outputRow)
        {
            ChannelSums.FinishMean(stage, outputRow);
        }

        /// <inheritdoc/>
        internal override void Reshape(Stage stage, int first, int count)
        {
            LayoutRows.Reshape(stage, first, count);
        }

        /// <inheritdoc/>
        internal override void Transpose(Stage stage, int first, int count)
        {
            if (LaneRows.Together(stage.Input, 0) >= stage.Input.Height)
            {
                LayoutRows.Transpose(stage, first, count);
            }
            else
            {
                base.Transpose(stage, first, count);
            }
        }

        /// <inheritdoc/>
        internal override void Table(Stage stage, int first, int count)
        {
            TableRows.Run(stage, first, count);
        }

        private static int PixelsOfCall(Stage stage)
        {
            return (stage.RowStep < stage.Output.Height ? stage.RowStep : stage.Output.Height) * stage.Output.Width;
        }

        private static int ChannelsAtOnce(Stage stage)
        {
            return stage.IsStreamed ? stage.BlockChannels : stage.Output.Channels;
        }

        /// <summary>Pools each row whose window lies in one piece; the reference finds the rows of the others one by one.</summary>
        private static void Windows(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            for (int end = first + count; first < end; first++)
            {
                int iy = (first * stage.StrideH) - stage.PadTop;
                int last = iy + stage.KernelH;
                iy = iy < 0 ? 0 : iy;
                last = last < input.Height ? last : input.Height;
                if (LaneRows.Together(input, iy) >= last - iy)
                {
                    PoolRows.Run(stage, first, iy, last - iy);
                }
                else
                {
                    Reference.Pool.Run(stage, first, 1);
                }
            }
        }

        /// <summary>Goes through the groups, and through rows that lie one behind the other, which make more pixels to choose by.</summary>
        private void Groups(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            bool isPointwise = IsPointwise(stage);
            int groupChannels = stage.Output.Channels / stage.Groups;
            int end = first + count;
            int endChannel = firstChannel + channelCount;
            while (firstChannel < endChannel)
            {
                int groupEnd = ((firstChannel / groupChannels) + 1) * groupChannels;
                int channels = (groupEnd < endChannel ? groupEnd : endChannel) - firstChannel;
                for (int y = first; y < end;)
                {
                    int rows = isPointwise ? LaneRows.Together(stage.Input, stage.Output, y, end - y) : LaneRows.Together(stage.Output, stage.Output, y, end - y);
                    int pixels = rows * stage.Output.Width;
                    if (isPointwise && HasLanesForChannels(stage, channels, pixels))
                    {
                        LanePointwise.Run(stage, y, rows, firstChannel, channels);
                    }
                    else if (LaneWindows.HasRoom(stage, channels, pixels))
                    {
                        _windows.Run(stage, y, rows, firstChannel, channels);
                    }
                    else if (isPointwise)
                    {
                        _convolution.RunPointwise(stage, y, rows, firstChannel, channels);
                    }
                    else
                    {
                        _convolution.RunWindows(stage, y, rows, firstChannel, channels);
                    }

                    y += rows;
                }

                firstChannel += channels;
            }
        }
    }
}
