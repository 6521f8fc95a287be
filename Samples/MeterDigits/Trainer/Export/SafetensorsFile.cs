using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Edge.MeterDigits.Trainer.Export;

/// <summary>
/// Float32 tensors by name in the safetensors format: uint64 length of the header, JSON header
/// {name: {dtype, shape, data_offsets}}, then the bytes (huggingface/safetensors, README, "Format").
/// </summary>
internal static class SafetensorsFile
{
    /// <summary>Writes the tensors in the order given.</summary>
    public static void Write(string file, IReadOnlyList<(string Name, long[] Shape, float[] Values)> tensors)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            long offset = 0;
            foreach ((string name, long[] shape, float[] values) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (long size in shape)
                {
                    json.WriteNumberValue(size);
                }
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += values.Length * sizeof(float);
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (header.Length % 8 != 0)
        {
            header.WriteByte((byte)' '); // the data start at a multiple of 8
        }

        string temporary = file + ".tmp";
        using (FileStream stream = File.Create(temporary))
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            header.WriteTo(stream);
            foreach ((string _, long[] _, float[] values) in tensors)
            {
                stream.Write(MemoryMarshal.AsBytes<float>(values));
            }
        }
        File.Move(temporary, file, overwrite: true);
    }

    /// <summary>Reads all tensors.</summary>
    /// <exception cref="InvalidDataException">The file isn't whole or holds another type than F32.</exception>
    public static Dictionary<string, (long[] Shape, float[] Values)> Read(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        long headerLength = bytes.Length < 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (headerLength < 2 || headerLength > bytes.Length - 8)
        {
            throw new InvalidDataException($"{file}: a header of {headerLength} bytes in a file of {bytes.Length}");
        }
        var tensors = new Dictionary<string, (long[] Shape, float[] Values)>();
        int dataStart = 8 + (int)headerLength;
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, (int)headerLength));
        foreach (JsonProperty entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
            {
                continue;
            }
            string? type = entry.Value.GetProperty("dtype").GetString();
            JsonElement offsets = entry.Value.GetProperty("data_offsets");
            long start = dataStart + offsets[0].GetInt64();
            long end = dataStart + offsets[1].GetInt64();
            var shape = new long[entry.Value.GetProperty("shape").GetArrayLength()];
            long count = 1;
            for (int i = 0; i < shape.Length; i++)
            {
                shape[i] = entry.Value.GetProperty("shape")[i].GetInt64();
                count *= shape[i];
            }
            if (type != "F32" || start < dataStart || end > bytes.Length || end - start != count * sizeof(float))
            {
                throw new InvalidDataException($"{file}: tensor {entry.Name}: {type}, bytes {start} to {end}, is not {count} float32 values within the file");
            }
            tensors.Add(entry.Name, (shape, MemoryMarshal.Cast<byte, float>(bytes.AsSpan((int)start, (int)(end - start))).ToArray()));
        }
        return tensors;
    }
}
