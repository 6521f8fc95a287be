using System;
using System.Buffers;
using System.Text;

namespace Edge.MeterDigits.Trainer.Export;

/// <summary>The few parts of the protocol buffer wire format that an ONNX file needs (protobuf.dev, "Encoding").</summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>An integer field.</summary>
    public ProtoWriter Integer(int field, long value)
    {
        Raw((ulong)(field << 3 | Varint));
        Raw((ulong)value);
        return this;
    }

    /// <summary>A float field.</summary>
    public ProtoWriter Float(int field, float value)
    {
        Raw((ulong)(field << 3 | Fixed32));
        _bytes.Write(BitConverter.GetBytes(value));
        return this;
    }

    /// <summary>A string field.</summary>
    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A nested message.</summary>
    public ProtoWriter Message(int field, ProtoWriter message) => Bytes(field, message.ToArray());

    /// <summary>A bytes field.</summary>
    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw((ulong)(field << 3 | LengthDelimited));
        Raw((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Raw(ulong value)
    {
        while (value >= 0x80)
        {
            Octet((byte)(value | 0x80));
            value >>= 7;
        }
        Octet((byte)value);
    }

    private void Octet(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
