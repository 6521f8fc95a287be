using System;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Merges activation functions that are spelled out in several operators into one: hard swish in any spelling of
/// x * clamp(x + 3, 0, 6) / 6, hard sigmoid with slope 1/6 or 1/5, SiLU as x * sigmoid(x), GELU in both forms.
/// </summary>
internal static class MergeActivations
{
    private const double Sixth = 1.0 / 6;

    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        foreach (Operator op in graph.Operators)
        {
            if (HardSwishRoot(index, op) is { } swish)
            {
                index.Rewrite(op, OperatorKind.Unary, new UnaryAttributes(UnaryFunction.HardSwish), swish);
            }
            else if (GeluSpelling.Find(index, op) is { } gelu)
            {
                index.Rewrite(op, OperatorKind.Unary, new UnaryAttributes(gelu.Function), gelu.Root);
            }
            else if (SiluRoot(index, op) is { } silu)
            {
                index.Rewrite(op, OperatorKind.Unary, new UnaryAttributes(UnaryFunction.Silu), silu);
            }
            else
            {
                MergeHardSigmoid(index, op);
            }
        }

        RemoveUnused.Run(graph);
    }

    // x of gain * x * clamp(...), where the product may be multiplied with constants afterwards, or null.
    private static Tensor? HardSwishRoot(GraphIndex index, Operator op)
    {
        double factor = 1;
        Operator? product = op;
        while (product is not null && IsPlainMul(product) && product.Output.Shape.AsSpan().SequenceEqual(op.Output.Shape))
        {
            Tensor a = product.Inputs[0];
            Tensor b = product.Inputs[1];
            if (ClampedAffine.TryScalar(a, out float scalar) || ClampedAffine.TryScalar(b, out scalar))
            {
                factor *= scalar;
                product = index.ProducerOf(a.IsConstant ? b : a);
            }
            else
            {
                return HardSwishRoot(index, factor, a, b) ?? HardSwishRoot(index, factor, b, a);
            }
        }

        return null;
    }

    private static Tensor? HardSwishRoot(GraphIndex index, double factor, Tensor linear, Tensor gate)
    {
        foreach (ClampedAffine x in ClampedAffine.Trace(index, linear))
        {
            foreach (ClampedAffine g in ClampedAffine.Trace(index, gate))
            {
                if (x.Root == g.Root && x.IsOpen && x.Offset == 0 && g.Is(factor * x.Gain, Sixth, 0.5, 0, 1))
                {
                    return x.Root;
                }
            }
        }

        return null;
    }

    private static Tensor? SiluRoot(GraphIndex index, Operator op)
    {
        if (!IsPlainMul(op))
        {
            return null;
        }

        for (int i = 0; i < 2; i++)
        {
            Tensor x = op.Inputs[i];
            if (index.ProducerOf(op.Inputs[1 - i]) is { Attributes: UnaryAttributes { Function: UnaryFunction.Sigmoid } } sigmoid && sigmoid.Inputs[0] == x)
            {
                return x;
            }
        }

        return null;
    }

    private static void MergeHardSigmoid(GraphIndex index, Operator op)
    {
        if (op.Attributes is UnaryAttributes { Function: UnaryFunction.HardSigmoid })
        {
            return;
        }

        foreach (ClampedAffine step in ClampedAffine.Trace(index, op.Output))
        {
            double slope = step.Is(1, Sixth, 0.5, 0, 1) ? Sixth : 0.2;
            if (step.Is(1, slope, 0.5, 0, 1))
            {
                index.Rewrite(op, OperatorKind.Unary, new UnaryAttributes(UnaryFunction.HardSigmoid, (float)slope, 0.5f), step.Root);
                return;
            }
        }
    }

    private static bool IsPlainMul(Operator op) => op is { Kind: OperatorKind.Mul, Attributes: ArithmeticAttributes { Activation: null } };
}
