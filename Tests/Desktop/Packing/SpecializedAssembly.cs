using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Edge.ModelTools.Packing.Specialization;
using Edge.Runtime.Int8.Kernels;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>Generated kernels, compiled in the device's C# as an assembly of their own, with a copy of the runtime beside it.</summary>
internal sealed class SpecializedAssembly : IDisposable
{
    /// <summary>Name of the assembly.</summary>
    public const string Name = "Edge.Specialized";

    /// <summary>Full name of the kernel set.</summary>
    public const string TypeName = Name + "." + Specializer.ClassName;

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-special-").FullName;
    private readonly byte[] _image;

    /// <summary>Compiles.</summary>
    public SpecializedAssembly(SpecializedSource source)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp9);
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<string> references = trusted.Split(System.IO.Path.PathSeparator)
            .Where(path => System.IO.Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Append(typeof(KernelSet).Assembly.Location);
        var compilation = CSharpCompilation.Create(
            Name,
            source.Files.Select(file => CSharpSyntaxTree.ParseText(Encoding.UTF8.GetString(file.Content), options)),
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream);
        Assert.IsTrue(result.Success, string.Join('\n', result.Diagnostics));
        _image = stream.ToArray();
        File.WriteAllBytes(Path, _image);
        string runtime = typeof(KernelSet).Assembly.Location;
        File.Copy(runtime, System.IO.Path.Combine(_folder, System.IO.Path.GetFileName(runtime)));
    }

    /// <summary>The assembly's file.</summary>
    public string Path => System.IO.Path.Combine(_folder, Name + ".dll");

    /// <summary>Makes the kernel set.</summary>
    public KernelSet Create() => (KernelSet)Activator.CreateInstance(Assembly.Load(_image).GetType(TypeName, throwOnError: true)!)!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }
}
