namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>
    /// The kernels of a model, one method per operator, called once per row or band of rows, never per element.
    /// Rows are offset binary (u = q + 128). Reference kernels define the results; every other set gives the same bytes.
    /// </summary>
    public abstract class KernelSet
    {
        /// <summary>Name for logs and the command line.</summary>
        public abstract string Name { get; }

        /// <summary>Convolution of output rows first to first + count - 1, output channels firstChannel to firstChannel + channelCount - 1.</summary>
        public abstract void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount);

        /// <summary>Depthwise convolution of the same range.</summary>
        public abstract void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount);

        /// <summary>a + b, or a - b.</summary>
        public abstract void Add(Stage stage, int first, int count);

        /// <summary>a * b.</summary>
        public abstract void Mul(Stage stage, int first, int count);

        /// <summary>Average of windows.</summary>
        public abstract void AveragePool(Stage stage, int first, int count);

        /// <summary>Adds an input row to the sums of an average over the whole height.</summary>
        public abstract void AveragePoolAccumulate(Stage stage, int inputRow, bool isFirst);

        /// <summary>Divides those sums.</summary>
        public abstract void AveragePoolFinish(Stage stage);

        /// <summary>Maximum of windows.</summary>
        public abstract void MaxPool(Stage stage, int first, int count);

        /// <summary>Adds an input row to the sums of a mean.</summary>
        public abstract void MeanAccumulate(Stage stage, int inputRow, bool isFirst);

        /// <summary>Requantizes those sums to output row <paramref name="outputRow"/>.</summary>
        public abstract void MeanFinish(Stage stage, int outputRow);

        /// <summary>Constant padding.</summary>
        public abstract void Pad(Stage stage, int first, int count);

        /// <summary>Same bytes, other row length.</summary>
        public abstract void Reshape(Stage stage, int first, int count);

        /// <summary>Permutation of H, W, C.</summary>
        public abstract void Transpose(Stage stage, int first, int count);

        /// <summary>Softmax over channels.</summary>
        public abstract void Softmax(Stage stage, int first, int count);

        /// <summary>Table look-up.</summary>
        public abstract void Table(Stage stage, int first, int count);

        /// <summary>x or slope[c] * x.</summary>
        public abstract void PRelu(Stage stage, int first, int count);

        /// <summary>Concatenation.</summary>
        public abstract void Concat(Stage stage, int first, int count);

        /// <summary>Nearest-neighbour resize.</summary>
        public abstract void Resize(Stage stage, int first, int count);

        /// <summary>What runs whole groups of a model, when the set has more than kernels; null: the executor walks them.</summary>
        internal virtual GroupRunner MakeGroupRunner(Blob.ProgramHeader header, ActivationArena arena)
        {
            return null;
        }
    }
}
