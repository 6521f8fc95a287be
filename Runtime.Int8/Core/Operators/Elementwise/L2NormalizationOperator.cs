using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>
    /// The channels of a pixel divided by the root of the sum of their squares, output at scale 1/128 and zero point 0. The sum of 4,096
    /// squares of at most 255 stays below 2^29. After TFLite integer_ops/l2normalization.h (90b983c).
    /// </summary>
    internal sealed class L2NormalizationOperator : Operator
    {
        private const int MostChannels = 4096;
        private const int OutputBits = 7;

        /// <inheritdoc/>
        public override string Name
        {
            get { return "L2Normalization"; }
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return OperatorShapes.IsSame(stage.Input, stage.Output) && stage.Output.Channels <= MostChannels;
        }

        /// <inheritdoc/>
        public override void Run(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int channels = output.Channels;
            int zeroPoint = input.ZeroPoint;
            for (int oy = first; oy < first + count; oy++)
            {
                byte[] source = input.RowArray(oy);
                byte[] target = output.RowArray(oy);
                int from = input.RowOffset(oy);
                int to = output.RowOffset(oy);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    int sum = 0;
                    for (int c = 0; c < channels; c++)
                    {
                        int x = source[from + c] - zeroPoint;
                        sum += x * x;
                    }

                    int multiplier = FixedPoint.InverseSquareRoot(sum, out int shift);
                    for (int c = 0; c < channels; c++)
                    {
                        int y = FixedPoint.RequantizeDouble(source[from + c] - zeroPoint, multiplier, shift + OutputBits);
                        target[to + c] = (byte)(y < -128 ? 0 : y > 127 ? 255 : y + 128);
                    }

                    from += channels;
                    to += channels;
                }
            }
        }
    }
}
