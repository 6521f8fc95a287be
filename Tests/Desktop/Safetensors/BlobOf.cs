using System;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;

namespace Edge.Tests.Desktop.Safetensors;

/// <summary>Converts graphs to blobs on the calibration data that come with the tool.</summary>
internal static class BlobOf
{
    private const int Samples = 8;

    /// <summary>The blob of a float graph whose passes have run.</summary>
    /// <param name="calibration">Null for the 32x20x3 samples of the meter digits.</param>
    public static byte[] Graph(ModelGraph graph, string? calibration = null)
    {
        return ModelConverter.Convert(graph, new ConversionOptions
        {
            CalibrationPath = calibration ?? Path.Combine(AppContext.BaseDirectory, "Demo", "calibration"),
            CalibrationLimit = Samples,
            Normalisation = new Normalisation([1 / 127.5f], [-1]),
            Quantizer = new QuantizerOptions { Recipe = QuantizationRecipe.Naive },
        }).Blob;
    }

    /// <summary>Takes out of a graph what depends on the names and the numbering of its source, but not what it computes.</summary>
    public static ModelGraph Anonymous(ModelGraph graph)
    {
        graph.Name = "network";
        graph.Labels = [];
        var renamed = new HashSet<Tensor>();
        int count = 0;
        foreach (Operator op in graph.Operators)
        {
            op.Name = $"operator{count}";
            op.SourceIndex = count;
            foreach (Tensor tensor in (IEnumerable<Tensor>)[.. op.Inputs, .. op.Outputs])
            {
                if (renamed.Add(tensor))
                {
                    tensor.Name = $"tensor{renamed.Count}";
                }
            }

            count++;
        }

        graph.SourceInputs[0] = graph.SourceInputs[0] with { Name = "input" };
        graph.SourceOutputs[0] = graph.SourceOutputs[0] with { Name = "output" };
        return graph;
    }
}
