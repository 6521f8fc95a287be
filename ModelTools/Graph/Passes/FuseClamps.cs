using System;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>Moves clamps (ReLU, ReLU6, clip) into the operator before them, and merges clamps of clamps.</summary>
internal static class FuseClamps
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        foreach (Operator op in graph.Operators)
        {
            if (op.Attributes is not UnaryAttributes unary || ClampOf(unary) is not { } clamp)
            {
                continue;
            }

            Operator? producer = index.ProducerOf(op.Inputs[0]);
            if (producer is not null && index.OnlyConsumerOf(producer.Output) == op && Clamped(producer.Attributes, clamp) is { } attributes)
            {
                producer.Attributes = attributes;
                index.Absorb(producer, op);
            }
        }

        index.Commit();
    }

    /// <summary>The range that a function clamps to, or null when it does more than that.</summary>
    public static Clamp? ClampOf(UnaryAttributes unary) => unary.Function switch
    {
        UnaryFunction.Relu => Clamp.Relu,
        UnaryFunction.Relu6 => Clamp.Relu6,
        UnaryFunction.ReluN1To1 => Clamp.ReluN1To1,
        UnaryFunction.Clip => new Clamp(unary.Alpha, unary.Beta),
        _ => null,
    };

    // The attributes with the clamp added, or null where the kind takes none.
    private static OperatorAttributes? Clamped(OperatorAttributes? attributes, Clamp clamp) => attributes switch
    {
        ConvAttributes conv => conv with { Activation = Then(conv.Activation, clamp) },
        FullyConnectedAttributes connected => connected with { Activation = Then(connected.Activation, clamp) },
        ArithmeticAttributes arithmetic => arithmetic with { Activation = Then(arithmetic.Activation, clamp) },
        PoolAttributes pool => pool with { Activation = Then(pool.Activation, clamp) },
        UnaryAttributes unary when ClampOf(unary) is { } inner => ToUnary(Then(inner, clamp)),
        _ => null,
    };

    // clamp(clamp(x, first), second) is a clamp to first's bounds clamped to second's.
    private static Clamp Then(Clamp? first, Clamp second) => first is null
        ? second
        : new Clamp(Math.Clamp(first.Min, second.Min, second.Max), Math.Clamp(first.Max, second.Min, second.Max));

    private static UnaryAttributes ToUnary(Clamp clamp) =>
        clamp == Clamp.Relu ? new UnaryAttributes(UnaryFunction.Relu)
        : clamp == Clamp.Relu6 ? new UnaryAttributes(UnaryFunction.Relu6)
        : clamp == Clamp.ReluN1To1 ? new UnaryAttributes(UnaryFunction.ReluN1To1)
        : new UnaryAttributes(UnaryFunction.Clip, clamp.Min, clamp.Max);
}
