using System;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Data;
using SkiaSharp;

namespace Edge.ModelTools.Reporting;

/// <summary>A sample of a data set as a picture that lies in the page.</summary>
/// <param name="Source">The picture, as an address that holds it.</param>
/// <param name="Caption">What it is and what it was taken for.</param>
internal sealed record SamplePicture(string Source, string Caption)
{
    private const int MostChannels = 3;

    /// <summary>Whether the samples of a data set are pictures: bytes, grey or in colour.</summary>
    public static bool IsPicture(Dataset dataset)
    {
        return dataset.ElementType == ElementType.UInt8 && dataset.Shape.Length == 3 && dataset.Shape[2] is 1 or MostChannels;
    }

    /// <summary>Makes the picture of a sample.</summary>
    public static SamplePicture Of(Dataset dataset, int index, string caption)
    {
        int height = dataset.Shape[0];
        int width = dataset.Shape[1];
        byte[] raw = dataset.ReadRaw(index); // [H, W, C]
        bool isGrey = dataset.Shape[2] == 1;
        byte[] pixels = [.. Enumerable.Range(0, height * width).SelectMany(pixel => isGrey
            ? new[] { raw[pixel], raw[pixel], raw[pixel], byte.MaxValue }
            : [raw[3 * pixel], raw[(3 * pixel) + 1], raw[(3 * pixel) + 2], byte.MaxValue])];
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return new SamplePicture("data:image/png;base64," + Convert.ToBase64String(png.AsSpan()), caption);
    }
}
