using System;
using System.IO;
using Edge.MeterDigits.Device;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Meters;

/// <summary>Reads a frame: a picture, or raw bytes as a camera gives them.</summary>
internal static class FrameFile
{
    private const string RawExtension = ".raw";

    /// <summary>Names of the formats on the command line, in the order of <see cref="PixelFormat"/>.</summary>
    public static string[] FormatNames { get; } = ["gray", "rgb565", "rgb565be", "rgb888"];

    /// <summary>Reads a frame of the layout's size.</summary>
    /// <param name="path">Picture, or .raw.</param>
    /// <param name="layout">Size that the frame has to have.</param>
    /// <param name="formatName">Format of a .raw file; the format that a picture is brought into first, as a camera would. Null: rgb888 for pictures.</param>
    /// <exception cref="EdgeException">Missing, damaged, of another size, or a .raw file without format.</exception>
    public static ArrayFrame Read(string path, MeterLayout layout, string? formatName)
    {
        bool isRaw = Path.GetExtension(path).Equals(RawExtension, StringComparison.OrdinalIgnoreCase);
        if (isRaw && formatName is null)
        {
            throw new EdgeException(DiagnosticId.BadOption, "--format", "a raw frame does not say how its pixels are stored", $"give {string.Join(", ", FormatNames)}");
        }

        int index = formatName is null ? (int)PixelFormat.Rgb888 : Array.IndexOf(FormatNames, formatName);
        if (index < 0)
        {
            throw new EdgeException(DiagnosticId.BadOption, "--format", $"'{formatName}' is not a pixel format", $"give {string.Join(", ", FormatNames)}");
        }

        return isRaw ? ReadRaw(path, layout, (PixelFormat)index) : ReadPicture(path, layout, (PixelFormat)index);
    }

    private static ArrayFrame ReadRaw(string path, MeterLayout layout, PixelFormat format)
    {
        InputFile.Require(path);
        long expected = (long)layout.FrameWidth * layout.FrameHeight * MeterFrame.BytesPerPixel(format);
        try
        {
            long length = new FileInfo(path).Length;
            return length == expected
                ? new ArrayFrame(File.ReadAllBytes(path), layout.FrameWidth, layout.FrameHeight, format)
                : throw new EdgeException(
                    DiagnosticId.FrameSizeMismatch,
                    path,
                    $"{length} bytes; {layout.FrameWidth}x{layout.FrameHeight} in {FormatNames[(int)format]} has {expected}",
                    "check the size in the boxes file and --format");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such file", "check the path", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, path, "the file cannot be read", "check that it is a file and may be read", exception);
        }
    }

    private static ArrayFrame ReadPicture(string path, MeterLayout layout, PixelFormat format)
    {
        (int height, int width) = ImageReader.Size(path);
        if (height != layout.FrameHeight || width != layout.FrameWidth)
        {
            throw new EdgeException(
                DiagnosticId.FrameSizeMismatch,
                path,
                $"the picture is {width}x{height}, the boxes were drawn on {layout.FrameWidth}x{layout.FrameHeight}",
                "give a picture from the same camera, or draw the boxes anew");
        }

        byte[] rgb = ImageReader.Read(path, height, width, format == PixelFormat.Gray8 ? 1 : 3);
        byte[] pixels = format is PixelFormat.Gray8 or PixelFormat.Rgb888 ? rgb : To565(rgb, format == PixelFormat.Rgb565BigEndian);
        return new ArrayFrame(pixels, width, height, format);
    }

    private static byte[] To565(byte[] rgb, bool isBigEndian)
    {
        byte[] packed = new byte[rgb.Length / 3 * 2];
        for (int i = 0; i < packed.Length / 2; i++)
        {
            int pixel = ((rgb[i * 3] >> 3) << 11) | ((rgb[(i * 3) + 1] >> 2) << 5) | (rgb[(i * 3) + 2] >> 3);
            packed[(i * 2) + (isBigEndian ? 1 : 0)] = (byte)pixel;
            packed[(i * 2) + (isBigEndian ? 0 : 1)] = (byte)(pixel >> 8);
        }

        return packed;
    }
}
