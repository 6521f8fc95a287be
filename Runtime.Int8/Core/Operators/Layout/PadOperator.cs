using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Constant padding of H, W and C; reference kernel <see cref="Kernels.Reference.Layout.Pad"/>.</summary>
    internal sealed class PadOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Pad"; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.PadTop = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.PadLeft = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.PadFront = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.PadValue = cursor.ReadRange(0, 255);
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return stage.Input.Height + stage.PadTop <= stage.Output.Height
                && stage.Input.Width + stage.PadLeft <= stage.Output.Width
                && stage.Input.Channels + stage.PadFront <= stage.Output.Channels;
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return oy - stage.PadTop;
        }
    }
}
