using System;
using Edge.ModelTools.Formats.Onnx.Import;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Folding;

/// <summary>QuantizeLinear and DequantizeLinear of constants. What was dequantized remembers its scales: weights may keep them.</summary>
internal static class QuantizationFolds
{
    /// <summary>DequantizeLinear.</summary>
    public static OnnxConstant Dequantize(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        RequirePlain(node);
        import.FoldedShape(node, OnnxShape.ToLongs(data.Shape));
        return OnnxQuantization.Read(node, 1, 2, data.Type).Dequantize(node, data, (int)Math.Clamp(node.Int("axis", 1), int.MinValue, int.MaxValue));
    }

    /// <summary>QuantizeLinear: rounds to nearest, ties to even.</summary>
    public static OnnxConstant Quantize(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        RequirePlain(node);
        float[] values = node.FiniteFloats(0, "input");
        import.FoldedShape(node, OnnxShape.ToLongs(data.Shape));
        var quantization = OnnxQuantization.Read(node, 1, 2, (DataType)node.Int("output_dtype", (long)DataType.Uint8));
        int axis = quantization.Scales.Length == 1 ? 0 : node.Axis(node.Int("axis", 1), data.Shape.Length);
        if (quantization.Scales.Length > 1 && data.Shape[axis] != quantization.Scales.Length)
        {
            throw node.Mismatch($"{quantization.Scales.Length} scales for axis {axis} of shape {OnnxShape.Text(data.Shape)}");
        }

        int inner = quantization.Scales.Length == 1 ? 1 : OnnxShape.Count(data.Shape[(axis + 1)..]);
        (long lowest, long highest) = quantization.Range;
        long[] quantized = new long[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int slice = quantization.Scales.Length == 1 ? 0 : i / inner % quantization.Scales.Length;
            double steps = Math.Round((double)values[i] / quantization.Scales[slice], MidpointRounding.ToEven) + quantization.ZeroPoints[slice];
            quantized[i] = (long)Math.Clamp(steps, lowest, highest);
        }

        return new OnnxConstant(data.Shape, quantized) { Type = quantization.Type };
    }

    private static void RequirePlain(OnnxNode node)
    {
        if (node.Int("block_size", 0) != 0)
        {
            throw node.Unsupported("it has a scale for each block of values", "quantize per tensor or per channel");
        }
    }
}
