using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph.Passes;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Blocks;

/// <summary>Builds a block, converts it as a model is converted, and counts an inference.</summary>
internal static class BlockMeter
{
    private const int Samples = 4;

    /// <summary>Measures one block.</summary>
    /// <param name="design">The block.</param>
    /// <param name="request">What it is to do.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="kernels">Kernel sets that a board runs.</param>
    /// <param name="boards">Boards to predict.</param>
    /// <exception cref="Diagnostics.EdgeException">The budget is too small, or the block too large for the device.</exception>
    public static BlockFigures Measure(BlockDesign design, BlockRequest request, SramBudget budget, IReadOnlyList<string> kernels, IReadOnlyList<Board> boards)
    {
        var block = new BlockGraph(design.Name, request);
        block.Finish(design.Build(block, request, block.Input));
        var calibration = CalibrationSet.From("random inputs", block.Samples(Samples));
        GraphPasses.RunFloat(block.Graph);
        QuantizationResult quantized = Quantizer.Run(block.Graph, calibration, new QuantizerOptions { Recipe = QuantizationRecipe.Naive });
        DeviceProgram program = Lowerer.Lower(quantized.Graph, new LoweringOptions(RoundingMode.Single, false));
        var scheduler = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto);
        ScheduledBlob scheduled = ScheduledBlob.Write(budget.Bytes is int bytes ? scheduler.Build(bytes) : scheduler.BuildSmallest(budget.MostCost));
        BlobVerifier.Verify(design.Name, scheduled.Blob, scheduled.Schedule, null);
        BlobDescription description = BlobInspector.Describe(BlobFile.Load(design.Name, scheduled.Blob, new ReferenceKernels()), scheduled.Blob);
        List<ProfileReport> reports = [];
        foreach (string set in kernels)
        {
            InferenceProfile profile = ModelProfiler.Profile(design.Name, scheduled.Blob, set);
            reports.AddRange(boards.Select(board => new ProfileReport(design.Name, set, profile, board)));
        }

        return new BlockFigures(design, block.Parameters, description.Macs, scheduled.Blob.Length, scheduled.PeakSramBytes, reports);
    }
}
