using System;
using System.IO;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Packing;

// The counterpart of Firmware/Models/Int8Engine: pixels when the blob knows what pixels mean, q + 128 for uint8 models,
// q otherwise. [H, W, C].

/// <summary>An input file as the bytes that the firmware takes from a host or from the app.</summary>
internal static class HostInput
{
    /// <summary>Reads a sample.</summary>
    /// <param name="info">The model's input.</param>
    /// <param name="path">A picture, .npy or .bin.</param>
    /// <returns>One byte for each element.</returns>
    /// <exception cref="EdgeException">Unreadable, of the wrong size, not pixels though the model takes pixels, or above the largest array.</exception>
    public static byte[] Read(TensorInfo info, string path)
    {
        if (info.Length > BlobFormat.MaxArrayBytes)
        {
            throw new EdgeException(
                DiagnosticId.PackSampleUnusable,
                path,
                $"the input has {info.Length} bytes, one array on the device has at most {BlobFormat.MaxArrayBytes}",
                "leave out --sample: the app then runs on a pattern, or on what a host sends");
        }

        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (info.PixelScale is null)
        {
            int shift = info.SourceType == TensorConverter.UInt8 ? 128 : 0;
            return Array.ConvertAll(InputReader.Read(info, path, null), q => (byte)(q + shift));
        }

        if (extension is ".npy" or ".bin")
        {
            throw new EdgeException(DiagnosticId.PackSampleUnusable, path, "the app feeds this model with pixels", "give a picture (.png, .jpg)");
        }

        InputFile.Require(path);

        return ImageReader.Read(path, info.Height, info.Width, info.Channels);
    }
}
