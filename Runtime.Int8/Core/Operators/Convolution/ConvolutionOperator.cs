using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>
    /// What the two convolutions share. Weights section, for each block of output channels: biases and multipliers int32, shifts int8,
    /// weights [channel][tap] in offset binary; one block of all channels unless they are streamed.
    /// </summary>
    internal abstract class ConvolutionOperator : Operator
    {
        /// <inheritdoc/>
        public override bool TakesTable
        {
            get { return true; }
        }

        /// <summary>Reads groups or multiplier.</summary>
        protected abstract void DecodeChannels(ByteCursor cursor, Stage stage);

        /// <summary>Taps of an output channel in one position of the window.</summary>
        protected abstract int InputsPerChannel(Stage stage);

        /// <summary>Whether groups or multiplier fit the channels of input and output.</summary>
        protected abstract bool HasChannels(Stage stage);

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            OperatorFields.DecodeWindow(cursor, stage);
            DecodeChannels(cursor, stage);
            stage.WeightZeroPoint = cursor.ReadSignedRange(-128, 127);
            OperatorFields.DecodeResult(cursor, stage);
            stage.LaneTaps = cursor.ReadRange(BlobFormat.MinLaneTaps, int.MaxValue);
            OperatorFields.DecodeNumbers(cursor, stage, weightsOrigin);
            stage.ParameterStride = stage.Output.Channels;
            if (stage.IsStreamed)
            {
                stage.BlockChannels = cursor.ReadRange(1, stage.Output.Channels);
                stage.ParameterStride = stage.BlockChannels;
            }

            long taps = (long)stage.KernelH * stage.KernelW * (stage.Input == null ? 1 : InputsPerChannel(stage));
            if (taps < 1 || taps > BlobFormat.MaxBlobBytes || taps * stage.Output.Channels > BlobFormat.MaxBlobBytes)
            {
                throw new ModelFormatException(ModelError.BadShape, cursor.Offset);
            }

            stage.TapsPerChannel = (int)taps;
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return HasChannels(stage) && OperatorShapes.HasWindow(stage, false);
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return (oy * stage.StrideH) - stage.PadTop;
        }

        /// <inheritdoc/>
        public override int LastRow(Stage stage, int index, int oy)
        {
            return (oy * stage.StrideH) - stage.PadTop + stage.KernelH - 1;
        }

        /// <inheritdoc/>
        public override long Work(Stage stage)
        {
            return base.Work(stage) * stage.TapsPerChannel;
        }

        /// <inheritdoc/>
        public override long WeightBytes(Stage stage)
        {
            return (long)(stage.TapsPerChannel + BlobFormat.ParameterBytes) * stage.Output.Channels;
        }

        /// <inheritdoc/>
        public override int ParameterInts(Stage stage)
        {
            return 3 * stage.ParameterStride;
        }

        /// <inheritdoc/>
        public override ModelError CheckWeights(Stage stage, WeightWindow window)
        {
            return !WeightChecker.IsValid(stage, window) ? ModelError.BadQuantization
                : stage.HasPowersOfTwo && !PowersOfTwo.Hold(stage, window) ? ModelError.NoPowersOfTwo
                : !WeightChecker.LanesHold(stage, window) ? ModelError.LaneOverflow : ModelError.None;
        }

        /// <inheritdoc/>
        public override void Load(Stage stage, WeightWindow window)
        {
            if (!stage.IsStreamed)
            {
                ConvolutionWeights.LoadAll(stage, window);
            }
        }
    }
}
