using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Images;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>Post-training quantization: a float graph and calibration samples in, an int8 graph out. docs/quantization.md tells how.</summary>
internal static class Quantizer
{
    private const int EnoughSamples = 16;

    /// <summary>Quantizes a float graph.</summary>
    /// <param name="floatGraph">Float NHWC graph after the float passes; it is not changed.</param>
    /// <param name="data">Calibration samples.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <returns>A new graph: int8 activations and weights, int32 biases; the same bytes for the same arguments, whatever the number of threads.</returns>
    /// <exception cref="EdgeException">The data do not fit the model, or an operator has no int8 form.</exception>
    public static ModelGraph Quantize(ModelGraph floatGraph, CalibrationSet data, QuantizerOptions? options = null)
    {
        options ??= new QuantizerOptions();
        CheckSamples(floatGraph, data, options);
        ModelGraph graph = QuantizationPreparation.Run(floatGraph);
        Dictionary<Tensor, ActivationStatistics> statistics = StatisticsCollector.Collect(graph, data, options.Threads, share => options.Progress?.Invoke("calibrating", share));
        CheckInput(statistics[graph.Inputs[0]], data, options);
        Dictionary<Tensor, ActivationRange> ranges = statistics.ToDictionary(pair => pair.Key,
            pair => options.Method == CalibrationMethod.MinMax ? pair.Value.Range : pair.Value.Percentile(0.9999));
        return QuantizedGraphBuilder.Build(graph, ranges);
    }

    private static void CheckSamples(ModelGraph graph, CalibrationSet data, QuantizerOptions options)
    {
        int expected = graph.Inputs[0].ElementCount;
        if (data.SampleLength != expected)
        {
            throw new EdgeException(DiagnosticId.DatasetShapeMismatch, data.Source,
                $"samples have {data.SampleLength} values, but the model's input is {ShapeText.Of(graph.Inputs[0].Shape)}", "give samples of the input's shape, channels last");
        }

        if (data.Count < EnoughSamples)
        {
            options.Warn?.Invoke($"{data.Source}: only {data.Count} calibration samples; ranges from fewer than {EnoughSamples} are unreliable, 200 are a good number");
        }
    }

    private static void CheckInput(ActivationStatistics input, CalibrationSet data, QuantizerOptions options)
    {
        if (input.Range.Min == input.Range.Max)
        {
            throw new EdgeException(DiagnosticId.CalibrationConstant, data.Source, $"every value of every sample is {input.Range.Min}", "give real samples");
        }

        for (int c = 0; c < input.ChannelMin.Length; c++)
        {
            if (input.ChannelMin[c] == input.ChannelMax[c])
            {
                options.Warn?.Invoke($"{data.Source}: channel {c} of every sample is {input.ChannelMin[c]}");
            }
        }
    }
}
