using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Blocks;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;

namespace Edge.Benchmarks.Networks;

/// <summary>Small networks with random weights, built here: what they cost needs no training, and no files.</summary>
internal static class BuiltNetwork
{
    private const int BudgetBytes = 64 * 1024;
    private const int Samples = 4;

    private static readonly Dictionary<string, Func<BlockGraph>> s_networks = new()
    {
        ["narrow_mbconv"] = Narrow,
        ["digits_3x3"] = Digits,
        ["keywords_1d"] = Keywords,
    };

    /// <summary>Names of all.</summary>
    public static IReadOnlyCollection<string> Names => s_networks.Keys;

    /// <summary>Converts one within 64 KB.</summary>
    public static byte[] MakeBlob(string name)
    {
        var scheduler = new RowFusedScheduler(Program(name), OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto);
        return ScheduledBlob.Write(scheduler.Build(BudgetBytes)).Blob;
    }

    /// <summary>Quantizes one, without a schedule.</summary>
    public static DeviceProgram Program(string name)
    {
        BlockGraph network = s_networks[name]();
        var calibration = CalibrationSet.From("random inputs", network.Samples(Samples));
        GraphPasses.RunFloat(network.Graph);
        QuantizationResult quantized = Quantizer.Run(network.Graph, calibration, new QuantizerOptions { Recipe = QuantizationRecipe.Naive });
        return Lowerer.Lower(quantized.Graph, new LoweringOptions(RoundingMode.Single, false));
    }

    /// <summary>MBConv of 4 to 16 channels on a picture of 32x32.</summary>
    private static BlockGraph Narrow()
    {
        BlockGraph graph = Begin("narrow_mbconv", 32, 32, 3);
        Tensor value = graph.Convolution(graph.Input, 8, 3, 2, true);
        foreach ((int expanded, int output, int stride) in new[] { (16, 4, 1), (16, 8, 2), (24, 8, 1), (24, 12, 2), (36, 16, 1) })
        {
            value = graph.Convolution(value, expanded, 1, 1, true);
            value = graph.Depthwise(value, 3, stride);
            value = graph.Convolution(value, output, 1, 1, false);
        }

        return End(graph, value, 10);
    }

    /// <summary>Plain 3x3 convolutions of 8 to 24 channels on a digit of 32x20.</summary>
    private static BlockGraph Digits()
    {
        BlockGraph graph = Begin("digits_3x3", 32, 20, 1);
        Tensor value = graph.Convolution(graph.Input, 8, 3, 1, true);
        value = graph.Convolution(value, 12, 3, 2, true);
        value = graph.Convolution(value, 16, 3, 2, true);
        value = graph.Convolution(value, 24, 3, 2, true);
        return End(graph, value, 11);
    }

    /// <summary>Depthwise 9x1 and pointwise of 24 to 32 channels on 98 frames of 20 coefficients.</summary>
    private static BlockGraph Keywords()
    {
        BlockGraph graph = Begin("keywords_1d", 98, 1, 20);
        Tensor value = graph.Column(graph.Input, 24, 3, 2);
        foreach ((int output, int stride) in new[] { (32, 1), (32, 2), (32, 1), (32, 2) })
        {
            value = graph.DepthwiseColumn(value, 9, stride);
            value = graph.Convolution(value, output, 1, 1, true);
        }

        return End(graph, value, 12);
    }

    private static BlockGraph Begin(string name, int height, int width, int channels) =>
        new(name, new BlockRequest(channels, 1, height, width, 3, 1, 1, 4, 1));

    /// <summary>Mean over the image, then one score for each class.</summary>
    private static BlockGraph End(BlockGraph graph, Tensor value, int classes)
    {
        graph.Finish(graph.Convolution(graph.Mean(value), classes, 1, 1, false));
        return graph;
    }
}
