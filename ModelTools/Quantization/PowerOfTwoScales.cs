using System;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Weight scales with which the requantization multiplier of a channel, s_in * s_w / s_out, is 2^-1 to 2^-9: packed kernels shift such results instead of
/// multiplying them. A float scale holds that but for its rounding, which the converter leaves out of the multiplier.
/// </summary>
internal static class PowerOfTwoScales
{
    private const int LeastShift = 1;

    // A weight's rounding moves a result by at most 255 / 2 * 2^-9 of its steps: channels whose weights are that small lose nothing they could show.
    private const int MostShift = 9;
    private const double Rounding = 1e-6; // of scales that came out of this class as floats

    /// <summary>Whether such scales are chosen for a layer: all channels of a convolution of more than one position.</summary>
    public static bool AreFor(Operator op) =>
        op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D && op.Output.ElementCount > op.Output.Shape[^1];

    /// <summary>The scale with which the multiplier is 1.</summary>
    /// <param name="quantized">A layer with int8 activations.</param>
    public static double UnitOf(Operator quantized) => (double)quantized.Output.Quantization!.Scale / quantized.Inputs[0].Quantization!.Scale;

    /// <summary>The scales below and above a given one.</summary>
    /// <param name="scale">The best scale of a channel.</param>
    /// <param name="unit">See <see cref="UnitOf"/>.</param>
    /// <returns>One where the other is out of range or the given one is such a scale; none where both are too large.</returns>
    public static float[] Around(double scale, double unit)
    {
        double power = Math.Log2(scale / unit);
        int below = Math.Max((int)Math.Floor(power + Rounding), -MostShift);
        int above = Math.Max((int)Math.Ceiling(power - Rounding), -MostShift);
        return above <= -LeastShift
            ? below == above ? [Scale(unit, below)] : [Scale(unit, below), Scale(unit, above)]
            : below <= -LeastShift ? [Scale(unit, below)] : [];
    }

    /// <summary>Replaces scales of a layer: of the two around each the one whose weights, rounded to nearest, have the smaller squared error.</summary>
    /// <param name="scales">One for each channel, as large as <see cref="WeightQuantizer.Bound"/> makes them.</param>
    /// <param name="weights">Float weights.</param>
    /// <param name="axis">Their dimension of channels.</param>
    /// <param name="unit">See <see cref="UnitOf"/>.</param>
    public static void Apply(float[] scales, Tensor weights, int axis, double unit)
    {
        float[] maximal = WeightQuantizer.MaximumScales(weights, axis);
        float[] lower = [.. scales];
        float[] upper = [.. scales];
        for (int channel = 0; channel < scales.Length; channel++)
        {
            float[] candidates = Around(scales[channel], unit);
            if (scales[channel] > maximal[channel])
            {
                candidates = Array.FindAll(candidates, candidate => candidate >= scales[channel] * (1 - Rounding)); // what was raised to a bound stays above it
            }

            if (candidates.Length > 0)
            {
                (lower[channel], upper[channel]) = (candidates[0], candidates[^1]);
            }
        }

        double[] below = Errors(weights, axis, lower);
        double[] above = Errors(weights, axis, upper);
        for (int channel = 0; channel < scales.Length; channel++)
        {
            scales[channel] = above[channel] <= below[channel] ? upper[channel] : lower[channel];
        }
    }

    private static float Scale(double unit, int power) => (float)(unit * Math.ScaleB(1, power));

    /// <summary>Squared error of each channel's weights, rounded to nearest.</summary>
    private static double[] Errors(Tensor weights, int axis, float[] scales)
    {
        double[] errors = new double[scales.Length];
        float[] values = weights.Floats;
        for (int i = 0; i < values.Length; i++)
        {
            int channel = WeightQuantizer.ChannelOf(weights, axis, i);
            double difference = values[i] - ((double)WeightQuantizer.Quantize(values[i], scales[channel]) * scales[channel]);
            errors[channel] += difference * difference;
        }

        return errors;
    }
}
