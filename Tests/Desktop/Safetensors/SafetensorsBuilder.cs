using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Edge.Tests.Desktop.Safetensors;

/// <summary>Builds safetensors files, right and wrong ones.</summary>
internal sealed class SafetensorsBuilder
{
    private readonly List<byte> _data = [];
    private readonly List<(string Name, string Type, int[] Shape, long Begin, long End)> _tensors = [];

    /// <summary>Adds a float32 tensor.</summary>
    public SafetensorsBuilder Add(string name, int[] shape, params ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return AddRaw(name, "F32", shape, bytes);
    }

    /// <summary>Adds a tensor of any type.</summary>
    public SafetensorsBuilder AddRaw(string name, string type, int[] shape, byte[] bytes)
    {
        long begin = _data.Count;
        _data.AddRange(bytes);
        _tensors.Add((name, type, shape, begin, _data.Count));
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            foreach ((string name, string type, int[] shape, long begin, long end) in _tensors)
            {
                json.WritePropertyName(name);
                json.WriteRawValue($$"""{"dtype":"{{type}}","shape":[{{string.Join(",", shape)}}],"data_offsets":[{{begin}},{{end}}]}""");
            }

            json.WriteEndObject();
        }

        return WithHeader(Encoding.UTF8.GetString(header.ToArray()), [.. _data]);
    }

    /// <summary>A file with a header as it is given.</summary>
    public static byte[] WithHeader(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[sizeof(ulong) + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, sizeof(ulong));
        data.CopyTo(file, sizeof(ulong) + text.Length);
        return file;
    }
}
