using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Tflite.Schema;
using Google.FlatBuffers;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>The option table of an operator in a file under construction: fields by number.</summary>
internal sealed class OptionTable
{
    private readonly List<(int Field, Func<FlatBufferBuilder, int> Before, Action<FlatBufferBuilder, int> Add)> _fields = [];

    public OptionTable(TfliteOptionsType type)
    {
        Type = type;
    }

    public TfliteOptionsType Type { get; }

    public OptionTable Byte(int field, int value) => With(field, builder => builder.AddByte(field, (byte)value, 0));

    public OptionTable Bool(int field, bool value) => With(field, builder => builder.AddBool(field, value, false));

    public OptionTable Int(int field, int value) => With(field, builder => builder.AddInt(field, value, 0));

    public OptionTable Float(int field, float value) => With(field, builder => builder.AddFloat(field, value, 0));

    public OptionTable Ints(int field, params int[] values)
    {
        _fields.Add((field, builder => TfliteFileBuilder.Int32Vector(builder, values), (builder, offset) => builder.AddOffset(field, offset, 0)));
        return this;
    }

    /// <summary>Writes the table and gives its offset.</summary>
    public int Write(FlatBufferBuilder builder)
    {
        int last = -1;
        var offsets = new List<int>();
        foreach ((int field, Func<FlatBufferBuilder, int> before, _) in _fields)
        {
            offsets.Add(before(builder));
            last = Math.Max(last, field);
        }

        builder.StartTable(last + 1);
        for (int i = 0; i < _fields.Count; i++)
        {
            _fields[i].Add(builder, offsets[i]);
        }

        return builder.EndTable();
    }

    private OptionTable With(int field, Action<FlatBufferBuilder> add)
    {
        _fields.Add((field, _ => 0, (builder, _) => add(builder)));
        return this;
    }
}
