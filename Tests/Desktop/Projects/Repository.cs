using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace Edge.Tests.Desktop.Projects;

/// <summary>Where the sources are that these tests read: the folder of Edge.sln above the test assembly.</summary>
internal static class Repository
{
    private static readonly string[] s_generatedFolders = [".git", ".vs", "artifacts", "bin", "obj", "packages", "TestResults"];

    // What `edge pack -o Firmware/Model` leaves; build/PackedModel.targets takes it.
    private const string PackedFolder = "Firmware/Model";

    /// <summary>Root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Version of the packages: build/Version.props.</summary>
    public static string Version => Regex.Match(File.ReadAllText(PathOf("build/Version.props")), "<EdgeVersion>(.*)</EdgeVersion>").Groups[1].Value;

    /// <summary>Full path of a file or folder of the repository.</summary>
    /// <param name="relativePath">With / or \ between folders.</param>
    public static string PathOf(string relativePath)
    {
        return Path.GetFullPath(Path.Combine(Root, relativePath.Replace('\\', '/')));
    }

    /// <summary>Path relative to the root, with / between folders.</summary>
    public static string RelativePath(string path)
    {
        return Path.GetRelativePath(Root, path).Replace('\\', '/');
    }

    /// <summary>Every file under a folder except what builds and edge pack leave there.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="pattern">File name pattern, such as *.cs.</param>
    public static IEnumerable<string> SourceFiles(string folder, string pattern)
    {
        foreach (string file in Directory.EnumerateFiles(folder, pattern))
        {
            yield return file;
        }

        foreach (string subfolder in Directory.EnumerateDirectories(folder))
        {
            if (Array.IndexOf(s_generatedFolders, Path.GetFileName(subfolder)) >= 0 || RelativePath(subfolder) == PackedFolder)
            {
                continue;
            }

            foreach (string file in SourceFiles(subfolder, pattern))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "Edge.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run outside the repository: no Edge.sln above " + AppContext.BaseDirectory);
    }
}
