using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Packing.Contents;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>The folder of the generated assemblies: one folder with a project for each, replaced as a whole.</summary>
internal sealed class SpecializedFolder
{
    private const string RuntimeProject = "Runtime.Int8/Packed/Runtime.Int8.Packed.nfproj";

    // What builds and Visual Studio leave beside a project.
    private static readonly string[] s_buildFolders = ["bin", "obj", ".vs"];

    private readonly string _path;

    /// <summary>Takes the folder that edge pack writes to.</summary>
    public SpecializedFolder(string packFolder)
    {
        _path = RealPath.Of(Path.Combine(packFolder, SpecializedSource.Folder));
    }

    /// <summary>Fails when there is a file of somebody else.</summary>
    /// <exception cref="EdgeException">There is.</exception>
    public void RequireOurs()
    {
        if (Directory.Exists(_path) && Sources(_path).FirstOrDefault(path => !PackedModel.IsOurs(path)) is string foreign)
        {
            throw new EdgeException(DiagnosticId.PackTargetForeign, foreign, "edge pack did not write this file, and replaces the whole folder", "move it, or give another folder");
        }

        if (Directory.Exists(_path) && Sources(_path).FirstOrDefault(OutputFile.IsReadOnly) is string kept)
        {
            throw new EdgeException(DiagnosticId.OutputNotWritable, kept, "the file is read-only", "give another folder, or permit writing");
        }
    }

    /// <summary>Removes the code of an earlier model.</summary>
    /// <exception cref="EdgeException">A file is in use.</exception>
    public void Remove()
    {
        if (Directory.Exists(_path))
        {
            // All of it goes away at once, also when a file is in use.
            string old = $"{_path}.{Guid.NewGuid():N}.old";
            Guard(() => Directory.Move(_path, old));
            Guard(() => Discard(old));
        }
    }

    /// <summary>Writes the assemblies beside the folder, then puts them in its place.</summary>
    /// <exception cref="EdgeException">The folder cannot be written; nothing is half-written.</exception>
    public void Replace(SpecializedSource code)
    {
        string draft = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Guard(() =>
            {
                Write(draft, code);
                Remove();
                Directory.Move(draft, _path);
            });
        }
        finally
        {
            Discard(draft);
        }
    }

    private static IEnumerable<string> Sources(string folder)
    {
        IEnumerable<string> files = Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path) != ".user");
        return files.Concat(Directory.EnumerateDirectories(folder).Where(path => !s_buildFolders.Contains(Path.GetFileName(path))).SelectMany(Sources));
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Write(string draft, SpecializedSource code)
    {
        foreach (GeneratedAssembly assembly in code.Assemblies)
        {
            string toRoot = Path.GetRelativePath(Path.Combine(_path, assembly.Name), Root()).Replace('/', '\\') + "\\";
            foreach (PackedFile file in assembly.Files.Concat(SpecializedProject.Write(assembly, toRoot)))
            {
                string path = Path.Combine(draft, assembly.Name, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, file.Content);
            }
        }
    }

    /// <summary>Folder of Edge.sln: above this one, or, when it will only be copied there, as if this were Firmware/Model/Specialized.</summary>
    private string Root()
    {
        string? folder = Path.GetFullPath(_path);
        while (folder is not null && !File.Exists(Path.Combine(folder, RuntimeProject)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? Path.GetFullPath(Path.Combine(_path, "..", "..", ".."));
    }

    /// <summary>A message without the names of our temporary folders.</summary>
    private static string Public(string message) => Regex.Replace(message, @"\.[0-9a-f]{32}\.(tmp|old)", string.Empty);

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EdgeException(DiagnosticId.OutputNotWritable, _path, Public(exception.Message), "give a folder that you may write to, and close what has files of it open");
        }
    }
}
