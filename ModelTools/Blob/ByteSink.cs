using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Edge.ModelTools.Blob;

/// <summary>Writes what <see cref="Edge.Runtime.Int8.Blob.ByteCursor"/> reads.</summary>
internal sealed class ByteSink
{
    private readonly List<byte> _bytes = [];

    /// <summary>Bytes written so far.</summary>
    public int Length => _bytes.Count;

    /// <summary>The bytes.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Variable-length unsigned number.</summary>
    public void Unsigned(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        uint rest = (uint)value;
        while (rest >= 0x80)
        {
            _bytes.Add((byte)(rest | 0x80));
            rest >>= 7;
        }

        _bytes.Add((byte)rest);
    }

    /// <summary>Variable-length signed number, zigzag.</summary>
    public void Signed(int value)
    {
        Unsigned((value << 1) ^ (value >> 31));
    }

    /// <summary>0 or 1.</summary>
    public void Flag(bool value)
    {
        Unsigned(value ? 1 : 0);
    }

    /// <summary>Little-endian int32.</summary>
    public void Int32(int value)
    {
        _bytes.Add((byte)value);
        _bytes.Add((byte)(value >> 8));
        _bytes.Add((byte)(value >> 16));
        _bytes.Add((byte)(value >> 24));
    }

    /// <summary>Little-endian uint16.</summary>
    public void UInt16(int value)
    {
        _bytes.Add((byte)value);
        _bytes.Add((byte)(value >> 8));
    }

    /// <summary>IEEE 754 binary32.</summary>
    public void Float(float value)
    {
        Int32(BitConverter.SingleToInt32Bits(value));
    }

    /// <summary>Length, then UTF-8; cut at 1,024 bytes between characters. Control characters, which no loader takes, become '?'.</summary>
    public void Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(Printable(text));
        int length = utf8.Length;
        if (length > 1024)
        {
            length = 1024;
            while ((utf8[length] & 0xC0) == 0x80)
            {
                length--;
            }
        }

        Unsigned(length);
        _bytes.AddRange(utf8.AsSpan(0, length));
    }

    /// <summary>A name without the control characters that a source model may have in it.</summary>
    public static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

    /// <summary>Bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
    }
}
