using System;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Runtime.Int8.Operators;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// What the kernels of a stage do in one inference, in numbers that their cost is about linear in. The packed kernels' own questions
/// (<see cref="PackedShapes"/>) say which kernel runs; each has figures of its own.
/// </summary>
internal static class KernelWork
{
    private const int PixelsOfTile = 96;

    // Kinds that make one result at a time, and need no table for them.
    private const string PixelSums = "pixels one by one";
    private const string SingleResults = "results one by one";
    private const string DotProducts = "dot products";
    private const string FullyConnected = "fully connected";

    /// <summary>The kind of kernel, and what it does.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="blockChannels">Channels of a streamed block; 0 where weights are resident.</param>
    /// <param name="scratch">Scratch memory.</param>
    public static (string Kind, double[] Work) Of(StagePlan stage, int blockChannels, ScratchRoom scratch)
    {
        if (stage.Operator is not DeviceOperator op || op.OpCode == OpCode.Input)
        {
            return (CostModel.Around, []);
        }

        int calls = stage.Calls;
        double outputs = op.Output.Bytes;
        if (op.OpCode == OpCode.Concat ? op.ConcatAxis < 2 : IsPickOfColumns(op))
        {
            return ("copy", [op.Output.Height * (double)op.Inputs.Count, outputs, calls]);
        }

        if (!op.IsConvolution)
        {
            string name = OperatorTable.All[op.OpCode].Name;
            return op.OpCode == OpCode.LongDense ? (name, [op.Macs, outputs, calls]) : (Known(name), [outputs, op.Inputs[0].Bytes, calls]);
        }

        Stage described = KernelScratch.Describe(stage, RoundingMode.Single);
        described.Lanes = scratch.Lanes;
        described.ScratchBytes = scratch.Bytes;
        int channels = op.FoldedBias.Length;
        int block = blockChannels > 0 ? Math.Min(blockChannels, channels) : channels;
        int rows = Math.Min(stage.RowStep, op.Output.Height);
        return op.OpCode == OpCode.DepthwiseConv2D
            ? Depthwise(op, described, stage, calls, channels, block, rows)
            : Convolution(op, described, calls, channels, block, rows);
    }

    /// <summary>Results of convolutions, additions and multiplications that usually come from a table, and have none; nothing where there is one.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="kind">Its kind of kernel.</param>
    /// <param name="scratch">Scratch memory.</param>
    public static double[] WithoutTable(StagePlan stage, string kind, ScratchRoom scratch)
    {
        bool hasNone = scratch.Bytes.Length < ResultTable.End && kind is not (PixelSums or SingleResults or DotProducts or FullyConnected);
        if (!hasNone || stage.Operator is not DeviceOperator op || !(op.IsConvolution || op.OpCode is OpCode.Add or OpCode.Mul))
        {
            return [];
        }

        double results = op.Output.Bytes;
        return [op.IsConvolution ? results : 0, op.OpCode == OpCode.Add ? results : 0, op.OpCode == OpCode.Mul ? results : 0];
    }

    private static (string Kind, double[] Work) Convolution(DeviceOperator op, Stage stage, int calls, int channels, int block, int rows)
    {
        int pixels = rows * op.Output.Width;
        int blocks = (channels + block - 1) / block;
        double runs = (double)calls * blocks;
        double outputs = op.Output.Bytes;
        long products = (long)pixels * block * stage.TapsPerChannel;
        bool hasSums = PackedShapes.HasLaneSums(stage);
        if (products > PackedCosts.SomeProducts && PackedShapes.IsFullyConnected(stage))
        {
            return (FullyConnected, [op.Macs, outputs, runs]);
        }

        if (products > PackedCosts.SomeProducts && hasSums && PackedShapes.IsThreeRows(stage, block))
        {
            return ("window of 27", [op.Macs, outputs, calls * (double)op.Weights.Length, runs]);
        }

        int groupBlock = Math.Min(block, channels / stage.Groups);
        double padded = (groupBlock + 2) / 3 * 3.0 / groupBlock;
        int triples = Math.Min((groupBlock + 2) / 3, LanePointwise.MostTriples);
        int sums = PackedScratch.SumLongs(stage.TapsPerChannel, stage.LaneTaps);
        int tile = Math.Clamp((stage.Lanes.Length - LanePointwise.FirstSum - LanePointwise.BeyondSums) / (triples * sums), 1, PixelsOfTile);
        if (products <= PackedCosts.SomeProducts || !hasSums)
        {
            return Few(op, stage, calls, groupBlock, rows);
        }

        if (PackedShapes.IsPointwise(stage) && PackedShapes.HasLanesForChannels(stage, groupBlock, pixels, before: 0))
        {
            double tiles = LanePointwise.HasSums(stage) ? Math.Ceiling(pixels / (double)tile) : 1;
            return (Skipping("pointwise", op), [op.Macs * padded, outputs * padded, calls * tiles * op.Weights.Length * padded, runs * tiles, runs]);
        }

        var triplesOfPixels = new LaneTriples();
        if (PackedShapes.HasTriples(stage, groupBlock) && triplesOfPixels.Measure(stage, groupBlock, rows) >= LaneTriples.LeastPixels)
        {
            return Triples(op, triplesOfPixels, sums > 1, rows, groupBlock, runs);
        }

        if (LaneWindows.HasRoom(stage, groupBlock, pixels))
        {
            double tiles = Math.Ceiling(pixels / (double)Math.Min(tile, Math.Max(1, (stage.ScratchBytes.Length - ResultTable.End) / Math.Min(stage.TapsPerChannel, LanePointwise.Chunk))));
            long runsOfTaps = ((long)stage.TapsPerChannel + stage.LaneTaps - 1) / stage.LaneTaps;
            double gathered = outputs / op.Output.Channels * stage.Groups * stage.TapsPerChannel * Math.Ceiling(groupBlock / (double)LanePointwise.Chunk) * blocks;
            return (Skipping(sums == 1 ? "windows" : runsOfTaps <= PointRuns.MostRuns ? "windows of runs" : "wide windows", op), [op.Macs * padded, outputs * padded, calls * tiles * op.Weights.Length * padded, gathered, runs * tiles, runs]);
        }

        return Few(op, stage, calls, groupBlock, rows);
    }

    /// <summary>Kernel rows of three taps: products of whole triples and eights of channels, results of whole triples, inputs and weights packed for each tile.</summary>
    private static (string Kind, double[] Work) Triples(DeviceOperator op, LaneTriples tile, bool isWide, int rows, int block, double runs)
    {
        double width = (op.Output.Width + 2) / 3;
        double inputs = (op.Inputs[0].Channels + 7) / 8 * 8;
        double made = 3 * width / op.Output.Width;
        double tiles = Math.Ceiling(rows / (double)tile.Rows) * Math.Ceiling(width / tile.Triples);
        double packed = tiles * Math.Ceiling(block / (double)tile.Kept) * (tile.Rows + op.KernelH - 1) * (tile.Triples + 1) * inputs;
        return (isWide ? "wide triples" : "triples",
            [op.Macs * made * inputs / op.Inputs[0].Channels, op.Output.Bytes * made, runs * packed, runs * tiles * block * op.KernelH * inputs, runs]);
    }

    /// <summary>The cheapest kernel by the estimates of the packed kernels, which choose so, too; those with lanes make a table of results first.</summary>
    private static (string Kind, double[] Work) Few(DeviceOperator op, Stage stage, int calls, int block, int rows)
    {
        int channels = op.FoldedBias.Length;
        double lanes = PackedShapes.HasLaneSums(stage) ? OfBlocks(PackedCosts.OfLanes) : double.PositiveInfinity;
        double pixels = OfBlocks(PackedCosts.OfPixels);
        double single = OfBlocks(PackedCosts.OfSingle);
        double products = PackedShapes.HasDotProduct(stage, block) ? OfBlocks(PackedCosts.OfDotProduct) : double.PositiveInfinity;
        int blocks = (channels + block - 1) / block;
        return Math.Min(Math.Min(pixels, single), products) > lanes ? Lanes(op, stage, calls, blocks, rows)
            : products < Math.Min(pixels, single) ? (DotProducts, OfDotProducts(op, calls, blocks))
            : OneByOne(op, calls, blocks, pixels < single);

        double OfBlocks(Func<Stage, int, int, long> cost)
        {
            int rest = channels % block;
            return (channels / block * (double)cost(stage, rows, block)) + (rest > 0 ? cost(stage, rows, rest) : 0);
        }
    }

    /// <summary>Results of a pixel's channels one after the other, or each with all that it takes: what their taps come to, rows, calls.</summary>
    private static (string Kind, double[] Work) OneByOne(DeviceOperator op, int calls, int blocks, bool isByPixels)
    {
        double taps = op.TapsPerChannel;
        double outputs = op.Output.Bytes;
        double runs = (double)calls * blocks;
        return isByPixels
            ? (PixelSums, [outputs * (40 + (19 * op.KernelH) + (5.6 * taps)), outputs / op.Output.Channels * blocks * op.KernelH, op.Output.Height * (double)blocks, runs])
            : (SingleResults, [outputs * (73 + (op.KernelH * (37 + (5.0 * op.KernelW))) + (8.7 * taps)), runs]);
    }

    private static double[] OfDotProducts(DeviceOperator op, int calls, int blocks)
    {
        double taps = op.TapsPerChannel;
        double pixels = op.Output.Bytes / op.Output.Channels * (double)blocks;
        return [op.Output.Bytes * (33 + (13 * op.KernelH) + (2.3 * taps)), pixels * (80 + (109 * op.KernelH) + (3.6 * taps)), (double)calls * blocks];
    }

    /// <summary>Products of triples of pixels, their weights taken apart, results, calls.</summary>
    private static (string Kind, double[] Work) Lanes(DeviceOperator op, Stage stage, int calls, int blocks, int rows)
    {
        double triples = PackedShapes.IsPointwise(stage) ? ((rows * op.Output.Width) + 2) / 3 : rows * ((op.Output.Width + 2) / 3);
        int perTriple = PackedScratch.PerTriple(stage.TapsPerChannel, stage.LaneTaps, (op.FoldedBias.Length + blocks - 1) / blocks);
        double together = triples > 1 ? Math.Clamp(stage.Lanes.Length / perTriple, 1, PackedCosts.MostTogether) : PackedCosts.MostTogether;
        double taps = stage.TapsPerChannel;
        double channels = op.FoldedBias.Length;
        return ("lanes of few",
            [calls * triples * taps * channels, calls * triples * taps * blocks, calls * Math.Ceiling(triples / together) * taps * channels, calls * triples * channels, (double)calls * blocks]);
    }

    private static (string Kind, double[] Work) Depthwise(DeviceOperator op, Stage stage, StagePlan plan, int calls, int channels, int block, int rows)
    {
        bool isInRing = plan.Inputs[0].RingRows < op.Inputs[0].Height;
        double runs = calls * Math.Ceiling(channels / (double)block);
        double pixels = PackedCosts.OfPixels(stage, rows, block);
        bool hasLanes = PackedShapes.HasLaneSums(stage) && stage.LaneTaps >= stage.TapsPerChannel;
        bool hasKernel = hasLanes && PackedShapes.HasDepthwiseKernel(stage) && (pixels > PackedCosts.ManyPixels || PackedCosts.OfBlocks(stage, rows, block) < pixels);
        if (!hasKernel)
        {
            double single = PackedCosts.OfSingle(stage, rows, block);
            bool isWrapped = isInRing && LaneDepthwiseLine.IsColumn(stage);
            double lines = hasLanes && !isWrapped ? PackedCosts.OfLines(stage, rows, block) : double.PositiveInfinity;
            return lines < pixels ? ("depthwise lines", [runs * lines, runs]) : OneByOne(op, calls, (channels + block - 1) / block, pixels < single);
        }

        if (!isInRing && rows == op.Output.Height && NarrowDepthwise.HasShape(stage))
        {
            // Words of columns go down all rows, strip by strip; each reads the columns that the kernel sees beside it, too.
            int width = op.Output.Width;
            int strips = NarrowDepthwise.Strips(width);
            double steps = (double)op.Inputs[0].Height * channels * strips;
            double columns = op.Inputs[0].Width + ((strips - 1) * (op.KernelW - 1.0));
            return ($"narrow depthwise {op.KernelH}x{op.KernelW} stride {op.StrideW}",
                [op.Macs * ((width + 2) / 3 * 3.0) / width, columns / strips * steps, steps, op.Output.Bytes, (double)channels * strips, runs]);
        }

        if (OctetDepthwise.Fits(stage, rows, block))
        {
            return Octets(op, calls, channels, block, rows);
        }

        // A triple of columns goes down the rows of a call, a few at a time; those above have been seen before, but not by another call.
        int most = op.KernelH == 3 || (op.KernelH == 5 && op.StrideW == 1) ? 3 : 2;
        double triples = (op.Output.Width + 2) / 3;
        double takes = calls * Math.Ceiling(rows / (double)most) * channels;
        double packed = calls * InputRows(op, rows) * triples * channels;
        return ($"depthwise {op.KernelH}x{op.KernelW} stride {op.StrideW}", [op.Macs / (double)op.Output.Width * triples * 3, takes, takes * triples, runs, packed]);
    }

    /// <summary>Eight channels of three rows at a time: products of whole ones, those made again included; what each begins with, and what eight channels of a call begin with.</summary>
    private static (string Kind, double[] Work) Octets(DeviceOperator op, int calls, int channels, int block, int rows)
    {
        double blocks = Math.Ceiling(channels / (double)block);
        double octets = calls * blocks * Math.Ceiling(block / (double)OctetDepthwise.Channels);
        double triples = octets * Math.Ceiling(rows / (double)OctetDepthwise.Rows);
        double made = triples * OctetDepthwise.Rows * OctetDepthwise.Channels * op.Output.Width * op.TapsPerChannel;
        return ($"octet depthwise {op.KernelH}x{op.KernelW} stride {op.StrideW}", [made, triples, octets, calls * blocks]);
    }

    /// <summary>Rows inside the image that a call of so many output rows reads, on average.</summary>
    private static double InputRows(DeviceOperator op, int rows)
    {
        int read = 0;
        int calls = 0;
        for (int first = 0; first < op.Output.Height; first += rows)
        {
            int last = Math.Min(first + rows, op.Output.Height) - 1;
            int top = Math.Max((first * op.StrideH) - op.PadTop, 0);
            int bottom = Math.Min((last * op.StrideH) - op.PadTop + op.KernelH, op.Inputs[0].Height);
            read += Math.Max(bottom - top, 0);
            calls++;
        }

        return read / (double)calls;
    }

    /// <summary>Columns picked for a strip.</summary>
    private static bool IsPickOfColumns(DeviceOperator op)
    {
        return op.OpCode == OpCode.Select && op.StrideH == 1 && op.StrideW == 1 && op.ChannelMultiplier == 1 && op.Output.Channels == op.Inputs[0].Channels;
    }

    /// <summary>Skipping zeros takes time by what the inputs are, and has figures of its own: those of the samples that were counted.</summary>
    private static string Skipping(string kind, DeviceOperator op) => op.SkipsZeros ? kind + " skipping zeros" : kind;

    /// <summary>The operator's own figures, or those of all others.</summary>
    private static string Known(string name) => CostFigures.Has(name) ? name : "other";
}
