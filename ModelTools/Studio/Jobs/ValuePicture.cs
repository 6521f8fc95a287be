using System;
using System.Linq;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>Numbers over an area as a picture that lies in the page.</summary>
internal static class ValuePicture
{
    private const int MostPixels = 1 << 20;

    /// <summary>Draws the mean over the channels, stretched from the darkest to the lightest.</summary>
    /// <param name="values">[H, W, C].</param>
    /// <returns>An address that holds the picture; null for what has no area.</returns>
    public static string? OfMean(sbyte[] values, int height, int width, int channels)
    {
        if (height * width is < 2 or > MostPixels)
        {
            return null;
        }

        double[] means = [.. Enumerable.Range(0, height * width).Select(pixel => values.AsSpan(pixel * channels, channels).ToArray().Average(value => (double)value))];
        double low = means.Min();
        double range = Math.Max(means.Max() - low, 1e-9);
        return Encode([.. means.SelectMany(mean => Grey((byte)Math.Round((mean - low) / range * 255)))], height, width);
    }

    /// <summary>Draws an input of one or three channels as it lies in the int8 range.</summary>
    /// <param name="values">[H, W, C].</param>
    /// <returns>An address that holds the picture; null for what is none.</returns>
    public static string? OfInput(sbyte[] values, int height, int width, int channels)
    {
        if (height * width is < 2 or > MostPixels || channels is not (1 or 3))
        {
            return null;
        }

        byte[] pixels = [.. Enumerable.Range(0, height * width).SelectMany(pixel => channels == 1
            ? Grey((byte)(values[pixel] + 128))
            : [(byte)(values[3 * pixel] + 128), (byte)(values[(3 * pixel) + 1] + 128), (byte)(values[(3 * pixel) + 2] + 128), byte.MaxValue])];
        return Encode(pixels, height, width);
    }

    private static byte[] Grey(byte value) => [value, value, value, byte.MaxValue];

    private static string Encode(byte[] pixels, int height, int width)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return "data:image/png;base64," + Convert.ToBase64String(png.AsSpan());
    }
}
