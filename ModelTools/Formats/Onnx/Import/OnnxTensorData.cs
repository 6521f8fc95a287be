using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Formats.Onnx.Wire;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>
/// Reads the values of a TensorProto: from raw_data (little-endian), from the field of its type, or from another file.
/// Nothing is allocated before the file is known to hold that many bytes.
/// </summary>
internal static class OnnxTensorData
{
    /// <summary>Reads a tensor.</summary>
    /// <param name="tensor">The message.</param>
    /// <param name="modelPath">Path of the model, for external data and messages.</param>
    /// <exception cref="EdgeException">Too large, of an unsupported type, with the wrong number of values, or external data missing or bad.</exception>
    public static OnnxConstant Read(TensorProto tensor, string modelPath)
    {
        string file = System.IO.Path.GetFileName(modelPath);
        string what = $"tensor {OnnxName.Quote(tensor.Name)}";
        int[] shape = OnnxShape.Checked(tensor.Dims, file, what);
        int count = OnnxShape.Count(shape);
        var type = (DataType)tensor.DataType;
        int size = ElementSize(type);
        if (size == 0)
        {
            throw new EdgeException(
                DiagnosticId.OnnxTypeUnsupported, file, $"{what} has the element type {type}", "export the model in float32");
        }

        bool isExternal = tensor.DataLocation == TensorProto.Types.DataLocation.External;
        if (isExternal || tensor.RawData.Length > 0)
        {
            ReadOnlySpan<byte> bytes = isExternal
                ? OnnxExternalData.Read(tensor, modelPath, (long)count * size)
                : tensor.RawData.Span;
            Require(bytes.Length == (long)count * size, file, what, shape, $"{bytes.Length} bytes");
            return IsFloat(type)
                ? new OnnxConstant(shape, RawFloats(bytes, type, count)) { Type = type }
                : new OnnxConstant(shape, RawIntegers(bytes, type, count)) { Type = type };
        }

        return IsFloat(type)
            ? new OnnxConstant(shape, ListedFloats(tensor, type, file, what, shape)) { Type = type }
            : new OnnxConstant(shape, ListedIntegers(tensor, type, file, what, shape)) { Type = type };
    }

    private static bool IsFloat(DataType type) => type is DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16;

    private static int ElementSize(DataType type) => type switch
    {
        DataType.Uint8 or DataType.Int8 or DataType.Bool => 1,
        DataType.Uint16 or DataType.Int16 or DataType.Float16 or DataType.Bfloat16 => 2,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Int64 or DataType.Uint64 or DataType.Double => 8,
        _ => 0,
    };

    private static float[] RawFloats(ReadOnlySpan<byte> bytes, DataType type, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = type switch
            {
                DataType.Float => BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * 4)..]),
                DataType.Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * 8)..]),
                DataType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * 2)..]),
                _ => FromBfloat16(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..])),
            };
        }

        return values;
    }

    private static long[] RawIntegers(ReadOnlySpan<byte> bytes, DataType type, int count)
    {
        long[] values = new long[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = type switch
            {
                DataType.Int64 or DataType.Uint64 => BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * 8)..]),
                DataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * 4)..]),
                DataType.Uint32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * 4)..]),
                DataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * 2)..]),
                DataType.Uint16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..]),
                DataType.Int8 => (sbyte)bytes[i],
                _ => bytes[i],
            };
        }

        return values;
    }

    private static float[] ListedFloats(TensorProto tensor, DataType type, string file, string what, int[] shape)
    {
        switch (type)
        {
            case DataType.Float:
                return Listed(tensor.FloatData, value => value, file, what, shape);
            case DataType.Double:
                return Listed(tensor.DoubleData, value => (float)value, file, what, shape);
            case DataType.Float16:
                return Listed(tensor.Int32Data, bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits), file, what, shape);
            default:
                return Listed(tensor.Int32Data, bits => FromBfloat16((ushort)bits), file, what, shape);
        }
    }

    private static long[] ListedIntegers(TensorProto tensor, DataType type, string file, string what, int[] shape)
    {
        return type switch
        {
            DataType.Int64 => Listed(tensor.Int64Data, value => value, file, what, shape),
            DataType.Uint32 or DataType.Uint64 => Listed(tensor.Uint64Data, value => (long)value, file, what, shape),
            _ => Listed(tensor.Int32Data, value => (long)value, file, what, shape),
        };
    }

    private static TResult[] Listed<TSource, TResult>(
        IReadOnlyList<TSource> source, Func<TSource, TResult> convert, string file, string what, int[] shape)
    {
        Require(source.Count == OnnxShape.Count(shape), file, what, shape, $"{source.Count} values");
        var values = new TResult[source.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = convert(source[i]);
        }

        return values;
    }

    private static float FromBfloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static void Require(bool condition, string file, string what, int[] shape, string found)
    {
        if (!condition)
        {
            throw new EdgeException(
                DiagnosticId.OnnxShapeMismatch, file, $"{what} of shape {OnnxShape.Text(shape)} holds {found}", "export or download the model again");
        }
    }
}
