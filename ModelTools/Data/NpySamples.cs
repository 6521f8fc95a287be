using System;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>The samples of one .npy file: one for each index of its first dimension, or the whole array when it has the shape of one.</summary>
internal sealed class NpySamples
{
    private readonly NpyArray _array;
    private readonly bool _isChannelsFirst;

    private NpySamples(NpyArray array, int count, int[] shape, bool isChannelsFirst)
    {
        _array = array;
        Count = count;
        Shape = shape;
        _isChannelsFirst = isChannelsFirst;
    }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Shape of one, channels last.</summary>
    public int[] Shape { get; }

    /// <summary>Type of the elements.</summary>
    public ElementType ElementType => _array.ElementType;

    /// <summary>The file holds integers of more than 8 bits.</summary>
    public bool IsWideInteger => _array.IsWideInteger;

    /// <summary>What was converted, or null.</summary>
    public string? Conversion => _array.Conversion;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputShape">The model's input, channels last, with the batch; null takes the samples as they are.</param>
    /// <param name="layout">How samples may lie.</param>
    /// <exception cref="EdgeException">Damaged, not finite, or of another shape than the input.</exception>
    public static NpySamples Read(string path, int[]? inputShape, SampleLayout layout)
    {
        NpyArray array = NpyReader.Read(path);
        array.RequireFinite(path);
        int[] shape = array.Shape;
        if (inputShape is not null)
        {
            int[] input = inputShape[1..];
            if (shape.Length > 0 && layout.Find(path, shape[1..], input) is bool isBatchChannelsFirst)
            {
                return new NpySamples(array, shape[0], input, isBatchChannelsFirst);
            }

            if (layout.Find(path, shape, input) is bool isChannelsFirst)
            {
                return new NpySamples(array, 1, input, isChannelsFirst);
            }
        }

        return shape.Length >= 2
            ? new NpySamples(array, shape[0], shape[1..], false)
            : throw new EdgeException(DiagnosticId.DatasetShapeMismatch, path, $"shape {ShapeText.Of(shape)} has no batch dimension", "save the samples as [count, height, width, channels]");
    }

    /// <summary>Bytes of a sample, channels last.</summary>
    /// <param name="index">Its number in the file.</param>
    /// <param name="type">Float32 turns bytes into floats; else the file's own type.</param>
    public byte[] ReadRaw(int index, ElementType type)
    {
        int sampleBytes = _array.Data.Length / Count;
        ReadOnlySpan<byte> stored = _array.Data.AsSpan(index * sampleBytes, sampleBytes);
        int elementBytes = ElementType == ElementType.Float32 ? sizeof(float) : 1;
        byte[] sample = _isChannelsFirst ? SampleLayout.ToChannelsLast(stored, elementBytes, Shape[^1]) : stored.ToArray();
        return type == ElementType.Float32 && ElementType == ElementType.UInt8
            ? NpyElements.Floats(Array.ConvertAll(sample, value => (double)value))
            : sample;
    }
}
