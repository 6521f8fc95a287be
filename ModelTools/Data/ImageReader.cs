using System;
using System.IO;
using System.Runtime.InteropServices;
using Edge.ModelTools.Diagnostics;
using SkiaSharp;

namespace Edge.ModelTools.Data;

/// <summary>
/// Image files to bytes [H, W, C]: RGB in that order, or grey by Rec. 601 luma. The whole image is scaled to H x W (linear filter
/// with mipmaps), its aspect ratio is not kept; transparent parts turn black; it is turned upright as its EXIF orientation says.
/// </summary>
internal static class ImageReader
{
    private const int MaxPixels = 100_000_000; // an image that decodes to more is a mistake or an attack

    /// <summary>Height and width of an image file, without decoding it.</summary>
    /// <exception cref="EdgeException">Missing or not an image.</exception>
    public static (int Height, int Width) Size(string path)
    {
        using SKCodec codec = Open(path);
        return IsTurned(codec) ? (codec.Info.Width, codec.Info.Height) : (codec.Info.Height, codec.Info.Width);
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

        using SKBitmap upright = Turn(decoded, codec);
        if (upright.Width == width && upright.Height == height)
        {
            return Pack(upright, channels);
        }

        using SKBitmap resized = upright.Resize(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)) ?? throw Unreadable(path, "the image cannot be resized");
        return Pack(resized, channels);
    }

    private static bool IsTurned(SKCodec codec) => codec.EncodedOrigin >= SKEncodedOrigin.LeftTop; // the four with rows and columns exchanged

    /// <summary>A copy that is upright. The origins are named by what the first row and the first column show.</summary>
    private static SKBitmap Turn(SKBitmap stored, SKCodec codec)
    {
        SKEncodedOrigin origin = codec.EncodedOrigin;
        bool isTurned = IsTurned(codec);
        var upright = new SKBitmap(stored.Info.WithSize(isTurned ? stored.Height : stored.Width, isTurned ? stored.Width : stored.Height));
        ReadOnlySpan<uint> source = MemoryMarshal.Cast<byte, uint>(stored.GetPixelSpan());
        Span<uint> target = MemoryMarshal.Cast<byte, uint>(upright.GetPixelSpan());
        bool isFromBottom = origin is SKEncodedOrigin.BottomLeft or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom;
        bool isFromRight = origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.LeftBottom or SKEncodedOrigin.RightBottom;
        for (int y = 0; y < upright.Height; y++)
        {
            for (int x = 0; x < upright.Width; x++)
            {
                int row = isTurned ? x : y;
                int column = isTurned ? y : x;
                row = isFromBottom ? stored.Height - 1 - row : row;
                column = isFromRight ? stored.Width - 1 - column : column;
                target[(y * upright.Width) + x] = source[(row * stored.Width) + column];
            }
        }

        return upright;
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
        InputFile.Require(path);

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
