using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Folding;
using Edge.ModelTools.Formats.Onnx.Import;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Follows the scale of a dynamic quantization through the Mul nodes that undo it.</summary>
internal static class DynamicScaleRules
{
    /// <summary>Converts a Mul of a scale and a constant, or of integer sums and their scale.</summary>
    /// <returns>Whether the node was one.</returns>
    public static bool TryConvert(OnnxNode node, OnnxImporter import)
    {
        if (node.Type != "Mul" || node.InputCount != 2)
        {
            return false;
        }

        (OnnxValue first, OnnxValue second) = (node.Input(0), node.Input(1));
        if (first.Scale is null)
        {
            (first, second) = (second, first);
        }

        if (first.Scale is not { } scale)
        {
            return false;
        }

        if (second.Constant is { } constant)
        {
            OnnxConstant factor = scale.Factor is null ? constant : Product(node, import, scale.Factor, constant);
            import.Alias(node, new OnnxValue(node.OutputName, scale with { Factor = factor }));
            return true;
        }

        if (second.Pending is null || second.Pending.Origin != scale.Origin)
        {
            throw Misused(node);
        }

        if (scale.Factor is null)
        {
            import.Alias(node, second.Real());
            return true;
        }

        OnnxNode product = node.As("Mul", [second.Real(), new OnnxValue($"{node.OutputName}/scale", scale.Factor)], node.OutputName);
        OnnxConverters.Of("Mul").Convert(product, import);
        return true;
    }

    /// <summary>Whether a value is the bare scale of a dynamic quantization.</summary>
    public static bool IsScaleOf(OnnxValue? value, OnnxDynamicScale scale) => value?.Scale is { Factor: null } other && other.Origin == scale.Origin;

    /// <summary>The error for integers of a dynamic quantization that go another way than back to real values.</summary>
    public static EdgeException Misused(OnnxNode node) => node.Error(
        DiagnosticId.OnnxQuantized,
        "it uses integers of a dynamic quantization in a way that Edge does not know",
        "give the float model, or a model quantized with onnxruntime's quantize_dynamic or quantize_static");

    private static OnnxConstant Product(OnnxNode node, OnnxImporter import, OnnxConstant first, OnnxConstant second)
    {
        OnnxNode product = node.As("Mul", [new OnnxValue("first", first), new OnnxValue("second", second)], node.OutputName);
        return ArithmeticFolds.Binary(product, import);
    }
}
