using System.IO;

namespace Edge.ModelTools.Diagnostics;

/// <summary>Files that the user names.</summary>
internal static class InputFile
{
    /// <summary>Refuses what is no file, before somebody tries to read it.</summary>
    /// <exception cref="EdgeException">It does not exist, or it is a folder.</exception>
    public static void Require(string path)
    {
        if (Directory.Exists(path))
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, path, "this is a folder", "give a file");
        }

        if (!File.Exists(path))
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such file", "check the path");
        }
    }
}
