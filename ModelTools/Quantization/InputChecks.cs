using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Images;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>Checks calibration samples against the model before and after the first run over them.</summary>
internal static class InputChecks
{
    /// <summary>Ranges from fewer samples than this are a matter of luck.</summary>
    public const int EnoughSamples = 16;

    /// <summary>Checks number and size of the samples.</summary>
    /// <param name="warn">Receives a sentence for what is suspicious only.</param>
    /// <exception cref="EdgeException">The samples do not have the input's size.</exception>
    public static void Run(ModelGraph graph, CalibrationSet data, Action<string>? warn)
    {
        int expected = graph.Inputs[0].ElementCount;
        if (data.SampleLength != expected)
        {
            throw new EdgeException(DiagnosticId.DatasetShapeMismatch, data.Source,
                $"samples have {data.SampleLength} values, but the model's input is {ShapeText.Of(graph.Inputs[0].Shape)}", "give samples of the input's shape, channels last");
        }

        if (data.Count < EnoughSamples)
        {
            warn?.Invoke($"{data.Source}: only {data.Count} calibration samples; ranges from fewer than {EnoughSamples} are unreliable, 200 are a good number");
        }
    }

    /// <summary>Checks what the samples hold.</summary>
    /// <param name="input">Statistics of the graph's input.</param>
    /// <exception cref="EdgeException">All samples are one constant.</exception>
    public static void Run(ActivationStatistics input, CalibrationSet data, Action<string>? warn)
    {
        if (input.Range.Min == input.Range.Max)
        {
            throw new EdgeException(DiagnosticId.CalibrationConstant, data.Source, $"every value of every sample is {input.Range.Min}", "give real samples");
        }

        for (int c = 0; c < input.ChannelMin.Length; c++)
        {
            if (input.ChannelMin[c] == input.ChannelMax[c])
            {
                warn?.Invoke($"{data.Source}: channel {c} of every sample is {input.ChannelMin[c]}");
            }
        }
    }
}
