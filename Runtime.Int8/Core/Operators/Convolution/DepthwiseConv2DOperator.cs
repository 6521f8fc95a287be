using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Depthwise convolution, channel multiplier at least 1; reference kernel <see cref="Kernels.Reference.DepthwiseConv2D"/>.</summary>
    internal sealed class DepthwiseConv2DOperator : ConvolutionOperator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "DepthwiseConv2D"; }
        }

        /// <inheritdoc/>
        protected override void DecodeChannels(ByteCursor cursor, Stage stage)
        {
            stage.Groups = 1;
            stage.ChannelMultiplier = cursor.ReadRange(1, BlobFormat.MaxDimension);
        }

        /// <inheritdoc/>
        protected override int InputsPerChannel(Stage stage)
        {
            return 1;
        }

        /// <inheritdoc/>
        protected override bool HasChannels(Stage stage)
        {
            return stage.Output.Channels == (long)stage.Input.Channels * stage.ChannelMultiplier;
        }
    }
}
