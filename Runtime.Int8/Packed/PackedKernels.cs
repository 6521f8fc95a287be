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
    public partial class PackedKernels : KernelSet
    {
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
            if (stage.OpCode == OpCode.DepthwiseConv2D && !HasDepthwiseKernel(stage))
            {
                int least = LeastScratchLongs(stage);
                int useful = LaneDepthwiseLine.UsefulLongs(stage);
                return useful > least ? useful : least;
            }

            int longs = PackedScratch.UsefulLongs(
                stage.OpCode, stage.TapsPerChannel, stage.LaneTaps, ChannelsAtOnce(stage), stage.Output.Width, PixelsOfCall(stage));
            int triples = HasTriples(stage, ChannelsAtOnce(stage)) ? LaneTriples.UsefulLongs(stage, PixelsOfCall(stage)) : 0;
            return triples > longs ? triples : longs;
        }

        /// <inheritdoc/>
        internal override int LeastScratchBytes(Stage stage)
        {
            return PackedScratch.LeastBytes(stage.OpCode);
        }

        /// <inheritdoc/>
        internal override int UsualScratchBytes(Stage stage)
        {
            return PackedScratch.Bytes(stage.OpCode);
        }

        /// <inheritdoc/>
        internal override int UsefulScratchBytes(Stage stage)
        {
            // More is of no use to operators that another kernel takes.
            int pixels = PixelsOfCall(stage);
            int channels = ChannelsAtOnce(stage);
            bool gathers = stage.OpCode == OpCode.Conv2D && HasLaneSums(stage) && pixels >= LaneWindows.LeastPixels
                && channels >= LaneWindows.LeastChannels && stage.Output.Channels / stage.Groups >= LaneWindows.LeastChannels
                && !(IsPointwise(stage) && CanReadInputs(stage, 0)) && !IsThreeRows(stage, channels);
            int bytes = gathers ? PackedScratch.UsefulBytes(stage.TapsPerChannel, pixels) : UsualScratchBytes(stage);
            return stage.HasPowersOfTwo && bytes < ShiftTable.Bytes ? ShiftTable.Bytes : bytes;
        }

        /// <inheritdoc/>
        internal override void Add(Stage stage, int first, int count)
        {
            if (!HasChannelsOfOutput(stage))
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
            if (IsFactorPerChannel(stage) && ResultTable.HasRoom(stage))
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
            PoolRows.Run(stage, first, count);
        }

        /// <inheritdoc/>
        internal override void MaxPool(Stage stage, int first, int count)
        {
            PoolRows.Run(stage, first, count);
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
            if (stage.Input.RowsTogether(0) >= stage.Input.Height)
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
    }
}
