using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Operators on quantized tensors (ONNX's QLinear... and those of onnxruntime's own domain): the operator on real numbers, constants
/// dequantized, and a Quantize behind it.
/// </summary>
internal sealed class QLinearConverter : IOnnxConverter
{
    private const int AttributeAxes = 13; // an opset whose reductions have their axes as an attribute

    // Operands stand with scale and zero point behind them; then come scale and zero point of the result, in QGemm after the bias.
    private static readonly Dictionary<string, Form> s_forms = new(StringComparer.Ordinal)
    {
        ["QLinearConv"] = new("Conv", [0, 3], 6, 8),
        ["QLinearMatMul"] = new("MatMul", [0, 3], 6),
        ["QGemm"] = new("Gemm", [0, 3], 7, 6),
        ["QLinearAdd"] = new("Add", [0, 3], 6),
        ["QLinearMul"] = new("Mul", [0, 3], 6),
        ["QLinearSigmoid"] = new("Sigmoid", [0], 3),
        ["QLinearLeakyRelu"] = new("LeakyRelu", [0], 3),
        ["QLinearSoftmax"] = new("Softmax", [0], 3),
        ["QLinearAveragePool"] = new("AveragePool", [0], 3),
        ["QLinearGlobalAveragePool"] = new("GlobalAveragePool", [0], 3),
        ["QLinearReduceMean"] = new("ReduceMean", [0], 3),
        ["QLinearConcat"] = new("Concat", [], 0),
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = [.. s_forms.Keys];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        Form form = s_forms[node.Type];
        if (node.Flag("channels_last", false))
        {
            throw node.Unsupported("its channels are last", "export the model channels first");
        }

        int[] positions = node.Type == "QLinearConcat" ? [.. Enumerable.Range(0, (node.InputCount - 2) / 3).Select(i => 2 + (3 * i))] : form.Operands;
        List<OnnxValue?> inputs = [.. positions.Select((position, index) => Operand(node, import, position, AxisOf(node, form, index)))];
        if (form.Bias >= 0 && node.OptionalInput(form.Bias) is { } bias)
        {
            inputs.Add(Bias(node, bias));
        }

        bool hasScale = node.OptionalInput(form.ResultScale) is not null;
        string output = hasScale ? $"{node.OutputName}/real" : node.OutputName;
        OnnxNode real = node.As(form.Type, [.. inputs], output, form.Type == "ReduceMean" ? AttributeAxes : OpsetOf(node));
        OnnxConverters.Of(form.Type).Convert(real, import);
        if (hasScale)
        {
            QuantizeLinearConverter.Emit(node, import, import.Find(output)!, OnnxQuantization.Read(node, form.ResultScale, form.ResultScale + 1, DataType.Uint8));
        }
    }

    private static OnnxValue Operand(OnnxNode node, OnnxImporter import, int position, int axis)
    {
        OnnxValue value = node.Input(position);
        DataType type = value.Constant?.Type ?? DataType.Undefined;
        var quantization = OnnxQuantization.Read(node, position + 1, position + 2, type == DataType.Undefined ? DataType.Uint8 : type);
        if (value.Constant is { } constant)
        {
            return new OnnxValue(value.Name, quantization.Dequantize(node, constant, axis));
        }

        QuantizeLinearConverter.Annotate(node, import, value, quantization);
        return value;
    }

    /// <summary>An int32 bias has the scale input * weight.</summary>
    private static OnnxValue Bias(OnnxNode node, OnnxValue bias)
    {
        OnnxConstant constant = node.ConstantInput(node.Type == "QGemm" ? 6 : 8, "bias");
        float input = OnnxQuantization.Read(node, 1, 2, DataType.Uint8).Scales[0];
        float[] weights = OnnxQuantization.Read(node, 4, 5, DataType.Uint8).Scales;
        if (constant.IsFloat || (weights.Length != 1 && weights.Length != constant.Count))
        {
            throw node.Mismatch($"a bias of {constant.Count} values for {weights.Length} scales");
        }

        float[] real = new float[constant.Count];
        for (int i = 0; i < real.Length; i++)
        {
            real[i] = (float)((double)constant.Integers[i] * input * weights[weights.Length == 1 ? 0 : i]);
        }

        return new OnnxValue(bias.Name, new OnnxConstant(constant.Shape, real));
    }

    private static int AxisOf(OnnxNode node, Form form, int operand) => form.Type switch
    {
        "Conv" => 0,
        "Gemm" when operand == 1 && node.Flag("transB", false) => 0,
        _ => -1,
    };

    // QLinearSoftmax says by itself which version of Softmax it is.
    private static int OpsetOf(OnnxNode node) => node.Type == "QLinearSoftmax" ? (int)Math.Clamp(node.Int("opset", node.Opset), 1, int.MaxValue) : node.Opset;

    /// <summary>How the inputs of an operator lie.</summary>
    /// <param name="Type">The operator on real numbers.</param>
    /// <param name="Operands">Positions of the operands.</param>
    /// <param name="ResultScale">Position of the result's scale.</param>
    /// <param name="Bias">Position of the bias, or -1.</param>
    private sealed record Form(string Type, int[] Operands, int ResultScale, int Bias = -1);
}
