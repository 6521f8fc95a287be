using System;
using System.IO;
using Edge.ModelTools.Diagnostics;
using SkiaSharp;

namespace Edge.ModelTools.Data;

/// <summary>
/// Image files to bytes [H, W, C]: RGB in that order, or grey by Rec. 601 luma. The whole image is scaled to H x W (linear filter
/// with mipmaps), its aspect ratio is not kept; transparent parts turn black; EXIF rotation is not applied.
/// </summary>
internal static class ImageReader
{
    private const int MaxPixels = 100_000_000; // an image that decodes to more is a mistake or an attack

    /// <summary>Height and width of an image file, without decoding it.</summary>
    /// <exception cref="EdgeException">Missing or not an image.</exception>
    public static (int Height, int Width) Size(string path)
    {
        using SKCodec codec = Open(path);
        return (codec.Info.Height, codec.Info.Width);
    }

    /// <summary>Reads and resizes an image.</summary>
    /// <param name="height">Height of the result, pixels.</param>
    /// <param name="width">Width of the result, pixels.</param>
    /// <param name="channels">3 for RGB, 1 for grey.</param>
    /// <returns>Bytes, index (y * width + x) * channels + c.</returns>
    /// <exception cref="EdgeException">Missing, not an image, or damaged.</exception>
    public static byte[] Read(string path, int height, int width, int channels)
    {
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "1 or 3");
        }

        using SKCodec codec = Open(path);
        var decodedInfo = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var decoded = new SKBitmap(decodedInfo);
        SKCodecResult result = codec.GetPixels(decodedInfo, decoded.GetPixels());
        if (result != SKCodecResult.Success)
        {
            throw Unreadable(path, $"the image is damaged ({result})");
        }

        if (decodedInfo.Width == width && decodedInfo.Height == height)
        {
            return Pack(decoded, channels);
        }

        using SKBitmap resized = decoded.Resize(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)) ?? throw Unreadable(path, "the image cannot be resized");
        return Pack(resized, channels);
    }

    private static byte[] Pack(SKBitmap bitmap, int channels)
    {
        ReadOnlySpan<byte> rgba = bitmap.GetPixelSpan();
        int pixels = bitmap.Width * bitmap.Height;
        byte[] packed = new byte[pixels * channels];
        for (int i = 0; i < pixels; i++)
        {
            ReadOnlySpan<byte> pixel = rgba.Slice(i * 4, 3);
            if (channels == 3)
            {
                pixel.CopyTo(packed.AsSpan(i * 3));
            }
            else
            {
                packed[i] = (byte)(((299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2]) + 500) / 1000);
            }
        }

        return packed;
    }

    private static SKCodec Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such file", "check the path");
        }

        SKCodec codec = SKCodec.Create(path) ?? throw Unreadable(path, "not an image of a known format");
        if ((long)codec.Info.Width * codec.Info.Height > MaxPixels)
        {
            int width = codec.Info.Width;
            int height = codec.Info.Height;
            codec.Dispose();
            throw Unreadable(path, $"{width}x{height} pixels are too many");
        }

        return codec;
    }

    private static EdgeException Unreadable(string path, string what) =>
        new(DiagnosticId.ImageUnreadable, path, what, "replace or remove the file");
}
