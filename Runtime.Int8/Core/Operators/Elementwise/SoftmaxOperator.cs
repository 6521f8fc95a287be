using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Softmax over channels, from a table of exponentials; reference kernel <see cref="Kernels.Reference.Softmax"/>.</summary>
    internal sealed class SoftmaxOperator : Operator
    {
        private const int MostChannels = 4096;

        /// <inheritdoc/>
        public override string Name
        {
            get { return "Softmax"; }
        }

        /// <inheritdoc/>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            OperatorFields.DecodeNumbers(cursor, stage, weightsOrigin);
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return OperatorShapes.IsSame(stage.Input, stage.Output) && stage.Output.Channels <= MostChannels;
        }

        /// <inheritdoc/>
        public override long WeightBytes(Stage stage)
        {
            return 4 * BlobFormat.TableEntries;
        }

        /// <inheritdoc/>
        public override int ParameterInts(Stage stage)
        {
            return BlobFormat.TableEntries;
        }

        /// <inheritdoc/>
        public override void Load(Stage stage, WeightWindow window)
        {
            window.ReadNumbers(stage.WeightPosition, stage.Parameters, stage.ParameterBase, BlobFormat.TableEntries, 4);
        }

        /// <summary>e^0 is at least 2^19, so that the sum has at least one bit, and no entry is negative.</summary>
        public override ModelError CheckWeights(Stage stage, WeightWindow window)
        {
            bool holds = WeightChecker.AreInRange(window, stage.WeightPosition, 1, 4, 1 << 19, int.MaxValue)
                && WeightChecker.AreInRange(window, stage.WeightPosition + 4, BlobFormat.TableEntries - 1, 4, 0, int.MaxValue);
            return holds ? ModelError.None : ModelError.BadQuantization;
        }
    }
}
