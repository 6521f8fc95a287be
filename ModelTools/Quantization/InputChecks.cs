using System;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>Checks calibration samples against the model before the first run over them.</summary>
internal static class InputChecks
{
    /// <summary>Ranges from fewer samples than this are a matter of luck.</summary>
    public const int EnoughSamples = 16;

    /// <summary>Checks number, size and values of the samples, and how the network takes them.</summary>
    /// <param name="warn">Receives a sentence for what is suspicious only.</param>
    /// <exception cref="EdgeException">The samples do not have the input's size, hold NaN or infinity, or are one constant.</exception>
    public static void Run(ModelGraph graph, CalibrationSet data, Action<string>? warn)
    {
        int expected = graph.Inputs[0].ElementCount;
        if (data.SampleLength != expected)
        {
            throw new EdgeException(DiagnosticId.DatasetShapeMismatch, data.Source,
                $"samples have {data.SampleLength} values, but the model's input is {ShapeText.Of(graph.Inputs[0].Shape)}", "give samples of the input's shape, channels last");
        }

        RequireValues(data);
        if (warn is not null)
        {
            WarnOfContent(graph, data, warn);
        }
    }

    private static void RequireValues(CalibrationSet data)
    {
        bool isConstant = true;
        float first = data.Sample(0)[0];
        for (int i = 0; i < data.Count; i++)
        {
            float[] sample = data.Sample(i);
            int index = Array.FindIndex(sample, value => !float.IsFinite(value));
            if (index >= 0)
            {
                throw new EdgeException(DiagnosticId.CalibrationNotFinite, data.Source, $"value {index} of sample {i} is {sample[index]}", "leave the sample out or repair it");
            }

            isConstant &= !sample.AsSpan().ContainsAnyExcept(first);
        }

        if (isConstant)
        {
            throw new EdgeException(DiagnosticId.CalibrationConstant, data.Source, $"every value of every sample is {first}", "give real samples");
        }
    }

    private static void WarnOfContent(ModelGraph graph, CalibrationSet data, Action<string> warn)
    {
        if (data.Count < EnoughSamples)
        {
            warn($"{data.Source}: only {data.Count} calibration samples; ranges from fewer than {EnoughSamples} are unreliable, 200 are a good number");
        }

        int channels = graph.Inputs[0].Shape[^1];
        for (int c = 0; c < channels && channels < data.SampleLength; c++)
        {
            int channel = c;
            float first = data.Sample(0)[c];
            if (Enumerable.Range(0, data.Count).All(i => data.Sample(i).Where((value, index) => index % channels == channel).All(value => value == first)))
            {
                warn($"{data.Source}: channel {c} of every sample is {first}");
            }
        }

        if (data.Count > 1 && Enumerable.Range(1, data.Count - 1).All(i => data.Sample(i).AsSpan().SequenceEqual(data.Sample(0))))
        {
            warn($"{data.Source}: all {data.Count} samples are the same");
        }

        if (data.Dataset is { IsNormalisationStated: false })
        {
            warn($"{data.Source}: nothing says how pixels become the model's real values; {(data.Dataset.Normalisation == Normalisation.MinusOneToOne ? "x / 127.5 - 1 is taken" : "they are taken as they are")} (--normalisation or a dataset.json says it)");
        }

        if (InputMistakes.Find(graph, data) is string mistake)
        {
            warn(mistake);
        }
    }
}
