using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Blob;

/// <summary>Kernels that compute nothing: the executor walks a schedule and reads its weights, and that is all.</summary>
internal sealed class IdleKernels : KernelSet
{
    /// <inheritdoc/>
    public override string Name => "idle";

    /// <inheritdoc/>
    internal override void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
    }

    /// <inheritdoc/>
    internal override void Accumulate(Stage stage, int inputRow, bool isFirst)
    {
    }
}
