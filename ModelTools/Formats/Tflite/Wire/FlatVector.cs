using System;
using Google.FlatBuffers;

namespace Edge.ModelTools.Formats.Tflite.Wire;

/// <summary>A vector of a FlatBuffers file, its whole extent inside the file; the default value is an empty vector.</summary>
internal readonly struct FlatVector
{
    private readonly FlatFile? _file;
    private readonly int _start;
    private readonly int _elementBytes;

    /// <summary>Makes a vector over a range that has been checked.</summary>
    public FlatVector(FlatFile file, int start, int count, int elementBytes)
    {
        _file = file;
        _start = start;
        _elementBytes = elementBytes;
        Count = count;
    }

    /// <summary>Number of elements.</summary>
    public int Count { get; }

    /// <summary>All bytes of the vector, in place.</summary>
    public ReadOnlySpan<byte> Bytes => _file is null ? default : _file.Slice(_start, Count * _elementBytes);

    /// <summary>Element of a vector of int32.</summary>
    public int Int32(int index) => Buffer.GetInt(At(index));

    /// <summary>Element of a vector of int64.</summary>
    public long Int64(int index) => Buffer.GetLong(At(index));

    /// <summary>Element of a vector of float32.</summary>
    public float Single(int index) => Buffer.GetFloat(At(index));

    /// <summary>Element of a vector of tables.</summary>
    public FlatTable Table(int index, string what)
    {
        int at = At(index);
        long target = (long)at + Buffer.GetUint(at);
        _file!.Require(target, sizeof(int), what);
        return _file.TableAt((int)target, what);
    }

    /// <summary>All elements of a vector of int32.</summary>
    public int[] ToInt32s()
    {
        var values = new int[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Int32(i);
        }

        return values;
    }

    private ByteBuffer Buffer => _file!.Bytes;

    private int At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        return _start + (index * _elementBytes);
    }
}
