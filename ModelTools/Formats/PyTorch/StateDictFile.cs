using System;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Weights;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>Reads a state dict that PyTorch saved (.pth, .pt, .bin), in the zip or the legacy form. Nothing in the file is executed.</summary>
internal sealed class StateDictFile : IWeightFile
{
    private const int BeginningBytes = 16;

    private readonly ITorchContainer _container;
    private TorchStorage? _cachedStorage;
    private byte[] _cachedBytes = [];

    private StateDictFile(string path, ITorchContainer container, string? key)
    {
        Path = path;
        _container = container;
        Entries = StateDictFinder.Find(path, container.Root, key);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public bool IsInOrder => true;

    /// <inheritdoc/>
    public IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Opens a file and finds its state dict.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Which state dict of a checkpoint, keys separated by dots; null when there is but one.</param>
    /// <exception cref="EdgeException">The file is missing, damaged, of another form, or holds something else than weights.</exception>
    public static StateDictFile Open(string path, string? key)
    {
        ITorchContainer? container = null;
        try
        {
            container = OpenContainer(path);
            return new StateDictFile(path, container, key);
        }
        catch (Exception exception)
        {
            container?.Dispose();
            if (Explain(path, exception) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public float[] ReadFloats(WeightEntry entry)
    {
        FloatValues.RequireType(Path, entry);
        TorchTensor tensor = ((StateDictEntry)entry).Tensor;
        try
        {
            float[] values = Gather(tensor, Bytes(tensor.Storage));
            FloatValues.RequireFinite(Path, entry, values);
            return values;
        }
        catch (Exception exception) when (Explain($"{Path}: tensor '{entry.Name}'", exception) is { } explained)
        {
            throw explained;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _container.Dispose();

    private static ITorchContainer OpenContainer(string path)
    {
        FileStream stream = File.OpenRead(path);
        try
        {
            Span<byte> beginning = stackalloc byte[BeginningBytes];
            int read = stream.ReadAtLeast(beginning, BeginningBytes, false);
            stream.Position = 0;
            if (beginning.StartsWith("PK"u8))
            {
                return TorchArchive.Open(path, stream);
            }

            if (!TorchLegacyFile.Begins(beginning[..read]))
            {
                throw new InvalidOperationException("it begins neither like a zip nor like a pickle of torch.save");
            }

            using (stream)
            {
                return TorchLegacyFile.Open(stream);
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // One line for whatever the file did wrong; null for what is no fault of the file.
    private static EdgeException? Explain(string where, Exception exception)
    {
        return exception switch
        {
            ForbiddenClassException forbidden => Forbidden(where, forbidden),
            FileNotFoundException or DirectoryNotFoundException => new EdgeException(DiagnosticId.FileNotFound, where, "no such file", "check the path", exception),
            InvalidDataException or InvalidOperationException or EndOfStreamException => new EdgeException(
                DiagnosticId.PyTorchDamaged, where, $"no state dict can be read: {exception.Message.TrimEnd('.')}", "copy the file again, or save it again with torch.save(model.state_dict(), \"weights.pth\")", exception),
            IOException or UnauthorizedAccessException => new EdgeException(
                DiagnosticId.FileNotReadable, where, "the file cannot be read", "check that it is a file and may be read", exception),
            _ => null,
        };
    }

    private static EdgeException Forbidden(string where, ForbiddenClassException exception)
    {
        return TorchClasses.IsDangerous(exception.Global)
            ? new EdgeException(
                DiagnosticId.PyTorchForbidden,
                where,
                $"the file asks to run {exception.Global}, which weights have no need of; nothing was executed",
                "do not load it with PyTorch either, unless you know who made it",
                exception)
            : new EdgeException(
                DiagnosticId.PyTorchModule,
                where,
                $"this is no state dict but a pickled object of class {exception.Global}",
                "save the weights with torch.save(model.state_dict(), \"weights.pth\"), or export ONNX (docs/weights-import.md)",
                exception);
    }

    private byte[] Bytes(TorchStorage storage)
    {
        if (_cachedStorage != storage)
        {
            _cachedBytes = _container.ReadStorage(storage);
            _cachedStorage = storage;
        }

        return _cachedBytes;
    }

    // Row-major, whatever the strides: transposed and channels-last tensors are stored in another order.
    private static float[] Gather(TorchTensor tensor, byte[] bytes)
    {
        int count = 1;
        foreach (int size in tensor.Shape)
        {
            count *= size; // at most 2^28, checked when it was read
        }

        var values = new float[count];
        var index = new int[tensor.Shape.Length];
        long position = tensor.Offset;
        for (int i = 0; i < count; i++)
        {
            values[i] = FloatValues.Read(bytes, tensor.Storage.Type, (int)position);
            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                position += tensor.Strides[axis];
                if (++index[axis] < tensor.Shape[axis])
                {
                    break;
                }

                position -= tensor.Strides[axis] * tensor.Shape[axis];
                index[axis] = 0;
            }
        }

        return values;
    }
}
