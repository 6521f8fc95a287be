using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Reference;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>
    /// A fully connected layer whose weights of one output channel are more than an array holds. It adds up row by row, so that neither
    /// its input nor a channel's weights are ever whole in memory. Weights section: biases and multipliers int32, shifts int8, then for
    /// each input row the weights [channel][tap of the row] in offset binary, which are read as the rows come.
    /// </summary>
    internal sealed class LongDenseOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "LongDense"; }
        }

        /// <inheritdoc/>
        public override bool TakesTable
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.WeightZeroPoint = cursor.ReadSignedRange(-128, 127);
            OperatorFields.DecodeResult(cursor, stage);
            OperatorFields.DecodeNumbers(cursor, stage, weightsOrigin);
            stage.ParameterStride = stage.Output.Channels;
            stage.AccumulatorBase = cursor.ReadUnsigned();
            stage.AccumulatorCount = stage.Output.Channels;
            stage.Accumulates = true;
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return stage.Output.Height == 1 && stage.Output.Width == 1;
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return 0;
        }

        /// <inheritdoc/>
        public override int LastRow(Stage stage, int index, int oy)
        {
            return stage.Input.Height - 1;
        }

        /// <inheritdoc/>
        public override long Work(Stage stage)
        {
            return (long)stage.Input.Height * stage.Input.RowBytes * stage.Output.Channels;
        }

        /// <inheritdoc/>
        public override long WeightBytes(Stage stage)
        {
            return Work(stage) + ((long)BlobFormat.ParameterBytes * stage.Output.Channels);
        }

        /// <inheritdoc/>
        public override int ParameterInts(Stage stage)
        {
            return 3 * stage.Output.Channels;
        }

        /// <inheritdoc/>
        public override void Load(Stage stage, WeightWindow window)
        {
            int channels = stage.Output.Channels;
            window.ReadNumbers(stage.WeightPosition, stage.Parameters, stage.ParameterBase, 2 * channels, 4);
            window.ReadNumbers(stage.WeightPosition + (8 * channels), stage.Parameters, stage.ParameterBase + (2 * channels), channels, 1);
            stage.FirstChannel = 0;
        }

        /// <inheritdoc/>
        public override ModelError CheckWeights(Stage stage, WeightWindow window)
        {
            int channels = stage.Output.Channels;
            bool holds = WeightChecker.AreInRange(window, stage.WeightPosition + (4 * channels), channels, 4, 0, int.MaxValue)
                && WeightChecker.AreInRange(window, stage.WeightPosition + (8 * channels), channels, 1, -31, 30);
            return holds ? ModelError.None : ModelError.BadQuantization;
        }

        /// <summary>The sums are complete: the output row.</summary>
        public override void Run(Stage stage, int first, int count)
        {
            byte[] row = stage.Output.RowArray(0);
            int offset = stage.Output.RowOffset(0);
            for (int oc = 0; oc < stage.Output.Channels; oc++)
            {
                row[offset + oc] = Result.OfChannel(stage, stage.Accumulators[stage.AccumulatorBase + oc], oc);
            }
        }

        /// <summary>
        /// Adds an input row to the sums of all channels. |u * (w - zw)| is below 2^16; beyond 2^15 taps a sum may wrap, as TFLite's does.
        /// </summary>
        public static void Accumulate(Stage stage, int inputRow, bool isFirst, WeightWindow window)
        {
            RowBuffer input = stage.Input;
            int channels = stage.Output.Channels;
            byte[] row = input.RowArray(inputRow);
            int rowBytes = input.RowBytes;
            int position = stage.WeightPosition + (channels * BlobFormat.ParameterBytes) + (inputRow * channels * rowBytes);
            byte[] weights = window.Array;
            int zero = 128 + stage.WeightZeroPoint;
            for (int oc = 0; oc < channels; oc++)
            {
                int acc = isFirst ? stage.Parameters[stage.ParameterBase + oc] : stage.Accumulators[stage.AccumulatorBase + oc];
                int x = input.RowOffset(inputRow);
                int left = rowBytes;
                while (left > 0)
                {
                    int piece = left < window.Length ? left : window.Length;
                    window.Fill(position, piece);
                    acc += Dot(row, x, weights, window.Start, piece, zero);
                    x += piece;
                    position += piece;
                    left -= piece;
                }

                stage.Accumulators[stage.AccumulatorBase + oc] = acc;
            }
        }

        private static int Dot(byte[] row, int x, byte[] weights, int w, int count, int zero)
        {
            int sum = 0;
            int end = w + count;
            for (int last = end - 4; w <= last; w += 4)
            {
                sum += (row[x] * (weights[w] - zero)) + (row[x + 1] * (weights[w + 1] - zero))
                    + (row[x + 2] * (weights[w + 2] - zero)) + (row[x + 3] * (weights[w + 3] - zero));
                x += 4;
            }

            for (; w < end; w++)
            {
                sum += row[x] * (weights[w] - zero);
                x++;
            }

            return sum;
        }
    }
}
