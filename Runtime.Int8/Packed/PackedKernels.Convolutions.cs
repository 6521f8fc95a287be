using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;
using static Edge.Runtime.Int8.Kernels.Packed.PackedShapes;

namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>The kernels of convolutions: by shape where one is always best, else by <see cref="PackedCosts"/>.</summary>
    public partial class PackedKernels
    {
        private readonly LaneConvolution _convolution = new LaneConvolution();
        private readonly LaneTriples _triples = new LaneTriples();
        private readonly LaneWindows _windows = new LaneWindows();
        private readonly LaneWindow _window9 = new LaneWindow9();
        private readonly LaneWindow _window27 = new LaneWindow27();
        private readonly LaneDepthwiseLine _line = new LaneDepthwiseLine();
        private readonly DepthwiseBlocks _blocks = new DepthwiseBlocks();

        // Made when a network needs them first, which is when it is loaded and tried.
        private LaneWindow _shift9;
        private LaneWindow _shift27;
        private OctetDepthwise _octets;

        /// <inheritdoc/>
        internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            long products = (long)count * channelCount * stage.TapsPerChannel * stage.Output.Width;
            if (products <= PackedCosts.FewProducts)
            {
                SingleResults.Run(stage, first, count, firstChannel, channelCount);
            }
            else if (products <= PackedCosts.SomeProducts && stage.Groups == 1 && HasLaneSums(stage))
            {
                Cheapest(stage, first, count, firstChannel, channelCount);
            }
            else if (IsFullyConnected(stage))
            {
                DotProduct.Run(stage, first, count, firstChannel, channelCount);
            }
            else if (!HasLaneSums(stage))
            {
                CheaperPixels(stage, first, count, firstChannel, channelCount);
            }
            else if (IsThreeRows(stage, channelCount))
            {
                (BuildShifts(stage) ? ShiftWindow(stage) : stage.TapsPerChannel == LaneWindow9.Taps ? _window9 : _window27).Run(stage, first, count, firstChannel, channelCount);
            }
            else
            {
                Groups(stage, first, count, firstChannel, channelCount);
            }
        }

        /// <inheritdoc/>
        internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            if ((long)count * channelCount * stage.TapsPerChannel * stage.Output.Width <= PackedCosts.FewProducts / 2)
            {
                SingleResults.Run(stage, first, count, firstChannel, channelCount);
                return;
            }

            if (!HasLaneSums(stage) || stage.LaneTaps < stage.TapsPerChannel)
            {
                CheaperPixels(stage, first, count, firstChannel, channelCount);
                return;
            }

            long best = PackedCosts.OfPixels(stage, count, channelCount);
            bool hasKernel = HasDepthwiseKernel(stage);
            if (hasKernel && (best > PackedCosts.ManyPixels || PackedCosts.OfBlocks(stage, count, channelCount) < best))
            {
                Blocks(stage, first, count, firstChannel, channelCount);
            }
            else if (PackedCosts.OfLines(stage, count, channelCount) < best)
            {
                ResultTable.Build(stage);
                _line.Run(stage, first, count, firstChannel, channelCount);
            }
            else
            {
                CheaperPixels(stage, first, count, firstChannel, channelCount);
            }
        }

        /// <summary>Depthwise convolutions with a kernel of their own.</summary>
        internal void Blocks(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            int size = stage.KernelW;
            bool isStride1 = stage.StrideW == 1;
            bool isByOctets = OctetDepthwise.Fits(stage, count, channelCount);
            bool shifts = false;
            if (isByOctets)
            {
                shifts = BuildShifts(stage);
            }
            else
            {
                ResultTable.Build(stage);
            }

            if (size == 3 && isStride1 && count == 3 && IsImageOf3x3(stage))
            {
                LaneDepthwise3x3Image.Run(stage, firstChannel, channelCount);
                return;
            }

            int most = size == 3 || (size == 5 && isStride1) ? 3 : 2;
            bool isCleared = _blocks.ClearRows(stage, first, count, channelCount, shifts ? PowersOfTwo.Below : ResultTable.Base);
            if (count == stage.Output.Height && NarrowDepthwise.Fits(stage))
            {
                NarrowDepthwise.Run(stage, isCleared, firstChannel, channelCount);
                return;
            }

            if (isByOctets)
            {
                _octets = _octets == null ? new OctetDepthwise() : _octets;
                _octets.Run(stage, isCleared, first, count, firstChannel, channelCount);
                return;
            }

            while (count > 0)
            {
                _blocks.Divide(stage, first, count, most);
                RunBlocks(stage, size, isStride1, firstChannel, channelCount);
                first += _blocks.Count;
                count -= _blocks.Count;
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

        /// <summary>Few results, or sums that no lane holds.</summary>
        private static void CheaperPixels(Stage stage, int first, int count, int firstChannel, int channels)
        {
            if (PackedCosts.OfSingle(stage, count, channels) < PackedCosts.OfPixels(stage, count, channels))
            {
                SingleResults.Run(stage, first, count, firstChannel, channels);
            }
            else
            {
                PixelSums.Run(stage, first, count, firstChannel, channels);
            }
        }

        /// <summary>Few pixels or few channels.</summary>
        private void Cheapest(Stage stage, int first, int count, int firstChannel, int channels)
        {
            long single = PackedCosts.OfSingle(stage, count, channels);
            long pixels = PackedCosts.OfPixels(stage, count, channels);
            long best = single < pixels ? single : pixels;
            long lanes = PackedCosts.OfLanes(stage, count, channels);
            if (HasDotProduct(stage, channels) && PackedCosts.OfDotProduct(stage, count, channels) < (best < lanes ? best : lanes))
            {
                DotProduct.Run(stage, first, count, firstChannel, channels);
            }
            else if (lanes < best)
            {
                ResultTable.Build(stage);
                _convolution.Run(stage, IsPointwise(stage), first, count, firstChannel, channels);
            }
            else if (single < pixels)
            {
                SingleResults.Run(stage, first, count, firstChannel, channels);
            }
            else
            {
                PixelSums.Run(stage, first, count, firstChannel, channels);
            }
        }

        private LaneWindow ShiftWindow(Stage stage)
        {
            if (stage.TapsPerChannel == LaneWindow9.Taps)
            {
                return _shift9 == null ? _shift9 = new LaneShift9() : _shift9;
            }

            return _shift27 == null ? _shift27 = new LaneShift27() : _shift27;
        }

        /// <summary>Builds the table that results are looked up in.</summary>
        /// <returns>Whether it is that of kernels that shift.</returns>
        private static bool BuildShifts(Stage stage)
        {
            if (!ShiftTable.IsFor(stage))
            {
                ResultTable.Build(stage);
                return false;
            }

            ShiftTable.Build(stage);
            return true;
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
                    if (isPointwise && HasLanesForChannels(stage, channels, pixels, stage.Input.RowOffset(y)))
                    {
                        BuildShifts(stage);
                        LanePointwise.Run(stage, y, rows, firstChannel, channels);
                    }
                    else if (HasTriples(stage, channels) && _triples.Measure(stage, channels, rows) >= LaneTriples.LeastPixels)
                    {
                        ResultTable.Build(stage);
                        _triples.Run(y, rows, firstChannel, channels);
                    }
                    else if (LaneWindows.HasRoom(stage, channels, pixels))
                    {
                        ResultTable.Build(stage);
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
