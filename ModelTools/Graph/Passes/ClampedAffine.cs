using System;
using System.Collections.Generic;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// A tensor as clamp(Gain * Root + Offset, Min, Max) of another one. Products and sums with single constants and clamps keep
/// this form, so every spelling of a hard sigmoid comes down to the same four numbers.
/// </summary>
internal readonly record struct ClampedAffine(Tensor Root, double Gain, double Offset, double Min, double Max)
{
    private const int MaxSteps = 8; // the longest spelling in use has four operators
    private const double Tolerance = 1e-5; // relative; a constant such as 1/6 has been rounded to float32

    /// <summary>Whether nothing is cut off.</summary>
    public bool IsOpen => double.IsNegativeInfinity(Min) && double.IsPositiveInfinity(Max);

    /// <summary>Whether this, times <paramref name="factor"/>, is clamp(gain * Root + offset, min, max).</summary>
    public bool Is(double factor, double gain, double offset, double min, double max) =>
        IsNear(factor * Gain, gain) && IsNear(factor * Offset, offset) && IsNear(factor * Min, min) && IsNear(factor * Max, max);

    /// <summary>The tensor in terms of itself, of its producer's input, of that one's producer's input, and so on.</summary>
    public static List<ClampedAffine> Trace(GraphIndex index, Tensor tensor)
    {
        var steps = new List<ClampedAffine> { Identity(tensor) };
        while (steps.Count < MaxSteps && Step(index.ProducerOf(steps[^1].Root)) is { } inner && inner.Gain != 0)
        {
            steps.Add(steps[^1].After(inner));
        }

        return steps;
    }

    /// <summary>The value of a float constant with a single element.</summary>
    public static bool TryScalar(Tensor tensor, out float value)
    {
        bool isScalar = tensor.Data is float[] { Length: 1 };
        value = isScalar ? tensor.Floats[0] : 0;
        return isScalar;
    }

    // One operator in terms of its input, or null when it isn't of this form.
    private static ClampedAffine? Step(Operator? op)
    {
        if (op?.Attributes is UnaryAttributes unary)
        {
            Tensor x = op.Inputs[0];
            return unary.Function == UnaryFunction.HardSigmoid
                ? new ClampedAffine(x, unary.Alpha, unary.Beta, 0, 1)
                : FuseClamps.ClampOf(unary) is { } clamp ? new ClampedAffine(x, 1, 0, clamp.Min, clamp.Max) : null;
        }

        if (op?.Attributes is not ArithmeticAttributes arithmetic)
        {
            return null;
        }

        bool isFirst = TryScalar(op.Inputs[0], out float scalar);
        if (!isFirst && !TryScalar(op.Inputs[1], out scalar))
        {
            return null;
        }

        Tensor input = op.Inputs[isFirst ? 1 : 0];
        if (!input.Shape.AsSpan().SequenceEqual(op.Output.Shape))
        {
            return null; // the constant adds dimensions
        }

        ClampedAffine affine = op.Kind switch
        {
            OperatorKind.Mul => Identity(input) with { Gain = scalar },
            OperatorKind.Add => Identity(input) with { Offset = scalar },
            _ => isFirst ? Identity(input) with { Gain = -1, Offset = scalar } : Identity(input) with { Offset = -scalar },
        };
        return arithmetic.Activation is { } fused ? affine with { Min = fused.Min, Max = fused.Max } : affine;
    }

    private static ClampedAffine Identity(Tensor tensor) => new(tensor, 1, 0, double.NegativeInfinity, double.PositiveInfinity);

    // This function of the inner one's root: Gain * clamp(g * x + o, m, n) + Offset, clamped.
    private ClampedAffine After(ClampedAffine inner)
    {
        double first = (Gain * inner.Min) + Offset;
        double second = (Gain * inner.Max) + Offset;
        return new ClampedAffine(
            inner.Root,
            Gain * inner.Gain,
            (Gain * inner.Offset) + Offset,
            Math.Clamp(Math.Min(first, second), Min, Max),
            Math.Clamp(Math.Max(first, second), Min, Max));
    }

    private static bool IsNear(double value, double expected) => Math.Abs(value - expected) <= Tolerance * Math.Max(Math.Abs(expected), 0.1);
}
