using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;

namespace Edge.ModelTools.Data;

/// <summary>
/// An element type of NumPy and how it becomes float32, uint8 or int8. Wide integers whose values are all 0 to 255 are pixels
/// (NumPy makes int64 of a list of them) and become uint8; others become float32.
/// </summary>
/// <param name="Kind">f, i or u.</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="IsBigEndian">Most significant byte first.</param>
internal sealed record NpyElements(char Kind, int Size, bool IsBigEndian)
{
    private string Name => $"{Kind switch { 'f' => "float", 'i' => "int", _ => "uint" }}{8 * Size}";

    /// <summary>The type of a header's descr ("&lt;f4"), or null when it is another than real or integer numbers.</summary>
    public static NpyElements? Find(string descr)
    {
        bool isKnown = descr.Length == 3 && descr[0] is '<' or '>' or '|' or '=';
        if (!isKnown || !int.TryParse(descr.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            return null;
        }

        bool isNumber = descr[1] == 'f' ? size is 2 or 4 or 8 : descr[1] is 'i' or 'u' && size is 1 or 2 or 4 or 8;
        return isNumber && (descr[0] != '|' || size == 1) ? new NpyElements(descr[1], size, descr[0] == '>') : null;
    }

    /// <summary>Converts an array.</summary>
    /// <param name="shape">Dimensions, which fit the data.</param>
    /// <param name="data">Elements as the file holds them.</param>
    /// <param name="isFortranOrder">The first index runs fastest.</param>
    public NpyArray Convert(int[] shape, byte[] data, bool isFortranOrder)
    {
        var said = new List<string>();
        if (isFortranOrder && shape.Length > 1)
        {
            data = ToRowMajor(shape, data);
            said.Add("Fortran order is taken as C order");
        }

        ElementType type = Kind == 'f' ? ElementType.Float32 : Kind == 'u' ? ElementType.UInt8 : ElementType.Int8;
        bool isWideInteger = Kind != 'f' && Size > 1;
        if (isWideInteger || (Kind == 'f' && (Size != sizeof(float) || IsBigEndian)))
        {
            double[] values = Values(data);
            bool isPixels = isWideInteger && Array.TrueForAll(values, value => value is >= byte.MinValue and <= byte.MaxValue);
            type = isPixels ? ElementType.UInt8 : ElementType.Float32;
            data = isPixels ? Array.ConvertAll(values, value => (byte)value) : Floats(values);
            if (Size != sizeof(float) || isWideInteger)
            {
                said.Add(isPixels ? $"{Name} is taken as uint8, for all values are 0 to 255" : $"{Name} is taken as float32");
            }
        }

        return new NpyArray(type, shape, data)
        {
            IsWideInteger = isWideInteger,
            Conversion = said.Count == 0 ? null : string.Join(", ", said),
        };
    }

    /// <summary>Bytes of float32, little-endian.</summary>
    public static byte[] Floats(double[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), (float)values[i]);
        }

        return bytes;
    }

    private double[] Values(byte[] data)
    {
        var values = new double[data.Length / Size];
        Span<byte> element = stackalloc byte[Size];
        for (int i = 0; i < values.Length; i++)
        {
            data.AsSpan(i * Size, Size).CopyTo(element);
            if (IsBigEndian)
            {
                element.Reverse();
            }

            values[i] = (Kind, Size) switch
            {
                ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
                ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(element),
                ('f', _) => BinaryPrimitives.ReadDoubleLittleEndian(element),
                ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(element),
                ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(element),
                ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(element),
                ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(element),
                ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(element),
                _ => BinaryPrimitives.ReadUInt64LittleEndian(element),
            };
        }

        return values;
    }

    /// <summary>Elements with the last index running fastest, from elements with the first one running fastest.</summary>
    private byte[] ToRowMajor(int[] shape, byte[] data)
    {
        var ordered = new byte[data.Length];
        var index = new int[shape.Length];
        for (int target = 0; target < data.Length / Size; target++)
        {
            int source = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source = (source * shape[axis]) + index[axis];
            }

            data.AsSpan(source * Size, Size).CopyTo(ordered.AsSpan(target * Size));
            for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }

        return ordered;
    }
}
