namespace Edge.Runtime.Int8.Operators
{
    /// <summary>
    /// The larger or the smaller of two elements, broadcast. Inputs and output have one scale and zero point, so that the bytes compare
    /// as the numbers do. After TFLite reference/maximum_minimum.h (90b983c).
    /// </summary>
    internal sealed class ExtremumOperator : Operator
    {
        private readonly bool _isMaximum;

        /// <summary>Makes one of the two operators.</summary>
        public ExtremumOperator(bool isMaximum)
        {
            _isMaximum = isMaximum;
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return _isMaximum ? "Maximum" : "Minimum"; }
        }

        /// <inheritdoc/>
        public override int InputCount
        {
            get { return 2; }
        }

        /// <inheritdoc/>
        public override bool CanRunInPlace
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return OperatorShapes.Broadcasts(stage);
        }

        /// <inheritdoc/>
        public override void Run(Stage stage, int first, int count)
        {
            RowBuffer a = stage.Inputs[0];
            RowBuffer b = stage.Inputs[1];
            RowBuffer output = stage.Output;
            int stepA = a.Channels == 1 ? 0 : 1;
            int stepB = b.Channels == 1 ? 0 : 1;
            int pixelA = a.Width == 1 ? 0 : a.Channels;
            int pixelB = b.Width == 1 ? 0 : b.Channels;
            bool isMaximum = _isMaximum;
            for (int oy = first; oy < first + count; oy++)
            {
                int ay = a.Height == 1 ? 0 : oy;
                int by = b.Height == 1 ? 0 : oy;
                byte[] rowA = a.RowArray(ay);
                byte[] rowB = b.RowArray(by);
                byte[] row = output.RowArray(oy);
                int startA = a.RowOffset(ay);
                int startB = b.RowOffset(by);
                int o = output.RowOffset(oy);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    int ia = startA + (ox * pixelA);
                    int ib = startB + (ox * pixelB);
                    for (int end = o + output.Channels; o < end; o++)
                    {
                        byte x = rowA[ia];
                        byte y = rowB[ib];
                        row[o] = x > y == isMaximum ? x : y;
                        ia += stepA;
                        ib += stepB;
                    }
                }
            }
        }
    }
}
