using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Edge.Firmware.App;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Packing.Contents;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Projects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>Compiles what <c>edge pack</c> writes, in the device's C#, against the app's desktop build.</summary>
internal static class PackedSource
{
    // The device's call for a part of a resource, made of the desktop's for a whole one.
    private const string DeviceResources = """
        namespace nanoFramework.Runtime.Native
        {
            public static class GC
            {
                public static uint Run(bool compactHeap) { return 0; }
            }

            public static class ResourceUtility
            {
                public static object GetObject(System.Resources.ResourceManager rm, System.Enum id, int offset, int length)
                {
                    if (System.Convert.ToInt16(id) != -2404) { return null; }
                    byte[] all = (byte[])rm.GetObject("model");
                    byte[] part = new byte[System.Math.Min(length, all.Length - offset)];
                    System.Array.Copy(all, offset, part, 0, part.Length);
                    return part;
                }
            }
        }
        """;

    /// <summary>The assembly's bytes.</summary>
    /// <param name="packed">What was written.</param>
    /// <param name="kernels">Paths of the generated kernels that it runs on.</param>
    public static byte[] Compile(PackedModel packed, params IReadOnlyList<string> kernels)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp9);
        List<string> sources = [.. packed.Files.Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal)).Select(file => Encoding.UTF8.GetString(file.Content))];
        string @namespace = sources.Select(source => Regex.Match(source, @"^namespace (\S+)", RegexOptions.Multiline).Groups[1].Value).Distinct().Single();
        bool isFirmware = @namespace == "Edge.Firmware";
        if (packed.Form == PackForm.Resource)
        {
            sources.AddRange(isFirmware ? [File.ReadAllText(Repository.PathOf("Firmware/Board/Esp32/ResourceWeightSource.cs")), DeviceResources] : [DeviceResources]);
        }

        // The tool's name: the app's internals are open to it.
        var compilation = CSharpCompilation.Create(
            "edge",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, options)),
            References(isFirmware).Concat(kernels.Select(path => MetadataReference.CreateFromFile(path))),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream, manifestResources: Resources(packed, @namespace));
        Assert.IsTrue(result.Success, string.Join('\n', result.Diagnostics));
        return stream.ToArray();
    }

    /// <summary>Loads the assembly and calls its class.</summary>
    /// <returns>The model's source and the sample.</returns>
    public static (WeightSource Model, byte[]? Sample) Open(PackedModel packed)
    {
        Type type = Assembly.Load(Compile(packed)).GetTypes().Single(type => type.Name == "EmbeddedModel");
        return ((WeightSource)type.GetMethod("Open")!.Invoke(null, null)!, (byte[]?)type.GetMethod("Sample")!.Invoke(null, null));
    }

    private static IEnumerable<ResourceDescription> Resources(PackedModel packed, string @namespace)
    {
        return packed.Files.Where(file => file.Name.EndsWith(".resources", StringComparison.Ordinal))
            .Select(file => new ResourceDescription($"{@namespace}.{file.Name}", () => new MemoryStream(file.Content), isPublic: true));
    }

    private static IEnumerable<MetadataReference> References(bool isFirmware)
    {
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<string> paths = trusted.Split(Path.PathSeparator).Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) == "netstandard.dll");
        IEnumerable<string> own = isFirmware ? RuntimeAssemblies.Paths.Append(typeof(FirmwareApp).Assembly.Location) : RuntimeAssemblies.Paths;
        return paths.Concat(own).Select(path => MetadataReference.CreateFromFile(path));
    }
}
