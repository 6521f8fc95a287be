using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Clip with bounds as attributes (up to opset 10) or inputs, and Min and Max of an activation and one number; Min and Max of two
/// activations, or of an activation and several numbers, are operators of their own. Bounds at the end of the float range count as open.
/// </summary>
internal sealed class ClipConverter : IOnnxConverter
{
    private static readonly ArithmeticConverter s_arithmetic = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Clip", "Min", "Max"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        bool isClip = node.Type == "Clip";
        if (!isClip && !IsBound(node))
        {
            s_arithmetic.Convert(node, import);
            return;
        }

        int index = !isClip && node.Input(0).Activation is null ? 1 : 0;
        OnnxValue input = OnnxImporter.Activation(node, index);
        float min = float.NegativeInfinity;
        float max = float.PositiveInfinity;
        if (!isClip)
        {
            float bound = node.Scalar(1 - index, "bound", 0);
            (min, max) = node.Type == "Max" ? (bound, max) : (min, bound);
        }
        else if (node.Opset < 11)
        {
            min = node.Float("min", float.MinValue);
            max = node.Float("max", float.MaxValue);
        }
        else
        {
            min = node.Scalar(1, "lower bound", min);
            max = node.Scalar(2, "upper bound", max);
        }

        min = min == float.MinValue ? float.NegativeInfinity : min;
        max = max == float.MaxValue ? float.PositiveInfinity : max;
        if (float.IsNegativeInfinity(min) && float.IsPositiveInfinity(max))
        {
            import.Alias(node, input);
            return;
        }

        if (min > max || float.IsPositiveInfinity(min) || float.IsNegativeInfinity(max))
        {
            throw node.Mismatch($"it clips to the empty range from {min} to {max}");
        }

        import.Emit(node, OperatorKind.Unary, [input.Activation!], input.Shape, input.Order, Attributes(min, max));
    }

    /// <summary>Whether one of two inputs is a number.</summary>
    private static bool IsBound(OnnxNode node) =>
        node.InputCount == 2 && (node.Input(0).Constant is { Count: 1 } || node.Input(1).Constant is { Count: 1 });

    private static UnaryAttributes Attributes(float min, float max) => (min, max) switch
    {
        (0, float.PositiveInfinity) => new UnaryAttributes(UnaryFunction.Relu),
        (0, 6) => new UnaryAttributes(UnaryFunction.Relu6),
        (-1, 1) => new UnaryAttributes(UnaryFunction.ReluN1To1),
        _ => new UnaryAttributes(UnaryFunction.Clip, min, max),
    };
}
