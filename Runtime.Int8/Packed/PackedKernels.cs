using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>
    /// Kernels that do as much as possible with each interpreted instruction, a folder for each family of operators. The same bytes
    /// as <see cref="ReferenceKernels"/>. Which kernel runs an operator is decided here and nowhere else.
    /// </summary>
    public class PackedKernels : KernelSet
    {
        private readonly LaneConvolution _convolution = new LaneConvolution();
        private readonly DepthwiseBlocks _blocks = new DepthwiseBlocks();

        /// <inheritdoc/>
        public override string Name
        {
            get { return "packed"; }
        }

        /// <inheritdoc/>
        public override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            if (stage.WeightZeroPoint == 0 && IsFullyConnected(stage))
            {
                DotProduct.Run(stage, firstChannel, channelCount);
            }
            else if (stage.WeightZeroPoint != 0 || stage.TapsPerChannel > LaneSpread.MaxTaps)
            {
                Reference.Conv2D.Run(stage, first, count, firstChannel, channelCount);
            }
            else
            {
                ResultTable.Build(stage);
                _convolution.Run(stage, first, count, firstChannel, channelCount);
            }
        }

        /// <inheritdoc/>
        public override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            if (stage.WeightZeroPoint != 0 || stage.TapsPerChannel > LaneSpread.MaxTaps)
            {
                Reference.DepthwiseConv2D.Run(stage, first, count, firstChannel, channelCount);
                return;
            }

            ResultTable.Build(stage);
            int kernel = DepthwiseKernel(stage);
            if (kernel == 0)
            {
                _convolution.RunDepthwise(stage, first, count, firstChannel, channelCount);
                return;
            }

            if (kernel == 31 && count == 3 && LaneDepthwise3x3Image.Fits(stage))
            {
                LaneDepthwise3x3Image.Run(stage, firstChannel, channelCount);
                return;
            }

            int most = stage.KernelW == 3 ? 3 : 2;
            while (count > 0)
            {
                _blocks.Divide(stage, first, count, most);
                switch (kernel)
                {
                    case 31:
                        LaneDepthwise3x3Stride1.Run(stage, _blocks, firstChannel, channelCount);
                        break;
                    case 32:
                        LaneDepthwise3x3Stride2.Run(stage, _blocks, firstChannel, channelCount);
                        break;
                    case 51:
                    case 52:
                        LaneDepthwise5x5.Run(stage, _blocks, firstChannel, channelCount);
                        break;
                    default:
                        LaneDepthwise7x7.Run(stage, _blocks, firstChannel, channelCount);
                        break;
                }

                first += _blocks.Count;
                count -= _blocks.Count;
            }
        }

        /// <inheritdoc/>
        public override void Add(Stage stage, int first, int count)
        {
            AddRows.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Mul(Stage stage, int first, int count)
        {
            if (ChannelScale.Fits(stage))
            {
                ChannelScale.Run(stage, first, count);
            }
            else
            {
                MulRows.Run(stage, first, count);
            }
        }

        /// <inheritdoc/>
        public override void AveragePool(Stage stage, int first, int count)
        {
            PoolRows.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void AveragePoolAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            if (ChannelSums.IsAverageOfRows(stage))
            {
                ChannelSums.AccumulateAverage(stage, inputRow, isFirst);
            }
            else
            {
                Reference.Pool.Accumulate(stage, inputRow, isFirst);
            }
        }

        /// <inheritdoc/>
        public override void AveragePoolFinish(Stage stage)
        {
            if (ChannelSums.IsAverageOfRows(stage))
            {
                ChannelSums.FinishAverage(stage);
            }
            else
            {
                Reference.Pool.Finish(stage);
            }
        }

        /// <inheritdoc/>
        public override void MaxPool(Stage stage, int first, int count)
        {
            PoolRows.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void MeanAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            ChannelSums.AccumulateMean(stage, inputRow, isFirst);
        }

        /// <inheritdoc/>
        public override void MeanFinish(Stage stage, int outputRow)
        {
            ChannelSums.FinishMean(stage, outputRow);
        }

        /// <inheritdoc/>
        public override void Pad(Stage stage, int first, int count)
        {
            Reference.Layout.Pad(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Reshape(Stage stage, int first, int count)
        {
            LayoutRows.Reshape(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Transpose(Stage stage, int first, int count)
        {
            LayoutRows.Transpose(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Softmax(Stage stage, int first, int count)
        {
            Reference.Softmax.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Table(Stage stage, int first, int count)
        {
            TableRows.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void PRelu(Stage stage, int first, int count)
        {
            Reference.Elementwise.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Concat(Stage stage, int first, int count)
        {
            Reference.Layout.Concat(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Resize(Stage stage, int first, int count)
        {
            Reference.Layout.Resize(stage, first, count);
        }

        /// <summary>Whether <see cref="DotProduct"/> takes a convolution.</summary>
        internal static bool IsFullyConnected(Stage stage)
        {
            return stage.Output.Height == 1 && stage.Output.Width == 1 && stage.Groups == 1
                && stage.PadTop == 0 && stage.PadLeft == 0
                && stage.KernelH == stage.Input.Height && stage.KernelW == stage.Input.Width
                && stage.TapsPerChannel <= DotProduct.MaxTaps;
        }

        /// <summary>10 * size + stride of a depthwise convolution that has its own kernel, or 0.</summary>
        private static int DepthwiseKernel(Stage stage)
        {
            int size = stage.KernelW;
            int stride = stage.StrideW;
            bool isSquare = stage.KernelH == size && stage.StrideH == stride && stride <= 2 && (size == 3 || size == 5 || size == 7);
            if (!isSquare || stage.PadLeft >= size || stage.Groups != 1 || stage.LaneTaps < stage.TapsPerChannel)
            {
                return 0;
            }

            // At most one row or column of padding on each side of a 3x3.
            int right = ((stage.Output.Width - 1) * stride) + 3 - stage.PadLeft - stage.Input.Width;
            int bottom = ((stage.Output.Height - 1) * stride) + 3 - stage.PadTop - stage.Input.Height;
            bool isPadded = stage.PadLeft > 1 || stage.PadTop > 1 || right > 1 || bottom > 1;
            return size == 3 && isPadded ? 0 : (10 * size) + stride;
        }
    }
}
