using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Scheduling;

/// <summary>Kernels that compute nothing: the executor walks a schedule and reads its weights, and that is all.</summary>
internal sealed class IdleKernels : KernelSet
{
    /// <inheritdoc/>
    public override string Name => "idle";

    /// <inheritdoc/>
    public override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
    }

    /// <inheritdoc/>
    public override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
    }

    /// <inheritdoc/>
    public override void Add(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void Mul(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void AveragePool(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void AveragePoolAccumulate(Stage stage, int inputRow, bool isFirst)
    {
    }

    /// <inheritdoc/>
    public override void AveragePoolFinish(Stage stage)
    {
    }

    /// <inheritdoc/>
    public override void MaxPool(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void MeanAccumulate(Stage stage, int inputRow, bool isFirst)
    {
    }

    /// <inheritdoc/>
    public override void MeanFinish(Stage stage, int outputRow)
    {
    }

    /// <inheritdoc/>
    public override void Pad(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void Reshape(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void Transpose(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void Softmax(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void Table(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void PRelu(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void Concat(Stage stage, int first, int count)
    {
    }

    /// <inheritdoc/>
    public override void Resize(Stage stage, int first, int count)
    {
    }
}
