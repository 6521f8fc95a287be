using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Dynamic quantization, whose activations have a scale only at run time: the network is taken back to real numbers, and Edge quantizes it
/// itself. DynamicQuantizeLinear leaves the activation as it is, ConvInteger and MatMulInteger are the operators on
/// integer weights as real numbers, and of the scale that is multiplied in afterwards the weights' part is left.
/// </summary>
internal sealed class DynamicQuantizationConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } =
        ["DynamicQuantizeLinear", "ConvInteger", "MatMulInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        switch (node.Type)
        {
            case "DynamicQuantizeLinear":
                Quantize(node, import);
                break;
            case "DynamicQuantizeMatMul":
                Multiply(node, import, OnnxImporter.Activation(node, 0), node.ConstantInput(1, "weights"), 2, 3, 4);
                break;
            case "MatMulIntegerToFloat":
                OnnxValue input = node.Input(0);
                bool isScaled = input.Pending is { } scale && DynamicScaleRules.IsScaleOf(node.OptionalInput(2), scale);
                Multiply(node, import, isScaled ? input.Real() : throw DynamicScaleRules.Misused(node), node.ConstantInput(1, "weights"), 3, 5, 6);
                break;
            default:
                Accumulate(node, import);
                break;
        }
    }

    private static void Quantize(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        var scale = new OnnxDynamicScale(node);
        import.Define(node.OutputName, new OnnxValue(node.OutputName, input.Shape, input.Activation!, input.Order, node) { Pending = scale });
        for (int i = 1; i < node.OutputCount; i++)
        {
            // The zero point is known by its scale: whoever takes one of them takes both.
            import.Define(node.OutputAt(i), new OnnxValue(node.OutputAt(i), scale));
        }
    }

    /// <summary>ConvInteger and MatMulInteger: sums of (x - zero point) * (w - zero point), which are real sums over the activation's scale.</summary>
    private static void Accumulate(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = node.Input(0);
        if (input.Pending is not { } scale || (node.OptionalInput(2) is { } zero && !DynamicScaleRules.IsScaleOf(zero, scale)))
        {
            throw DynamicScaleRules.Misused(node);
        }

        OnnxConstant weights = node.ConstantInput(1, "weights");
        var sums = new OnnxValue(node.Input(1).Name, Centred(node, weights, node.OptionalIntegers(3, "zero points")));
        OnnxNode real = node.As(node.Type == "ConvInteger" ? "Conv" : "MatMul", [input.Real(), sums], node.OutputName);
        OnnxConverters.Of(real.Type).Convert(real, import);
        OnnxValue made = import.Find(node.OutputName)!;
        import.Define(node.OutputName, new OnnxValue(made.Name, made.Shape, made.Activation!, made.Order, node) { Pending = scale });
    }

    /// <summary>A product with weights that have scales of their own, and perhaps a bias.</summary>
    private static void Multiply(OnnxNode node, OnnxImporter import, OnnxValue input, OnnxConstant weights, int scale, int zeroPoint, int bias)
    {
        OnnxConstant real = OnnxQuantization.Read(node, scale, zeroPoint, weights.Type == DataType.Undefined ? DataType.Uint8 : weights.Type).Dequantize(node, weights, -1);
        bool hasBias = node.OptionalInput(bias) is not null;
        string product = hasBias ? $"{node.OutputName}/product" : node.OutputName;
        OnnxConverters.Of("MatMul").Convert(node.As("MatMul", [input, new OnnxValue(node.Input(1).Name, real)], product), import);
        if (hasBias)
        {
            OnnxConverters.Of("Add").Convert(node.As("Add", [import.Find(product), node.OptionalInput(bias)], node.OutputName), import);
        }
    }

    private static OnnxConstant Centred(OnnxNode node, OnnxConstant weights, long[]? zeroPoints)
    {
        if (weights.IsFloat)
        {
            throw node.Mismatch("its weights are floating point");
        }

        // Scales and zero points of each channel belong to the first axis of a convolution and to the last of a product.
        long[] zeros = zeroPoints ?? [0];
        int inner = node.Type == "ConvInteger" ? weights.Count / Math.Max(weights.Shape.Length == 0 ? 1 : weights.Shape[0], 1) : 1;
        if (zeros.Length != 1 && (weights.Shape.Length == 0 || zeros.Length != weights.Shape[node.Type == "ConvInteger" ? 0 : ^1]))
        {
            throw node.Mismatch($"{zeros.Length} zero points for weights of shape {OnnxShape.Text(weights.Shape)}");
        }

        float[] real = new float[weights.Count];
        for (int i = 0; i < real.Length; i++)
        {
            real[i] = weights.Integers[i] - zeros[zeros.Length == 1 ? 0 : i / inner % zeros.Length];
        }

        return new OnnxConstant(weights.Shape, real);
    }
}
