using System;
using System.Collections.Generic;
using System.IO;
using System.Resources;
using System.Security.Cryptography;
using System.Text;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Packing.Contents;
using Edge.ModelTools.Packing.Specialization;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Packing;

/// <summary>Turns a blob into the class <c>EmbeddedModel</c> of an app, the firmware's or another, and the data that the class opens.</summary>
internal static class ModelPacker
{
    // The model comes first and the sample behind it, in one resource: on Windows the metadata processor takes data that
    // begins like a BMP, JPEG or GIF for a picture and changes it. A blob begins with EDG8; a sample may begin with anything.
    private const string ResourceName = "model";

    /// <summary>The form for a model of this size when the user has not chosen: static data while it fits.</summary>
    public static PackForm Choose(int dataBytes)
    {
        return dataBytes <= DevicePackLimits.StaticBytes ? PackForm.Static : PackForm.Resource;
    }

    /// <summary>Packs a model.</summary>
    /// <param name="name">Name of the blob, for the comment and for messages.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="sample">Input as a host would send it, or null.</param>
    /// <param name="form">How it is embedded.</param>
    /// <param name="isSpecialized">Whether it runs on generated kernels.</param>
    /// <param name="app">The app that takes it.</param>
    /// <exception cref="EdgeException">Too large for static data.</exception>
    public static PackedModel Pack(string name, byte[] blob, byte[]? sample, PackForm form, bool isSpecialized = false, PackedApp? app = null)
    {
        app ??= PackedApp.Firmware;
        string kernels = isSpecialized ? $"{SpecializedSource.AssemblyName}.{KernelSource.ClassName}" : nameof(PackedKernels);
        return form == PackForm.Static ? PackStatic(name, blob, sample, kernels, app) : PackResource(name, blob, sample, kernels, app);
    }

    private static PackedModel PackResource(string name, byte[] blob, byte[]? sample, string kernels, PackedApp app)
    {
        byte[] data = [.. blob, .. sample ?? []];
        using var resources = new MemoryStream();
        using (var writer = new ResourceWriter(resources))
        {
            writer.AddResource(ResourceName, data);
            writer.Generate();
        }

        string open = $"return new ResourceWeightSource(Manager(), ResourceId.Model, {blob.Length});";
        string take = sample is null
            ? "return null;"
            : $"return (byte[])ResourceUtility.GetObject(Manager(), ResourceId.Model, {blob.Length}, {sample.Length});";
        string tail = "\n        private static ResourceManager Manager()\n        {\n"
            + $"            return new ResourceManager(\"{app.ResourceBaseName}\", typeof(EmbeddedModel).Assembly);\n        }}\n\n"
            + "        // The number that the metadata processor gives to the name.\n"
            + "        private enum ResourceId : short\n        {\n"
            + $"            Model = {ResourceId.Of(ResourceName)}, // \"{ResourceName}\"\n        }}\n";
        string[] usings = ["System.Resources", .. app.SourceNamespaces, "Edge.Runtime.Int8.Kernels", "Edge.Runtime.Int8.Weights", "nanoFramework.Runtime.Native"];
        byte[] source = Class(name, blob, app, usings, open, take, kernels, tail);
        PackedFile[] files = [new(PackedModel.ResourceFile, resources.ToArray()), .. app.SourceFiles, new(PackedModel.ClassFile, source)];
        return new PackedModel(PackForm.Resource, files, data.Length + DevicePackLimits.ClassBytes);
    }

    private static PackedModel PackStatic(string name, byte[] blob, byte[]? sample, string kernels, PackedApp app)
    {
        int dataBytes = blob.Length + (sample?.Length ?? 0);
        if (dataBytes > DevicePackLimits.StaticBytes)
        {
            throw new EdgeException(
                DiagnosticId.PackStaticTooLarge,
                name,
                $"{dataBytes} bytes; an assembly holds {DevicePackLimits.StaticBytes} bytes of a model as static data",
                "leave out --as static: a resource has no such limit");
        }

        var tail = new StringBuilder();
        tail.Append("\n        private sealed class Pieces : PieceWeightSource\n        {\n            public Pieces()\n");
        tail.Append($"                : base({blob.Length}, {DevicePackLimits.PieceBytes})\n            {{\n            }}\n\n");
        tail.Append("            protected override byte[] GetPiece(int index)\n            {\n                switch (index)\n                {\n");
        for (int start = 0, index = 0; start < blob.Length; start += DevicePackLimits.PieceBytes, index++)
        {
            byte[] piece = blob[start..Math.Min(start + DevicePackLimits.PieceBytes, blob.Length)];
            tail.Append($"                    case {index}:\n                        return ");
            AppendArray(tail, piece, new string(' ', 24));
        }

        tail.Append("                    default:\n                        return null;\n                }\n            }\n        }\n");
        var take = new StringBuilder("return null;");
        if (sample is not null)
        {
            take.Clear().Append("return ");
            AppendArray(take, sample, new string(' ', 12));
            take.Length--; // the line's end is the caller's
        }

        byte[] source = Class(name, blob, app, ["Edge.Runtime.Int8.Kernels", "Edge.Runtime.Int8.Weights"], "return new Pieces();", take.ToString(), kernels, tail.ToString());
        return new PackedModel(PackForm.Static, [new(PackedModel.ClassFile, source)], dataBytes + DevicePackLimits.ClassBytes);
    }

    private static byte[] Class(string name, byte[] blob, PackedApp app, IReadOnlyList<string> usings, string open, string take, string kernels, string tail)
    {
        var text = new StringBuilder();
        text.Append($"{PackedModel.Marker}. Do not edit.\n");
        text.Append($"// {Comment(name)}: {blob.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(blob))}.\n\n");
        foreach (string each in usings)
        {
            text.Append($"using {each};\n");
        }

        text.Append($"\nnamespace {app.Namespace}\n{{\n    /// <summary>The model in the app.</summary>\n    internal static class EmbeddedModel\n    {{\n");
        text.Append("        /// <summary>Opens the model.</summary>\n        public static WeightSource Open()\n        {\n");
        text.Append($"            {open}\n        }}\n\n");
        text.Append("        /// <summary>An input to show it at work: bytes as a host would send them, or null.</summary>\n        public static byte[] Sample()\n        {\n");
        text.Append($"            {take}\n        }}\n\n");
        text.Append("        /// <summary>The kernels that it runs on.</summary>\n        public static KernelSet Kernels()\n        {\n");
        text.Append($"            return new {kernels}();\n        }}\n{tail}    }}\n}}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AppendArray(StringBuilder text, byte[] bytes, string indent)
    {
        text.Append($"new byte[]\n{indent}{{\n");
        for (int start = 0; start < bytes.Length; start += 32)
        {
            text.Append(indent).Append("    ");
            for (int i = start; i < Math.Min(start + 32, bytes.Length); i++)
            {
                text.Append(bytes[i]).Append(',');
            }

            text.Append('\n');
        }

        text.Append($"{indent}}};\n");
    }

    // A file name may hold a line break; a comment may not.
    private static string Comment(string name)
    {
        return string.Concat(Array.ConvertAll(name.ToCharArray(), c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085' ? "_" : c.ToString()));
    }
}
