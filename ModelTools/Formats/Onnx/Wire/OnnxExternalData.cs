using System;
using System.Globalization;
using System.IO;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;

namespace Edge.ModelTools.Formats.Onnx.Wire;

/// <summary>Reads weights that lie in a file beside the model (ONNX external data: location, offset, length).</summary>
internal static class OnnxExternalData
{
    /// <summary>Reads the bytes of one tensor.</summary>
    /// <param name="tensor">Its external_data says where the bytes are.</param>
    /// <param name="modelPath">Path of the model; locations are relative to its folder and stay within it.</param>
    /// <param name="lengthBytes">Bytes that the tensor's shape and type ask for.</param>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.OnnxExternalDataMissing"/> or <see cref="DiagnosticId.OnnxExternalDataBad"/>.</exception>
    public static byte[] Read(TensorProto tensor, string modelPath, long lengthBytes)
    {
        string model = Path.GetFileName(modelPath);
        string name = OnnxName.Quote(tensor.Name);
        string location = Entry(tensor, "location") ?? "";
        string where = $"{model}: tensor {name}";
        if (!IsWithinFolder(location))
        {
            throw Bad(where, $"its data file {OnnxName.Quote(location)} is not in the model's folder");
        }

        long offset = Number(tensor, "offset", where) ?? 0;
        long length = Number(tensor, "length", where) ?? lengthBytes;
        if (length != lengthBytes)
        {
            throw Bad(where, $"its external data has {length} bytes where its shape asks for {lengthBytes}");
        }

        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(modelPath)) ?? "", location);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (offset > stream.Length - length)
            {
                throw Bad(where, $"its external data ends at byte {offset + length} of {OnnxName.Quote(location)}, which has {stream.Length} bytes");
            }

            byte[] bytes = new byte[length];
            stream.Position = offset;
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(
                DiagnosticId.OnnxExternalDataMissing,
                where,
                $"its data file {OnnxName.Quote(location)} is missing or unreadable",
                "put the data file in the model's folder, under the name it was exported with",
                cause);
        }
    }

    private static bool IsWithinFolder(string location)
    {
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location))
        {
            return false;
        }

        return Array.TrueForAll(location.Split('/', '\\'), part => part != "..");
    }

    private static long? Number(TensorProto tensor, string key, string where)
    {
        string? text = Entry(tensor, key);
        if (text is null)
        {
            return null;
        }

        const long Largest = 1L << 48; // offsets and lengths can be added without overflow
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= Largest
            ? value
            : throw Bad(where, $"the {key} of its external data is {OnnxName.Quote(text)}");
    }

    private static string? Entry(TensorProto tensor, string key)
    {
        foreach (StringStringEntryProto entry in tensor.ExternalData)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    private static EdgeException Bad(string where, string what) =>
        new(DiagnosticId.OnnxExternalDataBad, where, what, "export the model again, with the weights inside the file or beside it");
}
