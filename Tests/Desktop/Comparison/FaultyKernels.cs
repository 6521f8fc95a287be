using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.Tests.Desktop.Comparison;

/// <summary>Packed kernels whose third convolution gives one wrong value.</summary>
internal sealed class FaultyKernels : PackedKernels
{
    private const int FaultyOperator = 2;

    /// <inheritdoc/>
    internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        base.Conv2D(stage, first, count, firstChannel, channelCount);
        if (stage.OperatorId >= FaultyOperator && first == 0 && firstChannel == 0)
        {
            stage.Output.RowArray(0)[stage.Output.RowOffset(0)] ^= 2;
        }
    }
}
