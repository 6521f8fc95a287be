using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>
/// The form of torch.save before PyTorch 1.6, still written with _use_new_zipfile_serialization=False: five pickles (magic number,
/// protocol, system, the value, keys of the storages), then for each key an int64 count and the values (torch/serialization.py).
/// </summary>
internal sealed class TorchLegacyFile : ITorchContainer
{
    private const long MaxFileBytes = 1L << 30;

    // The pickle of the magic number 0x1950a86a20f9469cfc6c.
    private static readonly byte[] s_magic = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

    private readonly byte[] _bytes;
    private readonly Dictionary<string, long> _positions = [];

    private TorchLegacyFile(byte[] bytes)
    {
        _bytes = bytes;
        var pickles = new PickleReader(bytes);
        pickles.Read();
        if (pickles.Read() is not 1001L)
        {
            throw new InvalidOperationException("its protocol is not 1001");
        }

        if (pickles.Read() is not PickleDictionary system || system.Entries.Exists(entry => entry is { Key: "little_endian", Value: false }))
        {
            throw new InvalidOperationException("its values are big-endian; save it on a little-endian machine");
        }

        Root = pickles.Read();
        FindStorages(pickles);
    }

    /// <inheritdoc/>
    public object? Root { get; }

    /// <summary>Whether a file begins as one of this form.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith(s_magic);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidOperationException">The file is damaged.</exception>
    public static TorchLegacyFile Open(FileStream stream)
    {
        if (stream.Length > MaxFileBytes)
        {
            throw new InvalidOperationException($"it has {stream.Length} bytes; at most {MaxFileBytes} are credible");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new TorchLegacyFile(bytes);
    }

    /// <inheritdoc/>
    public byte[] ReadStorage(TorchStorage storage)
    {
        if (!_positions.TryGetValue(storage.Key, out long position))
        {
            throw new InvalidOperationException($"storage '{storage.Key}' is missing");
        }

        long stored = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan((int)position));
        int width = TorchTypes.BytesOf(storage.Type);
        long first = position + sizeof(long) + (storage.FirstValue * width);
        return storage.FirstValue + storage.Count <= stored && first + (storage.Count * width) <= _bytes.Length
            ? _bytes.AsSpan((int)first, (int)(storage.Count * width)).ToArray()
            : throw new InvalidOperationException($"storage '{storage.Key}' has {stored} values, {storage.Count} are claimed");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void FindStorages(PickleReader pickles)
    {
        List<object?> keys = pickles.Read() as List<object?> ?? throw new InvalidOperationException("the keys of the storages are no list");
        long position = pickles.Position;
        foreach (object? key in keys)
        {
            if (key is not string name || !pickles.Storages.TryGetValue(name, out TorchStorage? storage) || position > _bytes.Length - sizeof(long))
            {
                throw new InvalidOperationException($"it ends before storage '{key}', or no tensor uses it");
            }

            long count = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan((int)position));
            if (count < 0 || count > _bytes.Length)
            {
                throw new InvalidOperationException($"storage '{name}' claims {count} values");
            }

            _positions[name] = position;
            position += sizeof(long) + (count * TorchTypes.BytesOf(storage.Type));
        }
    }
}
