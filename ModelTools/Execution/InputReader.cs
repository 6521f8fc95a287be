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
    /// <param name="normalisation">From pixels to real values; null takes the blob's.</param>
    /// <returns>int8 [H, W, C].</returns>
    /// <exception cref="EdgeException">Missing, unreadable, of the wrong size, or pixels of unknown meaning.</exception>
    public static sbyte[] Read(TensorInfo info, string path, Normalisation? normalisation)
    {
        if (!File.Exists(path))
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such file", "check the path");
        }

        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension == ".bin")
        {
            return ReadRaw(info, path);
        }

        return extension == ".npy" ? ReadArray(info, path, normalisation) : ReadImage(info, path, normalisation);
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

    private static sbyte[] ReadRaw(TensorInfo info, string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length != info.Length && bytes.Length != 4 * info.Length)
        {
            throw new EdgeException(
                DiagnosticId.InputSizeMismatch,
                path,
                $"{bytes.Length} bytes; the input {string.Join("x", info.SourceShape)} takes {info.Length} (int8 or uint8) or {4 * info.Length} (float32)",
                "write one tensor of the model's own input type and layout");
        }

        if (bytes.Length == info.Length && info.SourceType == TensorConverter.Float32)
        {
            return FromPixels(info, bytes, null, path);
        }

        return TensorConverter.FromRaw(info, bytes);
    }

    private static sbyte[] ReadImage(TensorInfo info, string path, Normalisation? normalisation)
    {
        if (info.Channels != 1 && info.Channels != 3)
        {
            throw new EdgeException(DiagnosticId.InputSizeMismatch, path, $"the model takes {info.Channels} channels, a picture has 1 or 3", "give a .npy or .bin file");
        }

        return FromPixels(info, ImageReader.Read(path, info.Height, info.Width, info.Channels), normalisation, path);
    }

    private static sbyte[] ReadArray(TensorInfo info, string path, Normalisation? normalisation)
    {
        NpyArray array = NpyReader.Read(path);
        int[] shape = array.Shape.Where(dimension => dimension != 1).ToArray();
        int[] source = info.SourceShape.Where(dimension => dimension != 1).ToArray();
        int[] channelsLast = new[] { info.Height, info.Width, info.Channels }.Where(dimension => dimension != 1).ToArray();
        bool isSource = shape.SequenceEqual(source);
        if (!isSource && !shape.SequenceEqual(channelsLast))
        {
            throw new EdgeException(
                DiagnosticId.InputSizeMismatch,
                path,
                $"its shape is {string.Join("x", array.Shape)}, the model's input is {string.Join("x", info.SourceShape)}",
                "save one sample of the model's input shape");
        }

        bool isChannelsFirst = isSource && info.IsChannelsFirst;
        if (array.ElementType == ElementType.Float32)
        {
            float[] real = MemoryMarshal.Cast<byte, float>(array.Data).ToArray();
            return TensorConverter.Quantize(info, isChannelsFirst ? TensorConverter.ToChannelsLast(real, info.Channels, info.Height, info.Width) : real);
        }

        byte[] bytes = isChannelsFirst ? TensorConverter.ToChannelsLast(array.Data, info.Channels, info.Height, info.Width) : array.Data;
        return array.ElementType == ElementType.Int8
            ? Array.ConvertAll(bytes, value => (sbyte)value)
            : FromPixels(info, bytes, normalisation, path);
    }

    /// <summary>Pixels 0 to 255, [H, W, C], to the model's input.</summary>
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
