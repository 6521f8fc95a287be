using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;

namespace Edge.ModelTools.Evaluation;

/// <summary>An evaluation as JSON. Scripts rely on count, top1, referenceTop1 and agreement, which are shares of 1 or null.</summary>
internal static class EvaluationJson
{
    /// <summary>Writes one JSON object.</summary>
    /// <param name="withConfusion">Whether to write the confusion matrix, which is large where there are many classes.</param>
    public static void Write(EvaluationResult result, bool withConfusion, TextWriter output)
    {
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                count = result.Count,
                top1 = Share(result.Int8?.Top1, result.Count),
                top1Interval = Interval(result.Int8?.Top1, result.Count),
                top5 = Share(result.Int8?.Top5, result.Count),
                top5Interval = Interval(result.Int8?.Top5, result.Count),
                referenceTop1 = Share(result.Reference?.Top1, result.Count),
                referenceTop1Interval = Interval(result.Reference?.Top1, result.Count),
                referenceTop5 = Share(result.Reference?.Top5, result.Count),
                referenceTop5Interval = Interval(result.Reference?.Top5, result.Count),
                agreement = Share(result.Agreeing, result.Count),
                agreementInterval = Interval(result.Agreeing, result.Count),
                confusion = withConfusion ? result.Confusion : null,
                samplesPerSecond = Math.Round(result.SamplesPerSecond, 1),
                referenceSamplesPerSecond = result.ReferenceSamplesPerSecond is double rate ? Math.Round(rate, 1) : (double?)null,
                kernels = result.Kernels,
                checkedKernels = result.CheckedKernels,
                checkedSamples = result.CheckedSamples,
                inputSaturation = result.Input?.Saturation,
                layerSamples = result.LayerSamples,
                layers = result.Layers.Select(Layer),
                worst = LayerRanking.Worst(result.Layers).Select(layer => layer.Tensor),
            },
            JsonOutput.Options));
    }

    private static object Layer(LayerError layer)
    {
        return new
        {
            tensor = layer.Tensor,
            kind = layer.Kind,
            sqnrDb = double.IsFinite(layer.SqnrDecibels) ? layer.SqnrDecibels : (double?)null,
            cosine = layer.Cosine,
            saturation = layer.SaturationShare,
            usedSteps = layer.UsedSteps,
            floatRange = new[] { layer.FloatRange.Min, layer.FloatRange.Max },
            int8Range = new[] { layer.Int8Range.Min, layer.Int8Range.Max },
            channels = layer.Channels,
            deadChannels = layer.DeadChannels,
            lostChannels = layer.LostChannels,
            rescaledChannels = layer.RescaledChannels,
            cause = JsonNamingPolicy.CamelCase.ConvertName(layer.Cause.ToString()),
            reason = layer.Reason,
            hint = layer.Hint,
        };
    }

    private static double? Share(int? successes, int count) => (double?)successes / count;

    private static double[]? Interval(int? successes, int count)
    {
        return successes is int known && WilsonInterval.Of(known, count) is var interval ? [interval.Low, interval.High] : null;
    }
}
