using System;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Rough cost of a stage where firmware holds the native kernels, in the unit of <see cref="CostModel"/>: calls and products cost a
/// fraction of what the interpreter takes for them, and reading weights, which stays interpreted, what it always does.
/// </summary>
internal static class NativeCostModel
{
    /// <summary>A native instruction in interpreted ones: 5.6 ns and 9 ns on an ESP32-S3, both estimated.</summary>
    private const double Unit = 0.6;

    // Counted on RV32IMC: Tests/Benchmarks/Native.
    private const double PerCall = 900;
    private const double PerMac = 2.9;
    private const double PerDepthwiseMac = 3.5;
    private const double PerChannelCall = 115;
    private const double PerOutput = 40;
    private const double PerMovedByte = 5;

    // Counted on meter_digits: 17 blocks in one group; four of them held instead; 19 groups instead of one.

    /// <summary>Interpreted instructions for a block of weights that is asked for and read.</summary>
    private const double PerBlock = 9000;

    /// <summary>The same for weights that are held, which are read in two pieces and decoded by three native calls.</summary>
    private const double PerHeld = 25600;
    private const double PerByte = 1;

    /// <summary>Interpreted instructions for a group, which is begun and logged, beside its stages.</summary>
    public const double PerGroup = 12000;

    /// <summary>Cost of a stage in one inference, weights streamed by <paramref name="blockChannels"/>, or resident when that is 0.</summary>
    public static double Of(StagePlan stage, int blockChannels)
    {
        if (stage.Operator is not DeviceOperator op)
        {
            return stage.Output.Tensor.Bytes * PerMovedByte * Unit;
        }

        double calls = Math.Max(stage.Calls, 1);
        if (!op.IsConvolution)
        {
            return ((calls * PerCall) + (op.Output.Bytes * PerOutput)) * Unit;
        }

        bool isDepthwise = op.OpCode == OpCode.DepthwiseConv2D;
        int channels = op.FoldedBias.Length;
        int blocks = blockChannels > 0 ? (channels + blockChannels - 1) / blockChannels : 1;
        double native = (calls * blocks * PerCall) + (op.Macs * (isDepthwise ? PerDepthwiseMac : PerMac)) + (op.Output.Bytes * PerOutput)
            + (isDepthwise ? calls * channels * PerChannelCall : 0);
        double passes = blockChannels > 0 ? calls : 1;
        double bytes = op.Weights.Length + ((double)BlobFormat.ParameterBytes * channels) + (op.Table is null ? 0 : BlobFormat.TableEntries);
        return (native * Unit) + (passes * ((blockChannels > 0 ? blocks * PerBlock : PerHeld) + (bytes * PerByte)));
    }
}
