using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Architecture;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>The folder whose files the page may choose from. It cannot name what lies outside, wherever links lead.</summary>
internal sealed class WorkingFolder
{
    private const int MostEntries = 2000;

    /// <summary>How the names of trained models end.</summary>
    public static IReadOnlyList<string> ModelEndings { get; } = [".onnx", ".tflite", .. WeightFiles.Extensions];

    /// <summary>Opens the folder.</summary>
    /// <exception cref="EdgeException">It does not exist.</exception>
    public WorkingFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such folder", "give an existing folder with --folder");
        }

        Root = RealPath.Of(path);
    }

    /// <summary>Its path without links.</summary>
    public string Root { get; }

    /// <summary>The full path of a file or folder.</summary>
    /// <param name="relative">Relative to the folder, with / between names; empty for the folder itself.</param>
    /// <exception cref="EdgeException">It leads out of the folder, or is not there.</exception>
    public string Resolve(string relative)
    {
        string full;
        try
        {
            full = RealPath.Of(Path.Combine(Root, relative));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            throw Outside(relative, exception);
        }

        if (Path.IsPathRooted(relative) || (full != Root && !full.StartsWith(Path.TrimEndingDirectorySeparator(Root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            throw Outside(relative, null);
        }

        return Path.Exists(full) ? full : throw new EdgeException(DiagnosticId.FileNotFound, relative, "no such file or folder in the working folder", "choose another");
    }

    /// <summary>What is in a folder: sub-folders first, then models, then other files; hidden ones are left out.</summary>
    /// <exception cref="EdgeException">It leads out of the working folder, or cannot be read.</exception>
    public IReadOnlyList<FolderEntry> List(string relative)
    {
        string full = Resolve(relative);
        try
        {
            return
            [
                .. new DirectoryInfo(full).EnumerateFileSystemInfos()
                    .Where(entry => !entry.Name.StartsWith('.'))
                    .Select(entry => new FolderEntry(entry.Name, KindOf(entry)))
                    .OrderBy(entry => entry.Kind)
                    .ThenBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
                    .Take(MostEntries),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, relative, "this is no folder that can be read", "choose another", exception);
        }
    }

    private static EntryKind KindOf(FileSystemInfo entry)
    {
        return entry is DirectoryInfo ? EntryKind.Folder : ModelEndings.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase) ? EntryKind.Model : EntryKind.File;
    }

    private static EdgeException Outside(string relative, Exception? inner)
    {
        return new EdgeException(
            DiagnosticId.StudioPathOutside, relative, "the path leads out of the working folder", "start edge studio with --folder, or drop the files on the page", inner);
    }
}
