using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution;

/// <summary>Reads an input for <c>edge run</c>: a picture, a .npy array, or raw tensor bytes.</summary>
internal static class InputReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="info">The model's input.</param>
    /// <param name="path">.png, .jpg, .npy or .bin.</param>
    /// <param name="normalisation">From stored to real values; null takes the blob's for pixels, and real values as they are.</param>
    /// <param name="isChannelsFirst">Whether arrays and raw tensors have their channels first; null leaves it to the shape and to the model.</param>
    /// <param name="note">Receives what was converted, a phrase.</param>
    /// <returns>int8 [H, W, C].</returns>
    /// <exception cref="EdgeException">Missing, unreadable, of the wrong size, not finite, or pixels of unknown meaning.</exception>
    public static sbyte[] Read(TensorInfo info, string path, Normalisation? normalisation, bool? isChannelsFirst = null, Action<string>? note = null)
    {
        InputFile.Require(path);

        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension == ".bin")
        {
            return FromRaw(info, File.ReadAllBytes(path), path, isChannelsFirst);
        }

        return extension == ".npy" ? ReadArray(info, path, normalisation, isChannelsFirst, note) : ReadImage(info, path, normalisation);
    }

    /// <summary>Sample <paramref name="index"/> of a data set as the model's input.</summary>
    public static sbyte[] FromDataset(TensorInfo info, Dataset dataset, int index)
    {
        if (dataset.ElementType == ElementType.Int8)
        {
            return Array.ConvertAll(dataset.ReadRaw(index), value => (sbyte)value);
        }

        if (dataset.ElementType == ElementType.UInt8 && !dataset.IsNormalisationStated)
        {
            return FromPixels(info, dataset.ReadRaw(index), null, dataset.Path);
        }

        return TensorConverter.Quantize(info, dataset.ReadReal(index));
    }

    /// <summary>Reads a raw tensor in the source model's own type and layout.</summary>
    /// <param name="path">Where the bytes come from, for messages.</param>
    /// <param name="isChannelsFirst">Another layout than the model's own, or null.</param>
    /// <exception cref="EdgeException">Of the wrong size, not finite, or pixels of unknown meaning.</exception>
    public static sbyte[] FromRaw(TensorInfo info, byte[] bytes, string path, bool? isChannelsFirst = null)
    {
        if (bytes.Length != info.Length && bytes.Length != 4 * info.Length)
        {
            throw new EdgeException(
                DiagnosticId.InputSizeMismatch,
                path,
                $"{bytes.Length} bytes; the input {string.Join("x", info.SourceShape)} takes {info.Length} (int8 or uint8) or {4 * info.Length} (float32)",
                "write one tensor of the model's own input type and layout");
        }

        bool isFloat = bytes.Length != info.Length;
        if (isFloat)
        {
            new NpyArray(ElementType.Float32, info.SourceShape, bytes).RequireFinite(path);
        }

        // Bytes for a model that takes floats are pixels, which lie as in images.bin; others lie as the model has them.
        bool isPixels = !isFloat && info.SourceType == TensorConverter.Float32;
        bool isFirst = isChannelsFirst ?? (info.IsChannelsFirst && !isPixels);
        byte[] ordered = isFirst ? SampleLayout.ToChannelsLast(bytes, isFloat ? sizeof(float) : 1, info.Channels) : bytes;
        return isPixels ? FromPixels(info, Ordered(info, ordered, 1), null, path) : TensorConverter.FromRaw(info, ordered);
    }

    private static sbyte[] ReadImage(TensorInfo info, string path, Normalisation? normalisation)
    {
        if (info.Channels != 1 && info.Channels != 3)
        {
            throw new EdgeException(DiagnosticId.InputSizeMismatch, path, $"the model takes {info.Channels} channels, a picture has 1 or 3", "give a .npy or .bin file");
        }

        byte[] pixels = ImageReader.Read(path, info.Height, info.Width, info.Channels);
        return FromPixels(info, Ordered(info, pixels, 1), InOrder(info, normalisation), path);
    }

    private static sbyte[] ReadArray(TensorInfo info, string path, Normalisation? normalisation, bool? isChannelsFirst, Action<string>? note)
    {
        NpyArray array = NpyReader.Read(path);
        array.RequireFinite(path);
        var layout = new SampleLayout(info.IsChannelsFirst, isChannelsFirst);
        bool isFirst = layout.Find(path, array.Shape, [info.Height, info.Width, info.Channels])
            ?? throw new EdgeException(
                DiagnosticId.InputSizeMismatch,
                path,
                $"its shape is {ShapeText.Of(array.Shape)}, the model's input is {ShapeText.Of(info.SourceShape)}",
                isChannelsFirst is null ? "save one sample of the model's input shape" : "save one sample of the model's input shape, or leave --layout out");
        if (array.Conversion is not null)
        {
            note?.Invoke(array.Conversion);
        }

        bool isFloat = array.ElementType == ElementType.Float32;
        int elementBytes = isFloat ? sizeof(float) : 1;
        byte[] bytes = Ordered(info, isFirst ? SampleLayout.ToChannelsLast(array.Data, elementBytes, info.Channels) : array.Data, elementBytes);
        normalisation = InOrder(info, normalisation);
        if (!isFloat)
        {
            return array.ElementType == ElementType.Int8 ? Array.ConvertAll(bytes, value => (sbyte)value) : FromPixels(info, bytes, normalisation, path);
        }

        float[] real = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        normalisation?.Apply(real, info.Channels, real);
        return TensorConverter.Quantize(info, real);
    }

    /// <summary>Pixels or an array, which are red first, in the order that the model takes.</summary>
    private static byte[] Ordered(TensorInfo info, byte[] bytes, int elementBytes) => info.IsBlueFirst ? ChannelOrder.Exchange(bytes, elementBytes) : bytes;

    private static Normalisation? InOrder(TensorInfo info, Normalisation? normalisation) => info.IsBlueFirst ? normalisation?.BlueFirst : normalisation;

    /// <summary>Pixels 0 to 255, [H, W, C] in the model's order, to the model's input.</summary>
    private static sbyte[] FromPixels(TensorInfo info, byte[] pixels, Normalisation? normalisation, string path)
    {
        if (normalisation is null && info.PixelScale is not null)
        {
            normalisation = new Normalisation(info.PixelScale, info.PixelOffset);
        }

        if (normalisation is not null)
        {
            var real = new float[pixels.Length];
            for (int i = 0; i < real.Length; i++)
            {
                real[i] = normalisation.Apply(pixels[i], i % info.Channels);
            }

            return TensorConverter.Quantize(info, real);
        }

        if (info.SourceType == TensorConverter.Float32)
        {
            throw new EdgeException(
                DiagnosticId.NormalisationUnknown,
                path,
                "the model takes real values, and nothing says how pixels become those",
                "add --normalisation (-1..1, 0..1, imagenet, none or SCALE,OFFSET)");
        }

        // Integer models: pixel p is the quantized value itself, shifted for int8 as TFLite's converters do.
        return Array.ConvertAll(pixels, value => (sbyte)(value - 128));
    }
}
