using System;
using System.Linq;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>Makes of a pickle's calls what they describe, tensors and dictionaries, without any call.</summary>
internal static class TorchObjects
{
    private const int MaxDimensions = 8;
    private const long MaxStorage = 1L << 32;
    private const int MaxElements = 1 << 28; // a tensor of 1 GB; no microcontroller holds its like

    /// <summary>The value that a call of <paramref name="global"/> stands for.</summary>
    /// <exception cref="InvalidOperationException">The arguments do not fit.</exception>
    public static object? Make(PickleGlobal global, PickleTuple arguments)
    {
        if (TorchClasses.IsDictionary(global))
        {
            return new PickleDictionary(); // filled by SETITEMS
        }

        if (TorchClasses.IsTensor(global))
        {
            return Tensor(arguments);
        }

        return TorchClasses.IsParameter(global) && arguments.Items.Count > 0 ? arguments.Items[0] : PickleInert.Value;
    }

    /// <summary>The storage that a persistent id names: ("storage", class, key, location, count [, view]).</summary>
    /// <exception cref="InvalidOperationException">The id has another form.</exception>
    public static TorchStorage Storage(PickleTuple id)
    {
        if (id.Items is not ["storage", PickleGlobal global, string key, _, long count and >= 0 and <= MaxStorage, ..] || TorchClasses.StorageType(global) is not { } type)
        {
            throw new InvalidOperationException("a persistent id is none of a storage");
        }

        // Legacy form: (key, offset, count) of a part of the stored block.
        long first = id.Items.Count > 5 && id.Items[5] is PickleTuple { Items: [_, long offset, _] } ? offset : 0;
        return first is >= 0 and <= MaxStorage ? new TorchStorage(key, type, count, first) : throw new InvalidOperationException("a view lies outside its storage");
    }

    private static TorchTensor Tensor(PickleTuple arguments)
    {
        if (arguments.Items is not [TorchStorage storage, long offset, PickleTuple shape, PickleTuple strides, ..])
        {
            throw new InvalidOperationException("a tensor is not made from a storage, an offset, a shape and strides");
        }

        int rank = shape.Items.Count;
        if (rank > MaxDimensions || strides.Items.Count != rank || offset < 0 || !shape.Items.Concat(strides.Items).All(item => item is long and >= 0))
        {
            throw new InvalidOperationException("a tensor has a shape and strides that do not fit each other");
        }

        var sizes = new int[rank];
        var steps = new long[rank];
        long count = 1;
        long last = offset;
        for (int i = 0; i < rank; i++)
        {
            long size = (long)shape.Items[i]!;
            steps[i] = (long)strides.Items[i]!;
            if (size > MaxElements || steps[i] > storage.Count || (count *= size) > MaxElements)
            {
                throw new InvalidOperationException($"a tensor [{string.Join(", ", shape.Items)}] is not credible");
            }

            sizes[i] = (int)size;
            last += (size - 1) * steps[i];
        }

        return count == 0 || last < storage.Count
            ? new TorchTensor(storage, offset, sizes, steps)
            : throw new InvalidOperationException($"a tensor [{string.Join(", ", sizes)}] reaches beyond its storage of {storage.Count} values");
    }
}
