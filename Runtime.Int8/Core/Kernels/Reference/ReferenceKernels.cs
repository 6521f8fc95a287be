using Edge.Runtime.Int8.Kernels.Reference;

namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>Plain loops, one file per operator under Reference: the definition of what a blob computes.</summary>
    public sealed class ReferenceKernels : KernelSet
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "reference"; }
        }

        /// <inheritdoc/>
        public override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            Reference.Conv2D.Run(stage, first, count, firstChannel, channelCount);
        }

        /// <inheritdoc/>
        public override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            Reference.DepthwiseConv2D.Run(stage, first, count, firstChannel, channelCount);
        }

        /// <inheritdoc/>
        public override void Add(Stage stage, int first, int count)
        {
            Elementwise.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Mul(Stage stage, int first, int count)
        {
            Elementwise.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void AveragePool(Stage stage, int first, int count)
        {
            Pool.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void AveragePoolAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            Pool.Accumulate(stage, inputRow, isFirst);
        }

        /// <inheritdoc/>
        public override void AveragePoolFinish(Stage stage)
        {
            Pool.Finish(stage);
        }

        /// <inheritdoc/>
        public override void MaxPool(Stage stage, int first, int count)
        {
            Pool.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void MeanAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            Mean.Accumulate(stage, inputRow, isFirst);
        }

        /// <inheritdoc/>
        public override void MeanFinish(Stage stage, int outputRow)
        {
            Mean.Finish(stage, outputRow);
        }

        /// <inheritdoc/>
        public override void Pad(Stage stage, int first, int count)
        {
            Layout.Pad(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Reshape(Stage stage, int first, int count)
        {
            Layout.Reshape(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Transpose(Stage stage, int first, int count)
        {
            Layout.Transpose(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Softmax(Stage stage, int first, int count)
        {
            Reference.Softmax.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Table(Stage stage, int first, int count)
        {
            Reference.Table.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void PRelu(Stage stage, int first, int count)
        {
            Elementwise.Run(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Concat(Stage stage, int first, int count)
        {
            Layout.Concat(stage, first, count);
        }

        /// <inheritdoc/>
        public override void Resize(Stage stage, int first, int count)
        {
            Layout.Resize(stage, first, count);
        }
    }
}
