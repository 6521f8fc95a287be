using System;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// RESIZE_BILINEAR of int8. Sizes are related in units of 1 / 1024, rounded to nearest; a pixel lies between two rows and two columns, and
/// is their mean weighted by distance, an exact fraction of 2^20 that is rounded half away from zero.
/// </summary>
internal static class ResizeBilinearSpecification
{
    private const long Unit = 1024;

    public static sbyte[] Run(Operator op, sbyte[] input)
    {
        var attributes = (ResizeAttributes)op.Attributes!;
        int[] from = op.Inputs[0].Shape;
        int[] to = op.Output.Shape;
        (int Index, long Weight)[][] rows = [.. Enumerable.Range(0, to[1]).Select(y => Neighbours(y, from[1], to[1], attributes))];
        (int Index, long Weight)[][] columns = [.. Enumerable.Range(0, to[2]).Select(x => Neighbours(x, from[2], to[2], attributes))];
        var output = new sbyte[op.Output.ElementCount];
        for (int i = 0; i < output.Length; i++)
        {
            int c = i % to[3];
            int x = i / to[3] % to[2];
            int y = i / to[3] / to[2];
            long sum = 0;
            foreach ((int row, long rowWeight) in rows[y])
            {
                foreach ((int column, long columnWeight) in columns[x])
                {
                    sum += rowWeight * columnWeight * input[(((row * from[2]) + column) * from[3]) + c];
                }
            }

            output[i] = checked((sbyte)Math.Round((decimal)sum / (Unit * Unit), MidpointRounding.AwayFromZero));
        }

        return output;
    }

    /// <summary>The pixels on both sides of a position, each with the other's distance from it; weights add up to 1024.</summary>
    private static (int Index, long Weight)[] Neighbours(int position, int size, int outputSize, ResizeAttributes attributes)
    {
        bool aligned = attributes.AlignCorners && outputSize > 1;
        long numerator = Unit * (aligned ? size - 1 : size);
        long denominator = aligned ? outputSize - 1 : outputSize;
        long step = (numerator + (denominator / 2)) / denominator;
        long at = (position * step) + (attributes.HalfPixelCenters ? (step / 2) - (Unit / 2) : 0);
        int lower = (int)Math.Max(at / Unit, 0);
        int upper = (int)Math.Min((at + Unit - 1) / Unit, size - 1);
        return [(lower, Unit - (at - (Unit * lower))), (upper, at - (Unit * lower))];
    }
}
