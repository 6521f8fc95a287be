using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>
    /// Bilinear resize, input and output of one scale: the average of four pixels, weighted by how near they are in units of 1 / 1024.
    /// After TFLite reference/resize_bilinear.h ResizeBilinearInteger (90b983c); the converter does what depends on rows and columns only.
    /// Numbers, uint16 in the weights section: upper row [H] of each output row, left column [W] of each output column, then what
    /// part of the way to the next one a row [H] and a column [W] lies, 0 to 1023.
    /// </summary>
    internal sealed class ResizeBilinearOperator : Operator
    {
        private const int Bits = 10;
        private const int One = 1 << Bits;

        /// <inheritdoc/>
        public override string Name
        {
            get { return "ResizeBilinear"; }
        }

        /// <inheritdoc/>
        public override bool HasRowMap
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            OperatorFields.DecodeNumbers(cursor, stage, weightsOrigin);
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return stage.Input.Channels == stage.Output.Channels;
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return stage.Parameters[stage.ParameterBase + oy];
        }

        /// <inheritdoc/>
        public override int LastRow(Stage stage, int index, int oy)
        {
            int row = stage.ParameterBase + oy;
            int fraction = stage.Parameters[row + stage.Output.Height + stage.Output.Width];
            return fraction > 0 ? stage.Parameters[row] + 1 : stage.Parameters[row];
        }

        /// <inheritdoc/>
        public override long Work(Stage stage)
        {
            return 4 * base.Work(stage);
        }

        /// <inheritdoc/>
        public override long WeightBytes(Stage stage)
        {
            return 2L * ParameterInts(stage);
        }

        /// <inheritdoc/>
        public override int ParameterInts(Stage stage)
        {
            return 2 * (stage.Output.Height + stage.Output.Width);
        }

        /// <inheritdoc/>
        public override void Load(Stage stage, WeightWindow window)
        {
            window.ReadNumbers(stage.WeightPosition, stage.Parameters, stage.ParameterBase, ParameterInts(stage), 2);
        }

        /// <summary>Rows and columns ascend; they, and the next one where a fraction asks for it, lie inside the input.</summary>
        public override ModelError CheckWeights(Stage stage, WeightWindow window)
        {
            Load(stage, window);
            int rows = stage.ParameterBase;
            int columns = rows + stage.Output.Height;
            int fractions = columns + stage.Output.Width;
            return Holds(stage.Parameters, rows, fractions, stage.Output.Height, stage.Input.Height)
                && Holds(stage.Parameters, columns, fractions + stage.Output.Height, stage.Output.Width, stage.Input.Width)
                ? ModelError.None : ModelError.BadShape;
        }

        /// <summary>|q| is at most 128 and the weights of a pixel add up to 2^20, so that sums stay below 2^28.</summary>
        public override void Run(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int[] numbers = stage.Parameters;
            int channels = output.Channels;
            int columns = stage.ParameterBase + output.Height;
            int fractions = columns + output.Width;
            for (int oy = first; oy < first + count; oy++)
            {
                int iy = FirstRow(stage, 0, oy);
                int below = LastRow(stage, 0, oy);
                int down = numbers[fractions + oy];
                byte[] upperRow = input.RowArray(iy);
                byte[] lowerRow = input.RowArray(below);
                int upper = input.RowOffset(iy);
                int lower = input.RowOffset(below);
                byte[] row = output.RowArray(oy);
                int o = output.RowOffset(oy);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    int right = numbers[fractions + output.Height + ox];
                    int pixel = numbers[columns + ox] * channels;
                    int next = right > 0 ? pixel + channels : pixel;
                    for (int oc = 0; oc < channels; oc++)
                    {
                        int top = ((upperRow[upper + pixel + oc] - 128) * (One - right)) + ((upperRow[upper + next + oc] - 128) * right);
                        int bottom = ((lowerRow[lower + pixel + oc] - 128) * (One - right)) + ((lowerRow[lower + next + oc] - 128) * right);
                        int sum = (top * (One - down)) + (bottom * down);
                        row[o] = (byte)(FixedPoint.DivideByPowerOfTwo(sum, 2 * Bits) + 128);
                        o++;
                    }
                }
            }
        }

        private static bool Holds(int[] numbers, int map, int fractions, int count, int limit)
        {
            for (int i = 0; i < count; i++)
            {
                int fraction = numbers[fractions + i];
                if (fraction < 0 || fraction >= One || (fraction > 0 && numbers[map + i] + 1 >= limit))
                {
                    return false;
                }
            }

            return OperatorShapes.Ascends(numbers, map, count, limit);
        }
    }
}
