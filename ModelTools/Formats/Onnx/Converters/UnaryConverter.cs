using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Elementwise functions of one input, with the defaults of ONNX for their parameters.</summary>
internal sealed class UnaryConverter : IOnnxConverter
{
    private static readonly Dictionary<string, Func<OnnxNode, UnaryAttributes>> s_functions = new(StringComparer.Ordinal)
    {
        ["Relu"] = _ => new UnaryAttributes(UnaryFunction.Relu),
        ["LeakyRelu"] = node => new UnaryAttributes(UnaryFunction.LeakyRelu, node.Float("alpha", 0.01f)),
        ["HardSwish"] = _ => new UnaryAttributes(UnaryFunction.HardSwish),
        ["HardSigmoid"] = node => new UnaryAttributes(UnaryFunction.HardSigmoid, node.Float("alpha", 0.2f), node.Float("beta", 0.5f)),
        ["Sigmoid"] = _ => new UnaryAttributes(UnaryFunction.Sigmoid),
        ["Tanh"] = _ => new UnaryAttributes(UnaryFunction.Tanh),
        ["Elu"] = node => new UnaryAttributes(UnaryFunction.Elu, node.Float("alpha", 1)),
        ["Swish"] = Swish,
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = [.. s_functions.Keys];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        import.Emit(node, OperatorKind.Unary, [input.Activation!], input.Shape, input.Order, s_functions[node.Type](node));
    }

    // Opset 24: x * sigmoid(alpha * x).
    private static UnaryAttributes Swish(OnnxNode node)
    {
        float alpha = node.Float("alpha", 1);
        return alpha == 1
            ? new UnaryAttributes(UnaryFunction.Silu)
            : throw node.Unsupported($"alpha {alpha} is not supported (only 1)", "export the model with alpha 1");
    }
}
