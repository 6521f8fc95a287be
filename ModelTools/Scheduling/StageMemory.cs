using System;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>What a stage needs of the int pools and of the window.</summary>
internal static class StageMemory
{
    /// <summary>Numbers that stay for a group come through the window; where there is room, in pieces of up to this many bytes.</summary>
    private const int MostNumberBytes = 1024;

    /// <summary>Biases, multipliers and shifts of the channels held; exponentials; index maps.</summary>
    public static int ParameterInts(StagePlan stage)
    {
        return ParameterInts(stage.Operator, stage.IsStreamed ? stage.BlockChannels : 0);
    }

    /// <summary>The same for an operator whose weights are streamed by <paramref name="blockChannels"/>, or resident when that is 0.</summary>
    public static int ParameterInts(DeviceOperator? op, int blockChannels)
    {
        if (op is null)
        {
            return 0;
        }

        return op.OpCode == OpCode.LongDense ? 3 * op.Output.Channels
            : op.IsConvolution
            ? 3 * (blockChannels == 0 ? op.Output.Channels : blockChannels)
            : op.Exponentials.Length + op.IndexMaps.Length;
    }

    /// <summary>Bytes of the window that a group needs for a stage: a block of streamed weights; pieces of those of a long row.</summary>
    /// <param name="op">Its operator.</param>
    /// <param name="blockChannels">Channels of a block; 0 where weights are resident, or there are none.</param>
    /// <param name="mostBytes">No more than this, but for a block.</param>
    public static int WindowBytes(DeviceOperator? op, int blockChannels, int mostBytes)
    {
        int bytes = op is null ? 0
            : op.OpCode == OpCode.LongDense ? op.Inputs[0].RowBytes
            : blockChannels > 0 ? blockChannels * WeightBlocks.ChannelBytes(op)
            : Math.Min(sizeof(int) * Math.Max(op.FoldedBias.Length, op.Exponentials.Length + op.IndexMaps.Length), MostNumberBytes);
        return Math.Max(blockChannels > 0 ? bytes : Math.Min(bytes, mostBytes), BlobFormat.MinWindowBytes);
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
        return op.OpCode is OpCode.Mean or OpCode.LongDense || isWholeHeight ? op.Output.RowBytes : 0;
    }
}
