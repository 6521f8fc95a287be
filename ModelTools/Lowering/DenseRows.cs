using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// A fully connected layer with more outputs than an array holds: a layer for each row of the output, and a concatenation of the rows. Each reads
/// the same input and has weights of its own, so that no more is read or computed than by one.
/// </summary>
internal static class DenseRows
{
    /// <summary>Adds the layers.</summary>
    /// <param name="context">The lowering.</param>
    /// <param name="whole">The layer, complete but for its lanes; its output is a column of rows.</param>
    public static void Add(LoweringContext context, DeviceOperator whole)
    {
        DeviceTensor[] rows = [.. Enumerable.Range(0, whole.Output.Height).Select(row => AddRow(context, whole, row))];
        for (int level = 0; rows.Length > BlobFormat.MaxInputs; level++)
        {
            rows = [.. rows.Chunk(BlobFormat.MaxInputs).Select((parts, i) => parts.Length == 1 ? parts[0] : Join(context, whole, parts, $"rows {level}.{i}"))];
        }

        context.Add(new DeviceOperator(OpCode.Concat, $"{whole.Name} rows", rows, whole.Output)
        {
            Location = whole.Location,
            SourceIndex = whole.SourceIndex,
            KindName = whole.KindName,
            ConcatAxis = 0,
        });
    }

    private static DeviceTensor AddRow(LoweringContext context, DeviceOperator whole, int row)
    {
        int channels = whole.Output.RowBytes;
        int first = row * channels;
        int taps = whole.TapsPerChannel;
        var piece = new DeviceOperator(whole.OpCode, $"{whole.Name} row {row}", whole.Inputs, Column(whole, $"row {row}", 1))
        {
            Location = whole.Location,
            KindName = whole.KindName,
            KernelH = whole.KernelH,
            KernelW = whole.KernelW,
            WeightZeroPoint = whole.WeightZeroPoint,
            ResultZeroPoint = whole.ResultZeroPoint,
            ActivationMin = whole.ActivationMin,
            ActivationMax = whole.ActivationMax,
            Weights = whole.Weights[(first * taps)..((first + channels) * taps)],
            FoldedBias = whole.FoldedBias[first..(first + channels)],
            ChannelMultipliers = whole.ChannelMultipliers[first..(first + channels)],
        };
        piece.LaneTaps = LaneRuns.Longest(piece);
        context.Add(piece);
        return piece.Output;
    }

    private static DeviceTensor Join(LoweringContext context, DeviceOperator whole, IReadOnlyList<DeviceTensor> parts, string suffix)
    {
        DeviceTensor joined = Column(whole, suffix, parts.Sum(part => part.Height));
        context.Add(new DeviceOperator(OpCode.Concat, $"{whole.Name} {suffix}", parts, joined) { Location = whole.Location, KindName = "Concat", ConcatAxis = 0 });
        return joined;
    }

    private static DeviceTensor Column(DeviceOperator whole, string suffix, int height)
    {
        return new DeviceTensor($"{whole.Output.Name} {suffix}", height, 1, whole.Output.RowBytes, whole.Output.Scale, whole.Output.ZeroPoint);
    }
}
