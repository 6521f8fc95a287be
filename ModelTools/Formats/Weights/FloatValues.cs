using System;
using System.Buffers.Binary;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.Weights;

/// <summary>Turns stored floating point numbers, little-endian, into float: F64 (rounded to nearest), F32, F16, BF16 (IEEE 754, bfloat16 its upper half).</summary>
internal static class FloatValues
{
    /// <summary>Bytes of a value of a floating point type; 0 for any other type.</summary>
    public static int BytesOf(string type)
    {
        return type switch
        {
            "F64" => sizeof(double),
            "F32" => sizeof(float),
            "F16" or "BF16" => sizeof(ushort),
            _ => 0,
        };
    }

    /// <summary>Value <paramref name="index"/> of an array of values.</summary>
    public static float Read(ReadOnlySpan<byte> bytes, string type, int index)
    {
        return type switch
        {
            "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(index * sizeof(double))..]),
            "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes[(index * sizeof(float))..]),
            "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(index * sizeof(ushort))..]),
            _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * sizeof(ushort))..]) << 16),
        };
    }

    /// <summary>Refuses types that are no floating point numbers.</summary>
    /// <exception cref="EdgeException">The type is another one.</exception>
    public static void RequireType(string path, WeightEntry entry)
    {
        if (BytesOf(entry.Type) == 0)
        {
            throw new EdgeException(
                DiagnosticId.WeightTypeUnsupported,
                $"{path}: tensor '{entry.Name}'",
                $"the type {entry.Type} is not supported (only F64, F32, F16, BF16)",
                "save the weights as float32");
        }
    }

    /// <summary>Refuses infinities and values that are no numbers.</summary>
    /// <exception cref="EdgeException">A value is not finite; its index is named.</exception>
    public static void RequireFinite(string path, WeightEntry entry, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new EdgeException(
                    DiagnosticId.WeightValueNotFinite, $"{path}: tensor '{entry.Name}'", $"value {i} is {values[i]}", "train or export the weights again");
            }
        }
    }
}
