using System;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>
/// Samples from a .npy file [N, H, W, C] without labels. The values are taken as the model's real values unless a normalisation is given.
/// </summary>
internal sealed class NpyDataset : Dataset
{
    private readonly NpyArray _array;

    private NpyDataset(string path, NpyArray array, Normalisation? normalisation)
        : base(path, array.Shape[1..], array.ElementType, normalisation ?? Normalisation.Identity, [], [])
    {
        _array = array;
        IsNormalisationStated = normalisation is not null;
    }

    /// <inheritdoc/>
    public override int Count => _array.Shape[0];

    /// <summary>Opens a file.</summary>
    /// <exception cref="EdgeException">Damaged, or without a batch dimension.</exception>
    public static NpyDataset OpenFile(string path, Normalisation? normalisation)
    {
        NpyArray array = NpyReader.Read(path);
        if (array.Shape.Length < 2)
        {
            throw new EdgeException(DiagnosticId.DatasetShapeMismatch, path, $"shape {ShapeText.Of(array.Shape)} has no batch dimension", "save the samples as [count, height, width, channels]");
        }

        return new NpyDataset(path, array, normalisation);
    }

    /// <inheritdoc/>
    public override byte[] ReadRaw(int index)
    {
        int sampleBytes = _array.Data.Length / Count;
        return _array.Data.AsSpan(index * sampleBytes, sampleBytes).ToArray();
    }
}
