using Edge.ModelTools.Execution.Vector;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Profiling;

/// <summary>Computes with the fastest kernels here and adds up what the native ones would execute on RV32IMC.</summary>
internal sealed class NativeCostKernels : Runtime.Int8.Kernels.KernelSet
{
    private readonly VectorKernels _kernels = new();

    /// <summary>Instructions so far.</summary>
    public double Instructions { get; private set; }

    /// <inheritdoc/>
    public override string Name => Execution.KernelSets.Native;

    /// <inheritdoc/>
    internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        Instructions += NativeInstructions.OfRows(stage, count, channelCount);
        _kernels.Conv2D(stage, first, count, firstChannel, channelCount);
    }

    /// <inheritdoc/>
    internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        Instructions += NativeInstructions.OfRows(stage, count, channelCount);
        _kernels.DepthwiseConv2D(stage, first, count, firstChannel, channelCount);
    }

    /// <inheritdoc/>
    internal override void Add(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.Add(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void Mul(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.Mul(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void AveragePool(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.AveragePool(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void AveragePoolAccumulate(Stage stage, int inputRow, bool isFirst)
    {
        Instructions += NativeInstructions.OfSums(stage);
        _kernels.AveragePoolAccumulate(stage, inputRow, isFirst);
    }

    /// <inheritdoc/>
    internal override void AveragePoolFinish(Stage stage)
    {
        Instructions += NativeInstructions.OfRows(stage, 1, 0);
        _kernels.AveragePoolFinish(stage);
    }

    /// <inheritdoc/>
    internal override void MaxPool(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.MaxPool(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void MeanAccumulate(Stage stage, int inputRow, bool isFirst)
    {
        Instructions += NativeInstructions.OfSums(stage);
        _kernels.MeanAccumulate(stage, inputRow, isFirst);
    }

    /// <inheritdoc/>
    internal override void MeanFinish(Stage stage, int outputRow)
    {
        Instructions += NativeInstructions.OfRows(stage, 1, 0);
        _kernels.MeanFinish(stage, outputRow);
    }

    /// <inheritdoc/>
    internal override void Pad(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.Pad(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void Reshape(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.Reshape(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void Transpose(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.Transpose(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void Softmax(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.Softmax(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void Table(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.Table(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void PRelu(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.PRelu(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void Concat(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.Concat(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void Resize(Stage stage, int first, int count)
    {
        Instructions += NativeInstructions.OfRows(stage, count, 0);
        _kernels.Resize(stage, first, count);
    }
}
