using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.Runtime.Int8.Kernels;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Generated kernels, compiled in the device's C# as the assemblies they are on the device, with a copy of the runtime beside them.</summary>
internal sealed class SpecializedAssembly : IDisposable
{
    /// <summary>Full name of the kernel set.</summary>
    public const string TypeName = SpecializedSource.AssemblyName + "." + KernelSource.ClassName;

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-special-").FullName;

    /// <summary>Compiles.</summary>
    /// <exception cref="InvalidOperationException">The code does not compile.</exception>
    public SpecializedAssembly(IReadOnlyList<GeneratedAssembly> source)
    {
        foreach (string path in RuntimeAssemblies.Paths)
        {
            File.Copy(path, Path.Combine(_folder, Path.GetFileName(path)));
        }

        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        string[] references = [.. trusted.Split(Path.PathSeparator).Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)), .. RuntimeAssemblies.Paths];
        Paths = [.. source.Select(assembly => Compile(assembly, references))];
    }

    /// <summary>The assemblies' files, the kernel set last.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Makes the kernel set.</summary>
    public KernelSet Create()
    {
        var context = new AssemblyLoadContext(SpecializedSource.AssemblyName);
        context.Resolving += (_, name) => context.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name.Name);
        Assembly[] loaded = [.. Paths.Select(path => context.LoadFromStream(new MemoryStream(File.ReadAllBytes(path))))];
        return (KernelSet)Activator.CreateInstance(loaded[^1].GetType(TypeName, throwOnError: true)!)!;
    }

    /// <summary>Counts an inference with them.</summary>
    /// <param name="name">Path or name of the model, for messages.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="column">Build of the interpreter to predict.</param>
    public InferenceProfile Profile(string name, byte[] blob, CostColumn column = CostColumn.O3X64)
    {
        return ModelProfiler.ProfileGenerated(BlobFile.Load(name, blob, new ReferenceKernels()), blob, Paths, TypeName, column);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    private string Compile(GeneratedAssembly assembly, string[] references)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp9);
        var compilation = CSharpCompilation.Create(
            assembly.Name,
            assembly.Files.Select(file => CSharpSyntaxTree.ParseText(Encoding.UTF8.GetString(file.Content), options)),
            references.Concat(assembly.References.Select(PathOf)).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        EmitResult result = compilation.Emit(PathOf(assembly.Name));
        return result.Success ? PathOf(assembly.Name) : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private string PathOf(string assemblyName) => Path.Combine(_folder, assemblyName + ".dll");
}
