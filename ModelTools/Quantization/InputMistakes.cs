using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Suspects the usual mistakes in samples for a classifier: another normalisation, blue and red exchanged. It runs the float network
/// on the samples as given and as each mistake would have them undone, and compares how well the network tells them apart: with
/// labels by accuracy, without by the mutual information of sample and class, H(mean p) - mean H(p), which falls when every sample gets
/// the same class and when none gets a clear one.
/// </summary>
internal sealed class InputMistakes
{
    private const int Samples = 96;
    private const int FewestSamples = 16;
    private const double GigaMacs = 4;
    private const double FewerErrors = 0.5; // times
    private const double LeastAccuracy = 0.05; // of all samples more
    private const double MoreInformation = 1.4; // times
    private const double LeastInformation = 0.2; // nats more

    private static readonly (string Name, Normalisation Value)[] s_normalisations =
    [
        ("-1..1 (x / 127.5 - 1)", Normalisation.MinusOneToOne), ("0..1 (x / 255)", Normalisation.ZeroToOne),
        ("0..255, not normalised", Normalisation.Identity), ("ImageNet's mean and deviation", Normalisation.ImageNet),
    ];

    private readonly ModelGraph _graph;
    private readonly CalibrationSet _data;
    private readonly Tensor _target;
    private readonly FloatReference _reference;
    private readonly int _channels;

    private InputMistakes(ModelGraph graph, CalibrationSet data, Tensor target, FloatReference reference)
    {
        _graph = graph;
        _data = data;
        _target = target;
        _reference = reference;
        _channels = graph.Inputs[0].Shape[^1];
    }

    /// <summary>Looks for a mistake.</summary>
    /// <param name="graph">Float graph.</param>
    /// <param name="data">Samples of the input's size.</param>
    /// <returns>A sentence, or null when nothing is suspicious or the network is no classifier of images.</returns>
    public static string? Find(ModelGraph graph, CalibrationSet data)
    {
        Tensor output = graph.Outputs[0];
        int[] shape = graph.Inputs[0].Shape;
        bool isClassifier = graph.Outputs.Count == 1 && output.ElementCount == output.Shape[^1] && output.ElementCount > 1;
        if (!isClassifier || shape.Length != 4 || shape[3] is not (1 or 3) || data.Count < FewestSamples)
        {
            return null;
        }

        Tensor target = OutputError.TargetOf(graph, output);
        using var reference = new FloatReference(graph, [target]);
        CalibrationSet part = data.Limit(GraphWork.Samples(graph, GigaMacs / 9, FewestSamples, Samples));
        return new InputMistakes(graph, part, target, reference).Find();
    }

    private string? Find()
    {
        bool hasLabels = _data.Labels.Length == _data.Count && _data.Labels.All(label => label >= 0 && label < _target.ElementCount);
        (double information, double accuracy) = Score(values => values);
        string? best = null;
        double most = hasLabels ? accuracy + Math.Max(LeastAccuracy, (1 - accuracy) * FewerErrors) : Math.Max(information * MoreInformation, information + LeastInformation);
        string given = hasLabels ? $"{accuracy:0 %} of the labelled samples right" : $"{information:0.00} nats";
        string? sentence = null;
        foreach ((string name, Func<float[], float[]> undo) in Candidates())
        {
            (double otherInformation, double otherAccuracy) = Score(undo);
            double value = hasLabels ? otherAccuracy : otherInformation;
            if (value > most)
            {
                (most, best) = (value, name);
                sentence = hasLabels
                    ? $"{_data.Source}: the float model gets {given}, but {otherAccuracy:0 %} with {best}; check how the samples are prepared"
                    : $"{_data.Source}: the float model tells the samples apart far better with {best} (mutual information {otherInformation:0.00} instead of {given}); check how they are prepared";
            }
        }

        return sentence;
    }

    private IEnumerable<(string Name, Func<float[], float[]> Undo)> Candidates()
    {
        List<(string Name, Func<float[], float[]> Undo)> scales = [.. Scales()];
        foreach ((string name, Func<float[], float[]> undo) in scales)
        {
            yield return (name, undo);
        }

        if (_channels == 3)
        {
            yield return ($"blue and red exchanged ({Remedy})", Reversed);
            foreach ((string name, Func<float[], float[]> undo) in scales)
            {
                yield return ($"{name} and blue and red exchanged ({Remedy})", values => Reversed(undo(values)));
            }
        }
    }

    private string Remedy => _data.Dataset is BlueFirstDataset ? "leave out --channel-order bgr" : "--channel-order bgr";

    /// <summary>Pixels under other normalisations. Real values of unknown origin are taken for pixels, for 0..1 or for -1..1 by their range.</summary>
    private IEnumerable<(string Name, Func<float[], float[]> Undo)> Scales()
    {
        Func<float, int, float>? toPixel = ToPixel();
        if (toPixel is null)
        {
            yield break;
        }

        foreach ((string name, Normalisation normalisation) in s_normalisations)
        {
            if (normalisation.Scale.Length == 1 || _channels == 3)
            {
                yield return ($"values {name}", values => [.. values.Select((value, i) => normalisation.Apply(toPixel(value, i % _channels), i % _channels))]);
            }
        }
    }

    private Func<float, int, float>? ToPixel()
    {
        if (_data.Dataset is { ElementType: ElementType.UInt8 } pixels)
        {
            return pixels.Normalisation.Invert;
        }

        float min = Enumerable.Range(0, _data.Count).Min(i => _data.Sample(i).Min());
        float max = Enumerable.Range(0, _data.Count).Max(i => _data.Sample(i).Max());
        return min >= 0 && max is > 2 and <= 255 ? (value, _) => value
            : min >= 0 && max <= 1 ? (value, _) => value * 255
            : min >= -1 && max <= 1 ? (value, _) => (value + 1) * 127.5f
            : null;
    }

    private float[] Reversed(float[] values)
    {
        float[] reversed = [.. values];
        for (int i = 0; i + 2 < reversed.Length; i += 3)
        {
            (reversed[i], reversed[i + 2]) = (reversed[i + 2], reversed[i]);
        }

        return reversed;
    }

    private (double Information, double Accuracy) Score(Func<float[], float[]> change)
    {
        int classes = _target.ElementCount;
        double[] mean = new double[classes];
        double conditional = 0;
        int correct = 0;
        for (int sample = 0; sample < _data.Count; sample++)
        {
            float[] scores = _reference.Run(change(_data.Sample(sample)), _target.Name);
            double[] p = Softmax(scores);
            conditional += Entropy(p) / _data.Count;
            for (int c = 0; c < classes; c++)
            {
                mean[c] += p[c] / _data.Count;
            }

            correct += _data.Labels.Length != 0 && Array.IndexOf(scores, scores.Max()) == _data.Labels[sample] ? 1 : 0;
        }

        return (Entropy(mean) - conditional, (double)correct / _data.Count);
    }

    private static double[] Softmax(float[] scores)
    {
        double largest = scores.Max();
        double[] exponentials = Array.ConvertAll(scores, score => Math.Exp(score - largest));
        double sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, value => value / sum);
    }

    private static double Entropy(double[] p) => p.Sum(value => value > 0 ? -value * Math.Log(value) : 0);
}
