using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>What a stage needs of the int pools.</summary>
internal static class StageMemory
{
    /// <summary>Biases, multipliers and shifts of the channels held; exponentials; index maps.</summary>
    public static int ParameterInts(StagePlan stage)
    {
        if (stage.Operator is not DeviceOperator op)
        {
            return 0;
        }

        return op.IsConvolution
            ? 3 * (stage.IsStreamed ? stage.BlockChannels : op.Output.Channels)
            : op.Exponentials.Length + op.IndexMaps.Length;
    }

    /// <summary>Sums of means, and of averages over the whole height.</summary>
    public static int AccumulatorInts(StagePlan stage)
    {
        if (stage.Operator is not DeviceOperator op)
        {
            return 0;
        }

        bool isWholeHeight = op.OpCode == OpCode.AveragePool && op.Output.Height == 1 && op.PadTop == 0
            && op.KernelH == op.Inputs[0].Height;
        return op.OpCode == OpCode.Mean || isWholeHeight ? op.Output.RowBytes : 0;
    }
}
