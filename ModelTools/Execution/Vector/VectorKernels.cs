using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Reference;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>
/// Kernels for the desktop: vector instructions on packed copies of the weights. The same bytes as
/// <see cref="ReferenceKernels"/> on every machine. Not for several threads at once: one set for each model instance.
/// </summary>
internal sealed class VectorKernels : KernelSet
{
    private readonly VectorConvolution _convolution = new();
    private readonly VectorDepthwise _depthwise = new();
    private readonly VectorElementwise _elementwise = new();
    private readonly VectorReduction _reduction = new();

    /// <inheritdoc/>
    public override string Name => "vector";

    /// <inheritdoc/>
    internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        _convolution.Run(stage, stage.Groups, first, count, firstChannel, channelCount);
    }

    /// <inheritdoc/>
    internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        if (stage.ChannelMultiplier == 1)
        {
            _depthwise.Run(stage, first, count, firstChannel, channelCount);
        }
        else
        {
            _convolution.Run(stage, stage.Input.Channels, first, count, firstChannel, channelCount);
        }
    }

    /// <inheritdoc/>
    internal override void Add(Stage stage, int first, int count) => _elementwise.Run(stage, first, count);

    /// <inheritdoc/>
    internal override void Mul(Stage stage, int first, int count) => _elementwise.Run(stage, first, count);

    /// <inheritdoc/>
    internal override void AveragePool(Stage stage, int first, int count) => _reduction.Run(stage, first, count);

    /// <inheritdoc/>
    internal override void AveragePoolAccumulate(Stage stage, int inputRow, bool isFirst) => VectorReduction.AccumulateAverage(stage, inputRow, isFirst);

    /// <inheritdoc/>
    internal override void MaxPool(Stage stage, int first, int count) => _reduction.Run(stage, first, count);

    /// <inheritdoc/>
    internal override void MeanAccumulate(Stage stage, int inputRow, bool isFirst)
    {
        if ((stage.ReducedAxes & Mean.AxisC) == 0)
        {
            VectorReduction.AccumulateMean(stage, inputRow, isFirst);
        }
        else
        {
            base.MeanAccumulate(stage, inputRow, isFirst);
        }
    }

    /// <inheritdoc/>
    internal override void Pad(Stage stage, int first, int count) => VectorLayout.Pad(stage, first, count);

    /// <inheritdoc/>
    internal override void Reshape(Stage stage, int first, int count) => VectorLayout.Reshape(stage, first, count);

    /// <inheritdoc/>
    internal override void Table(Stage stage, int first, int count)
    {
        for (int oy = first; oy < first + count; oy++)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            ResultRows.Look(
                stage.Table.AsSpan(stage.TableOffset, 256),
                input.RowArray(oy).AsSpan(input.RowOffset(oy), output.RowBytes),
                output.RowArray(oy).AsSpan(output.RowOffset(oy), output.RowBytes));
        }
    }

    /// <inheritdoc/>
    internal override void PRelu(Stage stage, int first, int count) => _elementwise.Run(stage, first, count);

    /// <inheritdoc/>
    internal override void Concat(Stage stage, int first, int count) => VectorLayout.Concat(stage, first, count);

    /// <inheritdoc/>
    internal override void Resize(Stage stage, int first, int count) => VectorLayout.Resize(stage, first, count);
}
