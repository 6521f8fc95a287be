using System;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Rough cost of a stage in weighted interpreter instructions, for choosing between schedules; <c>edge profile</c> counts the
/// real ones. Figures follow the measured kernels of docs/cost-model.md.
/// </summary>
internal static class CostModel
{
    /// <summary>Instructions for a call to the weight source, whatever its length.</summary>
    private const double PerRead = 6000;

    /// <summary>Instructions for each byte read.</summary>
    private const double PerByte = 1;

    /// <summary>Decoding bias, multiplier and shift of a channel.</summary>
    private const double PerParameter = 2000;

    private const double PerCall = 15000;
    private const double PerMac = 90;
    private const double PerDepthwiseMac = 150;
    private const double PerPlainMac = 400; // two array elements, a subtraction, a product and a sum, four to a loop
    private const double PerWeightLoad = 270;
    private const double PerPackedByte = 330;

    /// <summary>Depthwise: taking up a channel in a call, and going down three columns of a row that the call before has seen.</summary>
    private const double PerChannelCall = 5000;
    private const double PerRepeatedTriple = 2500;
    private const double PerOutput = 450;
    private const double PerMovedByte = 300;

    /// <summary>Copying pixels that lie one behind the other: a native call for each input and row.</summary>
    private const double PerCopiedRow = 4000;

    /// <summary>Cost of a stage in one inference, weights streamed by <paramref name="blockChannels"/>, or resident when that is 0.</summary>
    public static double Of(StagePlan stage, int blockChannels)
    {
        if (stage.Operator is not DeviceOperator op || op.OpCode == OpCode.Input)
        {
            return stage.Output.Tensor.Bytes * PerMovedByte;
        }

        double calls = stage.Calls * PerCall;
        if (op.OpCode == OpCode.LongDense)
        {
            return calls + (op.Macs * PerPlainMac) + (BytesRead(stage, false) * PerByte) + ((double)op.FoldedBias.Length * op.Inputs[0].Height * PerRead);
        }

        if (IsCopy(op))
        {
            return calls + (op.Output.Height * (double)op.Inputs.Count * PerCopiedRow) + (op.Output.Bytes * PerByte);
        }

        if (!op.IsConvolution)
        {
            return calls + (op.Output.Bytes * (double)PerOutput) + (op.Inputs[0].Bytes * PerMovedByte / 2);
        }

        // Three pixels share a multiplication; what is left over in the last three of a call is wasted.
        int pixels = op.Output.Width * stage.RowStep;
        double waste = (pixels + 2) / 3 * 3.0 / pixels;
        double perMac = op.OpCode == OpCode.DepthwiseConv2D ? PerDepthwiseMac : PerMac;
        double tiles = Math.Max(1, pixels / (3.0 * PackedScratch.UsefulTriples));
        double loads = stage.Calls * tiles * op.Weights.Length * PerWeightLoad;

        // Inputs are packed into lanes anew for each block of output channels.
        int blocks = blockChannels > 0 ? (op.FoldedBias.Length + blockChannels - 1) / blockChannels : 1;
        double triples = (op.Output.Width + 2) / 3;
        double packing = op.OpCode == OpCode.DepthwiseConv2D
            ? stage.Calls * op.Output.Channels * (PerChannelCall + (Math.Max(op.KernelH - op.StrideH, 0) * triples * PerRepeatedTriple))
            : (double)op.Macs / op.FoldedBias.Length * blocks * PerPackedByte;
        return calls + loads + packing + (op.Macs * perMac * waste) + (op.Output.Bytes * PerOutput * waste) + Reading(stage, op, blockChannels);
    }

    /// <summary>The part of a convolution's cost that is not its kernel's: calls, and reading and decoding weights.</summary>
    public static double Around(StagePlan stage, int blockChannels) => (stage.Calls * PerCall) + Reading(stage, stage.Operator!, blockChannels);

    /// <summary>Columns picked for a strip, and strips put together.</summary>
    private static bool IsCopy(DeviceOperator op)
    {
        return (op.OpCode == OpCode.Concat && op.ConcatAxis < 2)
            || (op.OpCode == OpCode.Select && op.StrideH == 1 && op.StrideW == 1 && op.ChannelMultiplier == 1 && op.Output.Channels == op.Inputs[0].Channels);
    }

    /// <summary>Weight bytes read in one inference, parameters included, if no block is found in the window again.</summary>
    private static long BytesRead(StagePlan stage, bool isStreamed)
    {
        if (stage.Operator is not DeviceOperator op)
        {
            return stage.OpCode == OpCode.Constant ? stage.Output.Tensor.Bytes : 0;
        }

        long tables = op.Table is null ? 0 : BlobFormat.TableEntries;
        long once = (long)op.Weights.Length + ((long)BlobFormat.ParameterBytes * op.FoldedBias.Length);
        return tables + (4L * op.Exponentials.Length) + (2L * op.IndexMaps.Length) + (once * Passes(stage, isStreamed));
    }

    /// <summary>How often a stage's weights are read: once when resident, else for each call.</summary>
    private static int Passes(StagePlan stage, bool isStreamed)
    {
        return isStreamed ? Math.Max(stage.Calls, 1) : 1;
    }

    private static double Reading(StagePlan stage, DeviceOperator op, int blockChannels)
    {
        bool isStreamed = blockChannels > 0;
        int blocks = isStreamed ? (op.FoldedBias.Length + blockChannels - 1) / blockChannels : 4;
        int passes = Passes(stage, isStreamed);
        return (passes * blocks * PerRead) + (BytesRead(stage, isStreamed) * PerByte) + (passes * (double)op.FoldedBias.Length * PerParameter);
    }
}
