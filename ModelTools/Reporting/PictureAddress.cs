using System;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Edge.ModelTools.Reporting;

/// <summary>A picture as an address that holds it, so that a page needs no other file.</summary>
internal static class PictureAddress
{
    /// <summary>Makes the address of a picture.</summary>
    /// <param name="values">[H, W, C], one channel is grey, three are red, green and blue.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static string Of(ReadOnlySpan<byte> values, int height, int width)
    {
        int channels = values.Length / (height * width);
        byte[] pixels = new byte[height * width * 4]; // red, green, blue, opacity
        for (int pixel = 0; pixel < height * width; pixel++)
        {
            for (int color = 0; color < 3; color++)
            {
                pixels[(pixel * 4) + color] = values[(pixel * channels) + (channels == 1 ? 0 : color)];
            }

            pixels[(pixel * 4) + 3] = byte.MaxValue;
        }

        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return "data:image/png;base64," + Convert.ToBase64String(png.AsSpan());
    }
}
