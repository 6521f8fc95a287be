using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Operators;

namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>
    /// The kernels of a model: one method per operator, called once per row or band of rows, never per element. Each falls back to the
    /// reference, which defines the results; every set gives the same bytes. Rows are offset binary (u = q + 128).
    /// </summary>
    public abstract class KernelSet
    {
        /// <summary>Name for logs and the command line.</summary>
        public abstract string Name { get; }

        /// <summary>Scratch longs (<see cref="Stage.Lanes"/>) below which this set cannot run a stage; the loader refuses a blob that reserves fewer.</summary>
        /// <param name="stage">A stage with its shapes, RowStep and LaneTaps; its weights and rows may not be there.</param>
        internal virtual int LeastScratchLongs(Stage stage)
        {
            return 0;
        }

        /// <summary>Scratch longs beyond which more do not make a stage faster; the scheduler gives what the budget leaves.</summary>
        /// <param name="stage">As for <see cref="LeastScratchLongs"/>.</param>
        internal virtual int UsefulScratchLongs(Stage stage)
        {
            return LeastScratchLongs(stage);
        }

        /// <summary>Scratch bytes (<see cref="Stage.ScratchBytes"/>) below which this set cannot run a stage.</summary>
        /// <param name="stage">As for <see cref="LeastScratchLongs"/>.</param>
        internal virtual int LeastScratchBytes(Stage stage)
        {
            return 0;
        }

        /// <summary>Scratch bytes with which this set runs a stage as it usually does; with fewer, results take a few times as long.</summary>
        /// <param name="stage">As for <see cref="LeastScratchLongs"/>.</param>
        internal virtual int UsualScratchBytes(Stage stage)
        {
            return LeastScratchBytes(stage);
        }

        /// <summary>Scratch bytes beyond which more do not make a stage faster; the scheduler gives what the budget leaves.</summary>
        /// <param name="stage">As for <see cref="LeastScratchLongs"/>.</param>
        internal virtual int UsefulScratchBytes(Stage stage)
        {
            return UsualScratchBytes(stage);
        }

        /// <summary>
        /// Called once for each operator when a model was loaded and checked, so that a set can choose or allocate by
        /// <see cref="Stage.OperatorId"/>; running allocates nothing. The stage is refilled later, and weights are not in memory yet.
        /// </summary>
        internal virtual void Prepare(Stage stage)
        {
        }

        /// <summary>Makes output rows first to first + count - 1 of any operator, of a convolution only the channels given.</summary>
        internal virtual void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                    Conv2D(stage, first, count, firstChannel, channelCount);
                    break;
                case OpCode.DepthwiseConv2D:
                    DepthwiseConv2D(stage, first, count, firstChannel, channelCount);
                    break;
                case OpCode.Add:
                    Add(stage, first, count);
                    break;
                case OpCode.Mul:
                    Mul(stage, first, count);
                    break;
                case OpCode.AveragePool:
                    if (stage.Accumulates)
                    {
                        AveragePoolFinish(stage);
                    }
                    else
                    {
                        AveragePool(stage, first, count);
                    }

                    break;
                case OpCode.MaxPool:
                    MaxPool(stage, first, count);
                    break;
                case OpCode.Mean:
                    MeanFinish(stage, first);
                    break;
                case OpCode.Pad:
                    Pad(stage, first, count);
                    break;
                case OpCode.Reshape:
                    Reshape(stage, first, count);
                    break;
                case OpCode.Transpose:
                    Transpose(stage, first, count);
                    break;
                case OpCode.Softmax:
                    Softmax(stage, first, count);
                    break;
                case OpCode.Table:
                    Table(stage, first, count);
                    break;
                case OpCode.PRelu:
                    PRelu(stage, first, count);
                    break;
                case OpCode.Concat:
                    Concat(stage, first, count);
                    break;
                case OpCode.Resize:
                    Resize(stage, first, count);
                    break;
                default:
                    OperatorTable.All[stage.OpCode].Run(stage, first, count);
                    break;
            }
        }

        /// <summary>Adds an input row to the sums of an output row of an operator that accumulates.</summary>
        internal virtual void Accumulate(Stage stage, int inputRow, bool isFirst)
        {
            if (stage.OpCode == OpCode.Mean)
            {
                MeanAccumulate(stage, inputRow, isFirst);
            }
            else
            {
                AveragePoolAccumulate(stage, inputRow, isFirst);
            }
        }

        /// <summary>Convolution of output rows first to first + count - 1, output channels firstChannel to firstChannel + channelCount - 1.</summary>
        internal virtual void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            Reference.Conv2D.Run(stage, first, count, firstChannel, channelCount);
        }

        /// <summary>Depthwise convolution of the same range.</summary>
        internal virtual void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            Reference.DepthwiseConv2D.Run(stage, first, count, firstChannel, channelCount);
        }

        /// <summary>a + b, or a - b.</summary>
        internal virtual void Add(Stage stage, int first, int count)
        {
            Reference.Elementwise.Run(stage, first, count);
        }

        /// <summary>a * b.</summary>
        internal virtual void Mul(Stage stage, int first, int count)
        {
            Reference.Elementwise.Run(stage, first, count);
        }

        /// <summary>Average of windows.</summary>
        internal virtual void AveragePool(Stage stage, int first, int count)
        {
            Reference.Pool.Run(stage, first, count);
        }

        /// <summary>Adds an input row to the sums of an average over the whole height.</summary>
        internal virtual void AveragePoolAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            Reference.Pool.Accumulate(stage, inputRow, isFirst);
        }

        /// <summary>Divides those sums.</summary>
        internal virtual void AveragePoolFinish(Stage stage)
        {
            Reference.Pool.Finish(stage);
        }

        /// <summary>Maximum of windows.</summary>
        internal virtual void MaxPool(Stage stage, int first, int count)
        {
            Reference.Pool.Run(stage, first, count);
        }

        /// <summary>Adds an input row to the sums of a mean.</summary>
        internal virtual void MeanAccumulate(Stage stage, int inputRow, bool isFirst)
        {
            Reference.Mean.Accumulate(stage, inputRow, isFirst);
        }

        /// <summary>Requantizes those sums to output row <paramref name="outputRow"/>.</summary>
        internal virtual void MeanFinish(Stage stage, int outputRow)
        {
            Reference.Mean.Finish(stage, outputRow);
        }

        /// <summary>Constant padding.</summary>
        internal virtual void Pad(Stage stage, int first, int count)
        {
            Reference.Layout.Pad(stage, first, count);
        }

        /// <summary>Same bytes, other row length.</summary>
        internal virtual void Reshape(Stage stage, int first, int count)
        {
            Reference.Layout.Reshape(stage, first, count);
        }

        /// <summary>Permutation of H, W, C.</summary>
        internal virtual void Transpose(Stage stage, int first, int count)
        {
            Reference.Layout.Transpose(stage, first, count);
        }

        /// <summary>Softmax over channels.</summary>
        internal virtual void Softmax(Stage stage, int first, int count)
        {
            Reference.Softmax.Run(stage, first, count);
        }

        /// <summary>Table look-up.</summary>
        internal virtual void Table(Stage stage, int first, int count)
        {
            Reference.Table.Run(stage, first, count);
        }

        /// <summary>x or slope[c] * x.</summary>
        internal virtual void PRelu(Stage stage, int first, int count)
        {
            Reference.Elementwise.Run(stage, first, count);
        }

        /// <summary>Concatenation.</summary>
        internal virtual void Concat(Stage stage, int first, int count)
        {
            Reference.Layout.Concat(stage, first, count);
        }

        /// <summary>Nearest-neighbour resize.</summary>
        internal virtual void Resize(Stage stage, int first, int count)
        {
            Reference.Layout.Resize(stage, first, count);
        }

        /// <summary>What runs whole groups of a model, when the set has more than kernels; null: the executor walks them.</summary>
        internal virtual GroupRunner MakeGroupRunner(ProgramHeader header, ActivationArena arena)
        {
            return null;
        }
    }
}
