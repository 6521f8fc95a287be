using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>Scales and zero points of a node: real = scale * (q - zero point), per tensor or per index of one axis.</summary>
/// <param name="Scales">One, or one for each index of the axis; finite and positive.</param>
/// <param name="ZeroPoints">As many.</param>
/// <param name="Type">Type of the quantized values.</param>
internal sealed record OnnxQuantization(float[] Scales, long[] ZeroPoints, DataType Type)
{
    private const int UnsignedShift = 128; // from uint8 to int8

    /// <summary>Reads two inputs of a node.</summary>
    /// <param name="type">Type of the quantized values where no zero point says it.</param>
    /// <exception cref="EdgeException">They are missing, computed, of different lengths, or no scale is a scale.</exception>
    public static OnnxQuantization Read(OnnxNode node, int scaleIndex, int zeroPointIndex, DataType type)
    {
        OnnxConstant scale = node.ConstantInput(scaleIndex, "scales");
        if (!scale.IsFloat)
        {
            throw node.Error(DiagnosticId.OnnxTypeUnsupported, "its scale is an integer", "export the model again");
        }

        int bad = Array.FindIndex(scale.Floats, value => !(value > 0) || !float.IsFinite(value));
        if (bad >= 0 || scale.Count == 0)
        {
            throw node.Error(
                DiagnosticId.OnnxBadScale, scale.Count == 0 ? "it has no scale" : $"scale {bad} is {scale.Floats[bad]}", "quantize again with representative data");
        }

        OnnxConstant? zero = node.OptionalConstant(zeroPointIndex, "zero points");
        long[] zeroPoints = node.OptionalIntegers(zeroPointIndex, "zero points") ?? new long[scale.Count];
        if (zeroPoints.Length == 1 && scale.Count > 1)
        {
            zeroPoints = Filled(zeroPoints[0], scale.Count);
        }

        if (zeroPoints.Length != scale.Count)
        {
            throw node.Mismatch($"it has {scale.Count} scales and {zeroPoints.Length} zero points");
        }

        var quantization = new OnnxQuantization(scale.Floats, zeroPoints, zero is null || zero.Type == DataType.Undefined ? type : zero.Type);
        (long lowest, long highest) = quantization.Range;
        int outside = Array.FindIndex(zeroPoints, value => value < lowest || value > highest);
        return outside < 0 ? quantization : throw node.Error(
            DiagnosticId.OnnxBadScale, $"zero point {zeroPoints[outside]} is outside {quantization.Type}'s range", "check that the file is intact");
    }

    /// <summary>Lowest and highest quantized value.</summary>
    public (long Lowest, long Highest) Range => Type switch
    {
        DataType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        DataType.Uint8 => (byte.MinValue, byte.MaxValue),
        DataType.Int16 => (short.MinValue, short.MaxValue),
        DataType.Uint16 => (ushort.MinValue, ushort.MaxValue),
        _ => (int.MinValue, int.MaxValue),
    };

    /// <summary>The same for values that lie in int8, or null where they have another size than 8 bits.</summary>
    public QuantizationParameters? ToInt8(int axis = -1)
    {
        int shift = Type == DataType.Uint8 ? UnsignedShift : 0;
        return Type is DataType.Int8 or DataType.Uint8
            ? new QuantizationParameters(Scales, Array.ConvertAll(ZeroPoints, value => (int)value - shift), Scales.Length == 1 ? -1 : axis)
            : null;
    }

    /// <summary>Real values of quantized ones.</summary>
    /// <param name="node">For messages.</param>
    /// <param name="axis">Axis of the scales, where there are several.</param>
    /// <returns>A floating-point constant that knows its quantization, where that has 8 bits.</returns>
    public OnnxConstant Dequantize(OnnxNode node, OnnxConstant data, int axis)
    {
        if (data.IsFloat)
        {
            throw node.Error(DiagnosticId.OnnxTypeUnsupported, "what it dequantizes is floating point", "export the model again");
        }

        axis = Scales.Length == 1 ? 0 : node.Axis(axis, data.Shape.Length);
        if (Scales.Length > 1 && data.Shape[axis] != Scales.Length)
        {
            throw node.Mismatch($"{Scales.Length} scales for axis {axis} of shape {OnnxShape.Text(data.Shape)}");
        }

        int inner = Scales.Length == 1 ? 1 : OnnxShape.Count(data.Shape[(axis + 1)..]);
        float[] real = new float[data.Count];
        for (int i = 0; i < real.Length; i++)
        {
            int slice = Scales.Length == 1 ? 0 : i / inner % Scales.Length;
            real[i] = (float)((double)(data.Integers[i] - ZeroPoints[slice]) * Scales[slice]);
        }

        return new OnnxConstant(data.Shape, real) { Quantization = ToInt8(axis) };
    }

    private static long[] Filled(long value, int count)
    {
        long[] values = new long[count];
        Array.Fill(values, value);
        return values;
    }
}
