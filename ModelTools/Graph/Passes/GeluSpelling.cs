using System;
using System.Collections.Generic;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// GELU spelled out, with its factors in any order: x * (1 + erf(x / sqrt(2))) / 2, or with tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)) in
/// the place of the error function.
/// </summary>
internal static class GeluSpelling
{
    private const double Tolerance = 1e-4; // relative; exporters round the constants to float32 or to a few digits
    private const double Cubic = 0.044715;

    /// <summary>The function's argument when <paramref name="op"/> is the last product of a GELU; else null.</summary>
    public static (Tensor Root, UnaryFunction Function)? Find(GraphIndex index, Operator op)
    {
        double factor = 1;
        Operator? product = op;
        while (product is not null && IsMul(product) && product.Output.Shape.AsSpan().SequenceEqual(op.Output.Shape))
        {
            Tensor a = product.Inputs[0];
            Tensor b = product.Inputs[1];
            if (!ClampedAffine.TryScalar(a, out float scalar) && !ClampedAffine.TryScalar(b, out scalar))
            {
                return Match(index, factor, a, b) ?? Match(index, factor, b, a);
            }

            factor *= scalar;
            product = index.ProducerOf(a.IsConstant ? b : a);
        }

        return null;
    }

    private static (Tensor Root, UnaryFunction Function)? Match(GraphIndex index, double factor, Tensor linear, Tensor gate)
    {
        foreach ((Tensor sum, double sumFactor) in Scaled(index, gate))
        {
            if (AddedToOne(index, sum) is not { Attributes: UnaryAttributes { Function: UnaryFunction.Erf or UnaryFunction.Tanh } unary } function)
            {
                continue;
            }

            foreach ((Tensor root, double rootFactor) in Scaled(index, linear))
            {
                bool isError = unary.Function == UnaryFunction.Erf;
                bool fits = IsNear(factor * sumFactor * rootFactor, 0.5)
                    && (isError ? IsMultiple(index, function.Inputs[0], root, Math.Sqrt(0.5)) : IsCubic(index, function.Inputs[0], root));
                if (fits)
                {
                    return (root, isError ? UnaryFunction.Gelu : UnaryFunction.GeluTanh);
                }
            }
        }

        return null;
    }

    /// <summary>sqrt(2 / pi) * (x + 0.044715 * x^3), the products in either order.</summary>
    private static bool IsCubic(GraphIndex index, Tensor tensor, Tensor root)
    {
        foreach ((Tensor sum, double factor) in Scaled(index, tensor))
        {
            if (index.ProducerOf(sum) is { Kind: OperatorKind.Add } add && IsNear(factor, Math.Sqrt(2 / Math.PI)))
            {
                Tensor other = add.Inputs[0] == root ? add.Inputs[1] : add.Inputs[0];
                if (add.Inputs.Contains(root) && IsCube(index, other, root))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsCube(GraphIndex index, Tensor tensor, Tensor root)
    {
        foreach ((Tensor cube, double factor) in Scaled(index, tensor))
        {
            bool isPower = index.ProducerOf(cube) is { Attributes: UnaryAttributes { Function: UnaryFunction.Power, Alpha: 3 } } power && power.Inputs[0] == root;
            if (isPower && IsNear(factor, Cubic))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMultiple(GraphIndex index, Tensor tensor, Tensor root, double multiple)
    {
        foreach ((Tensor inner, double factor) in Scaled(index, tensor))
        {
            if (inner == root && IsNear(factor, multiple))
            {
                return true;
            }
        }

        return false;
    }

    private static Operator? AddedToOne(GraphIndex index, Tensor tensor)
    {
        if (index.ProducerOf(tensor) is not { Kind: OperatorKind.Add } add)
        {
            return null;
        }

        bool isFirst = ClampedAffine.TryScalar(add.Inputs[0], out float one);
        return (isFirst || ClampedAffine.TryScalar(add.Inputs[1], out one)) && one == 1 ? index.ProducerOf(add.Inputs[isFirst ? 1 : 0]) : null;
    }

    /// <summary>The tensor as a multiple of itself, of what it is a multiple of, and so on.</summary>
    private static IEnumerable<(Tensor Tensor, double Factor)> Scaled(GraphIndex index, Tensor tensor)
    {
        double factor = 1;
        yield return (tensor, factor);
        while (index.ProducerOf(tensor) is { } product && IsMul(product))
        {
            bool isFirst = ClampedAffine.TryScalar(product.Inputs[0], out float scalar);
            if (!isFirst && !ClampedAffine.TryScalar(product.Inputs[1], out scalar))
            {
                yield break;
            }

            factor *= scalar;
            tensor = product.Inputs[isFirst ? 1 : 0];
            yield return (tensor, factor);
        }
    }

    private static bool IsMul(Operator op) => op is { Kind: OperatorKind.Mul, Attributes: ArithmeticAttributes { Activation: null } };

    private static bool IsNear(double value, double expected) => Math.Abs(value - expected) <= Tolerance * expected;
}
