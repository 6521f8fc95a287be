using System;
using System.IO;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Signing;

/// <summary>Small text files of keys.</summary>
internal static class TextLines
{
    private const int MostBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="EdgeException">Missing, unreadable, or far too long for a key.</exception>
    public static string[] Read(string path)
    {
        InputFile.Require(path);
        try
        {
            return new FileInfo(path).Length <= MostBytes
                ? File.ReadAllLines(path)
                : throw new EdgeException(DiagnosticId.KeyInvalid, path, "far too long for a file of a key", "give a file that edge key new wrote");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, path, exception.Message, "check its permissions", exception);
        }
    }

    /// <summary>The value of a line <c>name value</c>.</summary>
    /// <returns>The bytes, or null when the line is not <paramref name="count"/> bytes under that name.</returns>
    public static byte[]? Hex(string line, string name, int count)
    {
        string prefix = name + " ";
        if (!line.StartsWith(prefix, StringComparison.Ordinal) || line.Length != prefix.Length + (2 * count))
        {
            return null;
        }

        try
        {
            return Convert.FromHexString(line.AsSpan(prefix.Length));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
