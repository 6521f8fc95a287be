using System;
using System.IO;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;

namespace Edge.ModelTools.Packing;

/// <summary>The folder that <c>edge pack</c> writes to.</summary>
internal static class PackFolder
{
    /// <summary>Writes the files, the class last, and removes what an earlier call left that no longer belongs.</summary>
    /// <exception cref="EdgeException">The folder cannot be written, or holds a class of somebody else.</exception>
    public static void Write(string folder, PackedModel packed)
    {
        string classPath = Path.Combine(folder, PackedModel.ClassFile);
        RequireOurs(classPath);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EdgeException(DiagnosticId.OutputNotWritable, folder, exception.Message, "give a folder that you may write to");
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
