using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Desktop.Quantization;

namespace Edge.Tests.Desktop.Inspection;

/// <summary>A small MobileNetV3, made once for these tests.</summary>
internal static class ScheduledNetwork
{
    /// <summary>The lowered program.</summary>
    public static DeviceProgram Program { get; } = Lower();

    /// <summary>The smallest schedule, or one for a budget.</summary>
    public static ScheduledProgram Schedule(int? budget)
    {
        var scheduler = new RowFusedScheduler(Program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill);
        return budget is int bytes ? scheduler.Build(bytes) : scheduler.BuildSmallest();
    }

    /// <summary>The blob of a schedule.</summary>
    public static byte[] Blob(int? budget) => BlobWriter.Write(Schedule(budget).Schedule);

    /// <summary>The memory map of a schedule's blob, as <c>edge inspect</c> reads it.</summary>
    public static SramMap Map(ScheduledBlob scheduled)
    {
        Int8Model model = BlobFile.Load("network.edge8", scheduled.Blob, new ReferenceKernels());
        return SramMap.Of(BlobInspector.Describe(model, scheduled.Blob));
    }

    private static DeviceProgram Lower()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(1);
        ModelGraph quantized = Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 8, 5), new QuantizerOptions { Recipe = QuantizationRecipe.Naive });
        return Lowerer.Lower(quantized, new LoweringOptions(RoundingMode.Single, IsTflite: false));
    }
}
