using System;
using System.IO;

namespace Edge.ModelTools.Execution;

/// <summary>Where a path leads when every link on its way is followed; two paths to one file are the same then.</summary>
internal static class RealPath
{
    private const string ProcessFolder = "/proc/";
    private const int MostLinks = 40; // as the kernel counts

    /// <summary>The path without links. The last parts need not exist.</summary>
    /// <exception cref="IOException">Links that lead in a circle.</exception>
    public static string Of(string path)
    {
        int links = 0;
        string full = Path.GetFullPath(path);
        string real = Follow(full, ref links);

        // A process's own files look like links, and lead to what has no name: its output when that is a pipe.
        return real.StartsWith(ProcessFolder, StringComparison.Ordinal) && !File.Exists(real) ? full : real;
    }

    private static string Follow(string full, ref int links)
    {
        string real = Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar))
        {
            string folder = real;
            real = Path.Combine(folder, part);
            if (part.Length > 0 && new FileInfo(real).LinkTarget is string target)
            {
                links++;
                if (links > MostLinks)
                {
                    throw new IOException($"too many links on the way to {full}");
                }

                real = Follow(Path.GetFullPath(target, folder), ref links);
            }
        }

        return real;
    }
}
