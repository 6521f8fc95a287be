using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Packing.Contents;
using Edge.ModelTools.Packing.Specialization;

namespace Edge.ModelTools.Packing;

/// <summary>The folder that <c>edge pack</c> writes to.</summary>
internal static class PackFolder
{
    /// <summary>Writes the files, the class last, and removes what an earlier call left that no longer belongs.</summary>
    /// <exception cref="EdgeException">The folder cannot be written, or holds a class of somebody else.</exception>
    /// <param name="folder">The folder.</param>
    /// <param name="packed">The model.</param>
    /// <param name="code">Its generated kernels, for a folder within, or null.</param>
    /// <param name="sources">Files that the command reads; none of them is overwritten.</param>
    public static void Write(string folder, PackedModel packed, SpecializedSource? code, params string?[] sources)
    {
        foreach (PackedFile source in packed.Files.Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal)))
        {
            RequireOurs(Path.Combine(folder, source.Name));
        }

        RequireOurs(Path.Combine(folder, PackedModel.KeyFile));

        string[] targets = [.. packed.Files.Select(file => Path.Combine(folder, file.Name))];
        var kernels = new SpecializedFolder(folder);
        kernels.RequireOurs();
        Create(folder);
        OutputFile.Require(targets, sources);
        if (code is not null)
        {
            kernels.Replace(code);
        }
        else
        {
            kernels.Remove();
        }

        foreach (PackedFile file in packed.Files)
        {
            OutputFile.Write(Path.Combine(folder, file.Name), file.Content);
        }

        if (packed.Files.All(file => file.Name != PackedModel.KeyFile))
        {
            Remove(Path.Combine(folder, PackedModel.KeyFile), sources);
        }

        if (packed.Form == PackForm.Static)
        {
            Remove(Path.Combine(folder, PackedModel.ResourceFile), sources);
        }

        string reader = Path.Combine(folder, PackedApp.SourceFile);
        if (packed.Files.All(file => file.Name != PackedApp.SourceFile) && File.Exists(reader) && PackedModel.IsOurs(reader))
        {
            Remove(reader, sources);
        }
    }

    /// <summary>Removes what an earlier call wrote; a model that the user packs from there stays.</summary>
    private static void Remove(string path, string?[] sources)
    {
        if (!File.Exists(path) || sources.Any(source => source is not null && RealPath.Of(source) == RealPath.Of(path)))
        {
            return;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.OutputNotWritable, path, exception.Message, "remove it yourself: it belongs to an earlier model");
        }
    }

    private static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EdgeException(DiagnosticId.OutputNotWritable, folder, exception.Message, "give a folder that you may write to");
        }
    }

    private static void RequireOurs(string path)
    {
        if (File.Exists(path) && !PackedModel.IsOurs(path))
        {
            throw new EdgeException(
                DiagnosticId.PackTargetForeign,
                path,
                "edge pack did not write this class",
                "give another folder; the firmware app takes Firmware/Model");
        }
    }
}
