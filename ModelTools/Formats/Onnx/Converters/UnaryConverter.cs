using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Wire;
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
        ["Abs"] = _ => new UnaryAttributes(UnaryFunction.Abs),
        ["Neg"] = _ => new UnaryAttributes(UnaryFunction.Neg),
        ["Exp"] = _ => new UnaryAttributes(UnaryFunction.Exp),
        ["Log"] = _ => new UnaryAttributes(UnaryFunction.Log),
        ["Erf"] = _ => new UnaryAttributes(UnaryFunction.Erf),
        ["Softplus"] = _ => new UnaryAttributes(UnaryFunction.Softplus),
        ["Sqrt"] = _ => new UnaryAttributes(UnaryFunction.Power, 0.5f),
        ["Reciprocal"] = _ => new UnaryAttributes(UnaryFunction.Power, -1),
        ["Selu"] = node => new UnaryAttributes(UnaryFunction.Selu, node.Float("alpha", 1.67326319f), node.Float("gamma", 1.05070102f)),
        ["Celu"] = Celu,
        ["Softsign"] = _ => new UnaryAttributes(UnaryFunction.Softsign),
        ["Mish"] = _ => new UnaryAttributes(UnaryFunction.Mish),
        ["ThresholdedRelu"] = node => new UnaryAttributes(UnaryFunction.ThresholdedRelu, node.Float("alpha", 1)),
        ["Gelu"] = Gelu,
        ["Pow"] = Power,
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = [.. s_functions.Keys];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        import.Emit(node, OperatorKind.Unary, [input.Activation!], input.Shape, input.Order, s_functions[node.Type](node));
    }

    private static UnaryAttributes Celu(OnnxNode node)
    {
        float alpha = node.Float("alpha", 1);
        return alpha != 0
            ? new UnaryAttributes(UnaryFunction.Celu, alpha)
            : throw node.Unsupported("alpha 0 is not supported", "use Relu instead");
    }

    // Opset 20.
    private static UnaryAttributes Gelu(OnnxNode node)
    {
        string approximation = node.Text("approximate", "none");
        return approximation is "none" or "tanh"
            ? new UnaryAttributes(approximation == "none" ? UnaryFunction.Gelu : UnaryFunction.GeluTanh)
            : throw node.Unsupported($"the approximation {OnnxName.Quote(approximation)} is not supported", "use none or tanh");
    }

    // The exponent is one number: a float, or an integer.
    private static UnaryAttributes Power(OnnxNode node)
    {
        OnnxConstant exponent = node.ConstantInput(1, "exponent");
        float value = exponent.Count != 1 ? float.NaN : exponent.IsFloat ? exponent.Floats[0] : exponent.Integers[0];
        return float.IsFinite(value)
            ? new UnaryAttributes(UnaryFunction.Power, value)
            : throw node.Unsupported("its exponent is not one number", "raise to one constant power");
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
