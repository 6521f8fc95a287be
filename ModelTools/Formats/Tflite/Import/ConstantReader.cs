using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>
/// Turns the little-endian bytes of a constant into an array. float16 is widened to float32 (exact), uint8 shifted to int8,
/// int4 (two values a byte, the low half first) widened to int8.
/// </summary>
internal static class ConstantReader
{
    /// <summary>Element type in the graph of a type of the file.</summary>
    public static ElementType ElementTypeOf(TfliteTensorType type, string where) => type switch
    {
        TfliteTensorType.Float32 or TfliteTensorType.Float16 => ElementType.Float32,
        TfliteTensorType.Int8 or TfliteTensorType.UInt8 or TfliteTensorType.Int4 => ElementType.Int8,
        TfliteTensorType.Int32 => ElementType.Int32,
        TfliteTensorType.Int64 => ElementType.Int64,
        TfliteTensorType.Bool => ElementType.Bool,
        TfliteTensorType.Int16 => throw Unsupported(type, where, "export with int8 activations, not with 16x8 quantization"),
        _ => throw Unsupported(type, where, "export float32 or int8"),
    };

    /// <summary>The values of a constant, or null for an empty vector, which marks an activation.</summary>
    /// <param name="data">Bytes of the tensor's buffer.</param>
    /// <param name="shape">Checked shape.</param>
    public static Array? Read(FlatVector data, TfliteTensorType type, int[] shape, ByteBudget budget, string where)
    {
        if (data.Count == 0)
        {
            return null;
        }

        int count = 1;
        foreach (int dimension in shape)
        {
            count *= dimension;
        }

        long expected = ByteCount(type, count, where);
        if (data.Count != expected)
        {
            throw new EdgeException(
                DiagnosticId.TfliteBufferSize,
                where,
                $"{data.Count} bytes of data for shape [{string.Join(",", shape)}] of {type}, which takes {expected}",
                "the file is damaged; download or export it again");
        }

        // float16 and int4 double in size.
        budget.Charge(2L * data.Count, "constants");
        ReadOnlySpan<byte> bytes = data.Bytes;
        switch (type)
        {
            case TfliteTensorType.Int8:
                return MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray();
            case TfliteTensorType.UInt8:
                return Shifted(bytes);
            case TfliteTensorType.Int4:
                return Unpacked(bytes, count);
            case TfliteTensorType.Float16:
                return Widened(bytes, count);
            case TfliteTensorType.Float32:
                var floats = new float[count];
                for (int i = 0; i < count; i++)
                {
                    floats[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
                }

                return floats;
            case TfliteTensorType.Int64:
                var longs = new long[count];
                for (int i = 0; i < count; i++)
                {
                    longs[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
                }

                return longs;
            case TfliteTensorType.Bool:
                var bools = new bool[count];
                for (int i = 0; i < count; i++)
                {
                    bools[i] = bytes[i] != 0;
                }

                return bools;
            default:
                var ints = new int[count];
                for (int i = 0; i < count; i++)
                {
                    ints[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
                }

                return ints;
        }
    }

    private static long ByteCount(TfliteTensorType type, int count, string where) => type switch
    {
        TfliteTensorType.Int4 => ((long)count + 1) / 2,
        TfliteTensorType.Int8 or TfliteTensorType.UInt8 or TfliteTensorType.Bool => count,
        TfliteTensorType.Float16 => 2L * count,
        TfliteTensorType.Float32 or TfliteTensorType.Int32 => 4L * count,
        TfliteTensorType.Int64 => 8L * count,
        _ => throw Unsupported(type, where, "export float32 or int8"),
    };

    private static sbyte[] Shifted(ReadOnlySpan<byte> bytes)
    {
        var values = new sbyte[bytes.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (sbyte)(bytes[i] - TensorTable.UInt8Shift);
        }

        return values;
    }

    private static sbyte[] Unpacked(ReadOnlySpan<byte> bytes, int count)
    {
        var values = new sbyte[count];
        for (int i = 0; i < count; i++)
        {
            int half = (i & 1) == 0 ? bytes[i >> 1] << 4 : bytes[i >> 1];
            values[i] = (sbyte)((sbyte)half >> 4);
        }

        return values;
    }

    private static float[] Widened(ReadOnlySpan<byte> bytes, int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * 2)..]);
        }

        return values;
    }

    private static EdgeException Unsupported(TfliteTensorType type, string where, string remedy)
    {
        return new EdgeException(DiagnosticId.TfliteUnsupportedType, where, $"element type {type} is not supported", remedy);
    }
}
