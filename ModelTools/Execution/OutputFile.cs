using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Execution;

/// <summary>
/// Writes result files whole or not at all: to a temporary file beside the target, then renamed. Links are followed. A device or a
/// pipe is written through, and so is an empty file: it has nothing to lose, and the system tells it from a device by nothing else.
/// </summary>
internal static class OutputFile
{
    private const string Remedy = "give a path in an existing folder that you may write to";
    private const string DeviceFolder = "/dev/";
    private const int FolderDepth = 1; // data sets have a folder for each class

    private static readonly HashSet<string> s_dataEndings = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".npy", ".bin" };
    private static readonly StringComparer s_paths = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Writes a file.</summary>
    /// <exception cref="EdgeException">The path cannot be written; nothing is left behind.</exception>
    public static void Write(string path, byte[] bytes)
    {
        Guard(path, target =>
        {
            RequireReplaceable(path, target);
            if (IsWrittenThrough(target))
            {
                WriteThrough(target, bytes);
            }
            else
            {
                Replace(path, target, bytes);
            }
        });
    }

    /// <summary>Checks early, before minutes of work, that files can be written, and that no input is among them.</summary>
    /// <param name="targets">What the command will write; null is not asked for.</param>
    /// <param name="sources">What it reads.</param>
    /// <exception cref="EdgeException">A folder does not exist or cannot be written, the path is a folder or read-only, or it is read or written already.</exception>
    public static void Require(IEnumerable<string?> targets, params IEnumerable<string?> sources)
    {
        string[] paths = [.. targets.OfType<string>()];
        var taken = new Dictionary<string, string>(s_paths);
        foreach (string source in paths.Length == 0 ? [] : sources.OfType<string>().SelectMany(source => FilesOf(source, paths)))
        {
            Guard(source, real => taken[real] = "the command reads this file");
        }

        foreach (string path in paths)
        {
            Guard(path, target =>
            {
                RequireReplaceable(path, target);
                if (!target.StartsWith(DeviceFolder, StringComparison.Ordinal) && !taken.TryAdd(target, "the command writes two results to this file"))
                {
                    throw new EdgeException(DiagnosticId.OutputIsInput, path, taken[target], "give another name");
                }

                if (!IsWrittenThrough(target))
                {
                    Probe(path, target);
                }
            });
        }
    }

    /// <summary>Whether a file is there and must not be written.</summary>
    public static bool IsReadOnly(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.IsReadOnly;
    }

    /// <summary>The files behind a source: itself, or the data of a folder that a target has the name of.</summary>
    private static IEnumerable<string> FilesOf(string source, string[] targets)
    {
        if (Directory.Exists(source))
        {
            var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = FolderDepth };
            return targets.Select(Path.GetFileName).OfType<string>().Where(IsData).SelectMany(name => Directory.EnumerateFiles(source, name, everywhere));
        }

        return File.Exists(source) ? [source] : [];
    }

    /// <summary>Other files may lie in a folder of data, results of earlier calls among them.</summary>
    private static bool IsData(string name)
    {
        return name is "dataset.json" or "labels.csv" || s_dataEndings.Contains(Path.GetExtension(name));
    }

    private static void Guard(string path, Action<string> work)
    {
        try
        {
            work(RealPath.Of(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EdgeException(DiagnosticId.OutputNotWritable, path, exception.Message, Remedy, exception);
        }
    }

    private static void RequireReplaceable(string path, string target)
    {
        string? fault = Directory.Exists(target) || Path.EndsInDirectorySeparator(path) ? "this is a folder"
            : !Directory.Exists(Path.GetDirectoryName(target)) ? "its folder does not exist"
            : IsReadOnly(target) ? "the file is read-only" : null;
        if (fault is not null)
        {
            throw new EdgeException(DiagnosticId.OutputNotWritable, path, fault, Remedy);
        }
    }

    private static bool IsWrittenThrough(string target)
    {
        var file = new FileInfo(target);
        return file.Exists && file.Length == 0;
    }

    private static void WriteThrough(string target, byte[] bytes)
    {
        using var stream = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            stream.Write(bytes);
        }
        catch (IOException) when (stream.CanSeek)
        {
            stream.SetLength(0);
            throw;
        }
    }

    private static void Replace(string path, string target, byte[] bytes)
    {
        WithTemporary(path, target, temporary =>
        {
            File.WriteAllBytes(temporary, bytes);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        });
    }

    private static void Probe(string path, string target)
    {
        WithTemporary(path, target, temporary =>
        {
            File.WriteAllBytes(temporary, []);
            File.Delete(temporary);
        });
    }

    /// <summary>Works with a file beside the target, whose name the user never sees.</summary>
    private static void WithTemporary(string path, string target, Action<string> work)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".edge-{Guid.NewGuid():N}.tmp");
        try
        {
            work(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discard(temporary);
            throw new EdgeException(DiagnosticId.OutputNotWritable, path, exception.Message.Replace(temporary, path, StringComparison.Ordinal), Remedy, exception);
        }
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
