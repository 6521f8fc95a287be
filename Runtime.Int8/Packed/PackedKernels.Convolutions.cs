using Edge.Runtime.Int8.Kernels.Packed;
using static Edge.Runtime.Int8.Kernels.Packed.PackedShapes;

namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>The kernels of convolutions: by shape where one is always best, else by <see cref="PackedCosts"/>.</summary>
    public partial class PackedKernels
    {
        private readonly LaneConvolution _convolution = new LaneConvolution();
        private readonly LaneWindows _windows = new LaneWindows();
        private readonly LaneWindow27 _window27 = new LaneWindow27();
        private readonly LaneDepthwiseLine _line = new LaneDepthwiseLine();
        private readonly DepthwiseBlocks _blocks = new DepthwiseBlocks();

        /// <inheritdoc/>
        internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            if (IsFullyConnected(stage))
            {
                DotProduct.Run(stage, first, count, firstChannel, channelCount);
                return;
            }

            if (!HasLaneSums(stage) || PackedCosts.OfReference(stage, count, channelCount) < PackedCosts.Least)
            {
                base.Conv2D(stage, first, count, firstChannel, channelCount);
                return;
            }

            ResultTable.Build(stage);
            if (IsThreeRowsOfNine(stage, channelCount))
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
            if (!HasDepthwiseKernel(stage) || channelCount * PackedCosts.OfPixels(stage, count) < PackedCosts.LeastOfBlocks)
            {
                OtherDepthwise(stage, first, count, firstChannel, channelCount);
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
                    RunBlocks(stage, size, isStride1, firstChannel, channelCount);
                    first += _blocks.Count;
                    count -= _blocks.Count;
                }
            }
        }

        private void RunBlocks(Stage stage, int size, bool isStride1, int firstChannel, int channelCount)
        {
            if (size == 3 && isStride1)
            {
                LaneDepthwise3x3Stride1.Run(stage, _blocks, firstChannel, channelCount);
            }
            else if (size == 3)
            {
                LaneDepthwise3x3Stride2.Run(stage, _blocks, firstChannel, channelCount);
            }
            else if (size == 5 && isStride1)
            {
                LaneDepthwise5x5Stride1.Run(stage, _blocks, firstChannel, channelCount);
            }
            else if (size == 5)
            {
                LaneDepthwise5x5Stride2.Run(stage, _blocks, firstChannel, channelCount);
            }
            else if (isStride1)
            {
                LaneDepthwise7x7Stride1.Run(stage, _blocks, firstChannel, channelCount);
            }
            else
            {
                LaneDepthwise7x7Stride2.Run(stage, _blocks, firstChannel, channelCount);
            }
        }

        /// <summary>Depthwise convolutions without a kernel of their own.</summary>
        private void OtherDepthwise(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            bool hasLanes = stage.TapsPerChannel <= stage.LaneTaps;
            if (stage.ChannelMultiplier == 1 && (!hasLanes || PackedCosts.OfPixels(stage, count) < PackedCosts.OfLines(stage, count)))
            {
                DepthwisePixels.Run(stage, first, count, firstChannel, channelCount);
            }
            else if (hasLanes)
            {
                _line.Run(stage, first, count, firstChannel, channelCount);
            }
            else
            {
                _convolution.RunDepthwise(stage, first, count, firstChannel, channelCount);
            }
        }

        /// <summary>Few pixels or few channels.</summary>
        private void Cheapest(Stage stage, int first, int count, int firstChannel, int channels)
        {
            long lanes = PackedCosts.OfLanes(stage, count, channels);
            long best = PackedCosts.OfReference(stage, count, channels);
            if (HasDotProduct(stage, channels) && PackedCosts.OfDotProduct(stage, count, channels) < (best < lanes ? best : lanes))
            {
                DotProduct.Run(stage, first, count, firstChannel, channels);
            }
            else if (best < lanes)
            {
                base.Conv2D(stage, first, count, firstChannel, channels);
            }
            else if (IsPointwise(stage))
            {
                _convolution.RunPointwise(stage, first, count, firstChannel, channels);
            }
            else
            {
                _convolution.RunWindows(stage, first, count, firstChannel, channels);
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
                    else
                    {
                        Cheapest(stage, y, rows, firstChannel, channels);
                    }

                    y += rows;
                }

                firstChannel += channels;
            }
        }
    }
}
