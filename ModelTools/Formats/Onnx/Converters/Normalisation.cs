using System;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>L2 normalisation: LpNormalization, and its spelling x / ReduceL2(x), with a bound or a term against 0 in between.</summary>
internal static class Normalisation
{
    private const float LargestGuard = 1e-3f; // int8 cannot tell a norm below it from none

    /// <summary>The value that a Div divides by its own norm, or null.</summary>
    public static OnnxValue? RootOf(OnnxNode node)
    {
        OnnxValue value = node.Input(1);
        for (OnnxNode? producer = value.Producer; producer is not null; producer = value.Producer)
        {
            switch (producer.Type)
            {
                case "ReduceL2" when value.Activation is not null:
                    return producer.Input(0) == node.Input(0) ? node.Input(0) : null;
                case "Clip" or "Max" or "Add" or "Expand" when IsGuard(producer):
                    value = producer.Input(0);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Adds the normalisation over the axis that the norm was taken over, brought to the end.</summary>
    public static void Emit(OnnxNode node, OnnxImporter import, OnnxValue value)
    {
        OnnxNode norm = node.Input(1).Producer!;
        while (norm.Type != "ReduceL2")
        {
            norm = norm.Input(0).Producer!;
        }

        Emit(node, import, value, ReduceNormConverter.AxisOf(norm, value.Shape.Length));
    }

    /// <summary>Adds the normalisation over an axis.</summary>
    public static void Emit(OnnxNode node, OnnxImporter import, OnnxValue value, int axis)
    {
        int[] order = OnnxLayout.EndingWith(value.Order, axis);
        import.Emit(node, OperatorKind.L2Normalization, [import.InOrder(node, value, order)], value.Shape, order);
    }

    // Expand repeats the norm, the others keep it from 0: constants so small that they make no difference.
    private static bool IsGuard(OnnxNode node)
    {
        if (node.Type == "Expand")
        {
            return true;
        }

        float guard = node.Type == "Clip" && node.Opset < 11 ? node.Float("min", 0) : node.OptionalInput(1)?.Constant is { IsFloat: true, Count: 1 } constant ? constant.Floats[0] : float.NaN;
        return Math.Abs(guard) <= LargestGuard && (node.Type != "Clip" || node.OptionalInput(2) is null);
    }
}
