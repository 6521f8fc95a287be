using System;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>Gives weights that were dequantized on import their integers back.</summary>
internal static class SourceWeights
{
    private const double Tolerance = 1e-3; // steps; float32 is good to 3e-5 of them

    /// <summary>The weights as int8, or null where a pass changed them, or they have a zero point for each channel.</summary>
    /// <param name="weights">Float weights with the quantization that the file gave them.</param>
    /// <param name="axis">Their output channels.</param>
    public static Tensor? TryRestore(Tensor weights, int axis)
    {
        int channels = weights.Shape[axis];
        if (weights.Quantization is not { } source || (source.Scales.Length != 1 && source.Scales.Length != channels)
            || source.ZeroPoints.Any(zeroPoint => zeroPoint != source.ZeroPoints[0]))
        {
            return null;
        }

        float[] values = weights.Floats;
        sbyte[] integers = new sbyte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double steps = ((double)values[i] / source.ScaleAt(WeightQuantizer.ChannelOf(weights, axis, i))) + source.ZeroPoints[0];
            double nearest = Math.Round(steps);
            if (Math.Abs(steps - nearest) > Tolerance || nearest < sbyte.MinValue || nearest > sbyte.MaxValue)
            {
                return null;
            }

            integers[i] = (sbyte)nearest;
        }

        return new Tensor(weights.Name, ElementType.Int8, weights.Shape)
        {
            Data = integers,
            Quantization = source with { Axis = source.Scales.Length == 1 ? -1 : axis },
            SourceIndex = weights.SourceIndex,
        };
    }
}
