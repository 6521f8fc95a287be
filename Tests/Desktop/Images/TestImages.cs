using System;
using System.IO;
using SkiaSharp;

namespace Edge.Tests.Desktop.Images;

/// <summary>Draws small image files.</summary>
internal static class TestImages
{
    /// <summary>Writes a file of one colour.</summary>
    public static void Write(string path, int height, int width, SKColor colour, SKEncodedImageFormat format = SKEncodedImageFormat.Png) =>
        Write(path, height, width, (_, _) => colour, format);

    /// <summary>Writes a file whose pixels are <paramref name="pixel"/>(y, x).</summary>
    public static void Write(string path, int height, int width, Func<int, int, SKColor> pixel, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, pixel(y, x));
            }
        }

        using SKData data = bitmap.Encode(format, 95);
        File.WriteAllBytes(path, data.ToArray());
    }
}
