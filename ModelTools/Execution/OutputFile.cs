using System;
using System.IO;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Execution;

/// <summary>Writes result files whole or not at all: to a temporary file beside the target, then renamed.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file.</summary>
    /// <exception cref="EdgeException">The path cannot be written; nothing is left behind.</exception>
    public static void Write(string path, byte[] bytes)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Discard(temporary);
            throw new EdgeException(DiagnosticId.OutputNotWritable, path, exception.Message, "give a path in an existing folder that you may write to");
        }
    }

    /// <summary>Checks early, before minutes of work, that a file can be written to its folder.</summary>
    /// <exception cref="EdgeException">The folder does not exist, or the path is one.</exception>
    public static void RequireWritable(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? string.Empty;
        if (!Directory.Exists(folder) || Directory.Exists(path))
        {
            throw new EdgeException(
                DiagnosticId.OutputNotWritable,
                path,
                Directory.Exists(path) ? "this is a folder" : "its folder does not exist",
                "give a path in an existing folder that you may write to");
        }

        Write(path + ".probe", []);
        Discard(path + ".probe");
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It was never made, or the folder is gone: nothing of ours is left either way.
        }
    }
}
