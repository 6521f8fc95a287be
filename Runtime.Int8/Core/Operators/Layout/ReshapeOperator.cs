namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Same bytes, other row length; reference kernel <see cref="Kernels.Reference.Layout.Reshape"/>.</summary>
    internal sealed class ReshapeOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Reshape"; }
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return (long)stage.Input.Height * stage.Input.RowBytes == (long)stage.Output.Height * stage.Output.RowBytes;
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return (int)((long)oy * stage.Output.RowBytes / stage.Input.RowBytes);
        }

        /// <inheritdoc/>
        public override int LastRow(Stage stage, int index, int oy)
        {
            return (int)(((((long)oy + 1) * stage.Output.RowBytes) - 1) / stage.Input.RowBytes);
        }
    }
}
