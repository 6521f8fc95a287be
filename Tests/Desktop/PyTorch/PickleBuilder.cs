using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Edge.ModelTools.Formats.PyTorch;

namespace Edge.Tests.Desktop.PyTorch;

/// <summary>Builds pickles of PyTorch, right and wrong ones.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _bytes = [PickleOpcode.Proto, 2];

    /// <summary>Appends opcodes and operands as they are.</summary>
    public PickleBuilder Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Pushes a text.</summary>
    public PickleBuilder Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Raw(PickleOpcode.BinUnicode).Raw(BitConverter.GetBytes(utf8.Length)).Raw(utf8);
    }

    /// <summary>Pushes an integer.</summary>
    public PickleBuilder Integer(int value) => Raw(PickleOpcode.BinInt).Raw(BitConverter.GetBytes(value));

    /// <summary>Pushes a class or function.</summary>
    public PickleBuilder Global(string module, string name) => Raw(PickleOpcode.Global).Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    /// <summary>Pushes a tuple of integers.</summary>
    public PickleBuilder Tuple(params int[] values)
    {
        Raw(PickleOpcode.Mark);
        foreach (int value in values)
        {
            Integer(value);
        }

        return Raw(PickleOpcode.Tuple);
    }

    /// <summary>Pushes a dictionary.</summary>
    public PickleBuilder Dictionary(params (string Key, Action<PickleBuilder> Value)[] entries)
    {
        Raw(PickleOpcode.EmptyDict, PickleOpcode.Mark);
        foreach ((string key, Action<PickleBuilder> value) in entries)
        {
            Text(key);
            value(this);
        }

        return Raw(PickleOpcode.SetItems);
    }

    /// <summary>Pushes a float tensor.</summary>
    public PickleBuilder Tensor(string storage, int storageCount, int[] shape, int offset = 0, int[]? strides = null)
    {
        Global("torch._utils", "_rebuild_tensor_v2");
        Raw(PickleOpcode.Mark, PickleOpcode.Mark);
        Text("storage").Global("torch", "FloatStorage").Text(storage).Text("cpu").Integer(storageCount);
        Raw(PickleOpcode.Tuple, PickleOpcode.BinPersId);
        Integer(offset).Tuple(shape).Tuple(strides ?? RowMajor(shape));
        return Raw(PickleOpcode.NewFalse, PickleOpcode.None, PickleOpcode.Tuple, PickleOpcode.Reduce);
    }

    /// <summary>The pickle, ended.</summary>
    public byte[] ToBytes() => [.. _bytes, PickleOpcode.Stop];

    /// <summary>The zip form of torch.save.</summary>
    public static byte[] Zip(byte[] pickle, params (string Key, byte[] Bytes)[] storages) => Zip(CompressionLevel.NoCompression, pickle, storages);

    /// <summary>The same, compressed or not.</summary>
    public static byte[] Zip(CompressionLevel level, byte[] pickle, params (string Key, byte[] Bytes)[] storages)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] bytes) in storages.Select(storage => ($"data/{storage.Key}", storage.Bytes)).Prepend(("data.pkl", pickle)))
            {
                using Stream entry = zip.CreateEntry($"archive/{name}", level).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static int[] RowMajor(int[] shape)
    {
        int[] strides = new int[shape.Length];
        int step = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= shape[i];
        }

        return strides;
    }
}
