using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteFields;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>Reads and checks scales and zero points: real = scale * (q - zeroPoint), per tensor or per index of one axis.</summary>
internal static class QuantizationReader
{
    /// <summary>Quantization of an integer tensor, or null if it has none; float tensors never have one here.</summary>
    public static QuantizationParameters? Read(FlatTable tensor, TfliteTensorType type, int[] shape, ByteBudget budget, string where)
    {
        FlatTable? table = tensor.Table(Fields.Tensor.Quantization, "quantization");
        if (table is not FlatTable quantization || !IsQuantizable(type))
        {
            return null;
        }

        if (quantization.Byte(Fields.Quantization.DetailsType) != 0)
        {
            throw new EdgeException(
                DiagnosticId.TfliteUnsupportedQuantization, where, "the quantization is neither per tensor nor per channel", "export with plain int8 quantization");
        }

        FlatVector scales = quantization.Vector(Fields.Quantization.Scales, sizeof(float), "scales");
        FlatVector zeroPoints = quantization.Vector(Fields.Quantization.ZeroPoints, sizeof(long), "zero points");
        if (scales.Count == 0)
        {
            return null;
        }

        int axis = Axis(scales.Count, zeroPoints.Count, quantization.Int32(Fields.Quantization.Axis), type, shape, where);
        budget.Charge((long)scales.Count * (sizeof(float) + sizeof(int)), "scales");
        var scaleValues = new float[scales.Count];
        var zeroPointValues = new int[scales.Count];
        for (int i = 0; i < scaleValues.Length; i++)
        {
            scaleValues[i] = Scale(scales.Single(i), type, i, where);
            zeroPointValues[i] = ZeroPoint(zeroPoints.Int64(zeroPoints.Count == 1 ? 0 : i), type, where);
        }

        return new QuantizationParameters(scaleValues, zeroPointValues, axis);
    }

    private static bool IsQuantizable(TfliteTensorType type)
    {
        return type is TfliteTensorType.Int8 or TfliteTensorType.UInt8 or TfliteTensorType.Int4 or TfliteTensorType.Int32;
    }

    private static int Axis(int scales, int zeroPoints, int axis, TfliteTensorType type, int[] shape, string where)
    {
        if (zeroPoints != scales && zeroPoints != 1)
        {
            throw Length(where, $"{scales} scales and {zeroPoints} zero points");
        }

        if (scales == 1)
        {
            return -1;
        }

        // A bias has one dimension, and the reference never reads its field (tflite-micro, kernels/conv_common.cc).
        if (type == TfliteTensorType.Int32 && shape.Length == 1)
        {
            axis = 0;
        }

        if (axis < 0 || axis >= shape.Length || shape[axis] != scales)
        {
            throw Length(where, $"{scales} scales along axis {axis} of shape [{string.Join(",", shape)}]");
        }

        if (type == TfliteTensorType.UInt8)
        {
            throw new EdgeException(
                DiagnosticId.TfliteUnsupportedQuantization, where, "uint8 is quantized per channel", "export int8, which has per-channel weights");
        }

        return axis;
    }

    private static float Scale(float scale, TfliteTensorType type, int index, string where)
    {
        // The reference never reads scales of biases; products of two tiny scales may well be 0.
        return type == TfliteTensorType.Int32 ? 1
            : float.IsFinite(scale) && scale > 0 ? scale
            : throw new EdgeException(
                DiagnosticId.TfliteBadScale, where, $"scale {index} is {scale}", "calibrate with representative data and export again");
    }

    private static int ZeroPoint(long zeroPoint, TfliteTensorType type, string where)
    {
        (long lowest, long highest, int shift) = type switch
        {
            TfliteTensorType.Int8 => (sbyte.MinValue, sbyte.MaxValue, 0),
            TfliteTensorType.UInt8 => (byte.MinValue, byte.MaxValue, TensorTable.UInt8Shift),
            TfliteTensorType.Int32 => (long.MinValue, long.MaxValue, 0),
            _ => (0L, 0L, 0), // int4 weights are symmetric
        };
        return zeroPoint >= lowest && zeroPoint <= highest
            ? (type == TfliteTensorType.Int32 ? 0 : (int)zeroPoint - shift) // nor their zero points
            : throw new EdgeException(
                DiagnosticId.TfliteBadZeroPoint,
                where,
                $"zero point {zeroPoint} is outside [{lowest}, {highest}]",
                "the file is damaged, or the exporter is at fault; export it again");
    }

    private static EdgeException Length(string where, string what)
    {
        return new EdgeException(
            DiagnosticId.TfliteQuantizationLength, where, what + " do not match", "the file is damaged, or the exporter is at fault; export it again");
    }
}
