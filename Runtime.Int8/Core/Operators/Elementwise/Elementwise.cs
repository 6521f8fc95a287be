namespace Edge.Runtime.Int8.Kernels.Reference
{
    /// <summary>
    /// Operators on two tensors with broadcasting: a dimension of 1 is repeated. Row oy of the output reads row oy of each
    /// input, or row 0 where the input has one row.
    /// </summary>
    internal static class Elementwise
    {
        /// <summary>Runs <see cref="Blob.OpCode.Add"/>, <see cref="Blob.OpCode.Mul"/> or <see cref="Blob.OpCode.PRelu"/>.</summary>
        public static void Run(Stage stage, int first, int count)
        {
            RowBuffer a = stage.Inputs[0];
            RowBuffer b = stage.Inputs[1];
            RowBuffer output = stage.Output;
            for (int oy = first; oy < first + count; oy++)
            {
                int ay = a.Height == 1 ? 0 : oy;
                int by = b.Height == 1 ? 0 : oy;
                byte[] rowA = a.RowArray(ay);
                byte[] rowB = b.RowArray(by);
                byte[] row = output.RowArray(oy);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    for (int oc = 0; oc < output.Channels; oc++)
                    {
                        int valueA = rowA[a.RowOffset(ay) + Index(a, ox, oc)] - a.ZeroPoint;
                        int valueB = rowB[b.RowOffset(by) + Index(b, ox, oc)] - b.ZeroPoint;
                        row[output.RowOffset(oy) + (ox * output.Channels) + oc] =
                            Result.Clamp(stage, Compute(stage, valueA, valueB) + stage.ResultZeroPoint);
                    }
                }
            }
        }

        private static int Index(RowBuffer buffer, int x, int c)
        {
            return ((buffer.Width == 1 ? 0 : x) * buffer.Channels) + (buffer.Channels == 1 ? 0 : c);
        }

        private static int Compute(Stage stage, int a, int b)
        {
            switch (stage.OpCode)
            {
                case Blob.OpCode.Mul:
                    // |a * b| is at most 255 * 255. After TFLite integer_ops/mul.h.
                    return FixedPoint.Requantize(a * b, stage.Multiplier0, stage.Shift0, stage.Rounding);
                case Blob.OpCode.PRelu:
                    // After TFLite reference/prelu.h: b is the slope of the channel.
                    return a >= 0
                        ? FixedPoint.Requantize(a, stage.Multiplier0, stage.Shift0, stage.Rounding)
                        : FixedPoint.Requantize(a * b, stage.Multiplier1, stage.Shift1, stage.Rounding);
                default:
                    return AddTerms(stage, a, stage.Sign * b);
            }
        }

        /// <summary>Sum or difference before zero point and clamp; zero points and the sign are taken off the terms.</summary>
        internal static int AddTerms(Stage stage, int a, int b)
        {
            if (stage.Rounding == RoundingMode.Single)
            {
                // Shift0 is minus the common right shift of both integer multipliers.
                return FixedPoint.SumSingle(a, stage.Multiplier0, b, stage.Multiplier1, -stage.Shift0);
            }

            // After TFLite integer_ops/add.h: both terms at 2^LeftShift times the common scale; |a << 20| is below 2^28.
            int scaledA = FixedPoint.RequantizeDouble(a << stage.LeftShift, stage.Multiplier0, stage.Shift0);
            int scaledB = FixedPoint.RequantizeDouble(b << stage.LeftShift, stage.Multiplier1, stage.Shift1);
            return FixedPoint.RequantizeDouble(scaledA + scaledB, stage.Multiplier2, stage.Shift2);
        }
    }
}
