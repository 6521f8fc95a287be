using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
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
    public static void Write(string folder, PackedModel packed, SpecializedSource? code)
    {
        string classPath = Path.Combine(folder, PackedModel.ClassFile);
        string codeFolder = Path.Combine(folder, SpecializedSource.Folder);
        string[] old = code is not null && Directory.Exists(codeFolder) ? Directory.GetFiles(codeFolder, "*.cs") : [];
        RequireOurs(classPath);
        Array.ForEach(old, RequireOurs);
        Create(folder);
        if (code is not null)
        {
            WriteKernels(codeFolder, code, old);
        }

        foreach (PackedFile file in packed.Files)
        {
            OutputFile.Write(Path.Combine(folder, file.Name), file.Content);
        }

        if (packed.Form == PackForm.Static)
        {
            File.Delete(Path.Combine(folder, PackedModel.ResourceFile));
        }
    }

    private static void WriteKernels(string folder, SpecializedSource code, string[] old)
    {
        Create(folder);
        foreach (PackedFile file in code.Files)
        {
            OutputFile.Write(Path.Combine(folder, file.Name), file.Content);
        }

        foreach (string path in old.Where(path => code.Files.All(file => file.Name != Path.GetFileName(path))))
        {
            File.Delete(path);
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
        if (!File.Exists(path))
        {
            return;
        }

        using StreamReader reader = File.OpenText(path);
        if (reader.ReadLine()?.StartsWith(PackedModel.Marker, StringComparison.Ordinal) != true)
        {
            throw new EdgeException(
                DiagnosticId.PackTargetForeign,
                path,
                "edge pack did not write this class",
                "give another folder; the firmware app takes Firmware/Model");
        }
    }
}
