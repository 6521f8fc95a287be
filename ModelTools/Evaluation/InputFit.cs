using System;
using Edge.ModelTools.Data;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Evaluation;

/// <summary>How the real values of samples fit the range of a blob's input; a wrong normalisation shows here.</summary>
/// <param name="Min">Smallest value of the samples.</param>
/// <param name="Max">Largest value of the samples.</param>
/// <param name="Low">Smallest value that the input can hold.</param>
/// <param name="High">Largest value that the input can hold.</param>
/// <param name="Saturation">Share of values more than half a step beyond that.</param>
internal sealed record InputFit(double Min, double Max, double Low, double High, double Saturation)
{
    private const double NoticeableSaturation = 0.1;
    private const double NoticeableCoverage = 1.0 / 3;

    /// <summary>What is odd about the samples; null when nothing is.</summary>
    public string? Complaint => this switch
    {
        _ when Min == Max => FormattableString.Invariant($"all input values are {Min:0.##}"),
        { Saturation: > NoticeableSaturation } => FormattableString.Invariant(
            $"{100 * Saturation:0} % of the input values lie beyond {Low:0.##} to {High:0.##}, which the model's input can hold; check the normalisation"),
        _ when (Max - Min) / (High - Low) < NoticeableCoverage => FormattableString.Invariant(
            $"the input values lie between {Min:0.##} and {Max:0.##}, a small part of {Low:0.##} to {High:0.##}, which the model was quantized for; check the normalisation"),
        _ => null,
    };

    /// <summary>Looks at evenly spread samples; null when they are stored as the model's own numbers.</summary>
    public static InputFit? Of(TensorInfo input, Dataset dataset, int samples)
    {
        if (dataset.ElementType == ElementType.Int8 || !dataset.IsNormalisationStated)
        {
            return null;
        }

        double low = input.Scale * (-128.0 - input.ZeroPoint);
        double high = input.Scale * (127.0 - input.ZeroPoint);
        (double min, double max) = (double.PositiveInfinity, double.NegativeInfinity);
        long beyond = 0;
        int count = Math.Min(samples, dataset.Count);
        for (int i = 0; i < count; i++)
        {
            foreach (float value in dataset.ReadReal((int)((long)i * dataset.Count / count)))
            {
                min = Math.Min(min, value);
                max = Math.Max(max, value);
                beyond += value < low - (input.Scale / 2) || value > high + (input.Scale / 2) ? 1 : 0;
            }
        }

        return new InputFit(min, max, low, high, (double)beyond / count / dataset.SampleLength);
    }
}
