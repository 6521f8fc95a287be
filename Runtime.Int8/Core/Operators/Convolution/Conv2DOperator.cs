using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Convolution, pointwise and fully connected (kernel = whole input) included; reference kernel <see cref="Kernels.Reference.Conv2D"/>.</summary>
    internal sealed class Conv2DOperator : ConvolutionOperator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Conv2D"; }
        }

        /// <inheritdoc/>
        protected override void DecodeChannels(ByteCursor cursor, Stage stage)
        {
            stage.Groups = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.ChannelMultiplier = 1;
        }

        /// <inheritdoc/>
        protected override int InputsPerChannel(Stage stage)
        {
            return stage.Input.Channels / stage.Groups;
        }

        /// <inheritdoc/>
        protected override bool HasChannels(Stage stage)
        {
            return stage.Input.Channels % stage.Groups == 0 && stage.Output.Channels % stage.Groups == 0;
        }
    }
}
