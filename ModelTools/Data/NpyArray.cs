using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>Contents of a .npy file.</summary>
/// <param name="ElementType">Float32, UInt8 or Int8.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Data">Row-major values; floats are little-endian.</param>
internal sealed record NpyArray(ElementType ElementType, int[] Shape, byte[] Data)
{
    /// <summary>The file holds integers of more than 8 bits, whose type here goes by their values.</summary>
    public bool IsWideInteger { get; init; }

    /// <summary>What was converted when the file was read, as a phrase; null when nothing was.</summary>
    public string? Conversion { get; init; }

    /// <summary>Refuses NaN and infinity.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.InputNotFinite"/>, with the position of the first one.</exception>
    public void RequireFinite(string path)
    {
        if (ElementType != ElementType.Float32)
        {
            return;
        }

        for (int i = 0; i < Data.Length; i += sizeof(float))
        {
            float value = BinaryPrimitives.ReadSingleLittleEndian(Data.AsSpan(i));
            if (!float.IsFinite(value))
            {
                throw NotFinite(path, value, i / sizeof(float), Shape);
            }
        }
    }

    /// <summary>The error for a value that is no number.</summary>
    /// <param name="path">The file.</param>
    /// <param name="value">NaN or an infinity.</param>
    /// <param name="index">Its place in row-major order.</param>
    /// <param name="shape">Shape of what it is part of.</param>
    public static EdgeException NotFinite(string path, float value, int index, int[] shape)
    {
        var position = new List<int>();
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            position.Insert(0, index % shape[axis]);
            index /= shape[axis];
        }

        return new EdgeException(
            DiagnosticId.InputNotFinite,
            path,
            FormattableString.Invariant($"the value at [{string.Join(",", position)}] of the shape {ShapeText.Of(shape)} is {value}"),
            "repair the data or leave the sample out");
    }
}
