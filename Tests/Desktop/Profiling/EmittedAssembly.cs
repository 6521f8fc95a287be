using System;
using System.IO;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>An assembly written instruction by instruction, so that its counts can be worked out by hand.</summary>
internal sealed class EmittedAssembly : IDisposable
{
    private readonly AssemblyDefinition _assembly;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-emitted").FullName;

    /// <summary>Makes an assembly with one empty class, <c>Emitted</c>.</summary>
    public EmittedAssembly()
    {
        _assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Emitted", new Version(1, 0)), "Emitted", ModuleKind.Dll);
        Class = new TypeDefinition(string.Empty, "Emitted", TypeAttributes.Public | TypeAttributes.Class, Types.Object);
        Module.Types.Add(Class);
    }

    public ModuleDefinition Module => _assembly.MainModule;

    public TypeSystem Types => Module.TypeSystem;

    public TypeDefinition Class { get; }

    /// <summary>Adds a static method.</summary>
    public MethodDefinition AddMethod(string name, TypeReference result, params TypeReference[] parameters)
    {
        var method = new MethodDefinition(name, MethodAttributes.Public | MethodAttributes.Static, result);
        foreach (TypeReference parameter in parameters)
        {
            method.Parameters.Add(new ParameterDefinition(parameter));
        }

        Class.Methods.Add(method);
        method.Body.InitLocals = true;
        return method;
    }

    /// <summary>Adds a local to a method.</summary>
    public static VariableDefinition AddLocal(MethodDefinition method, TypeReference type)
    {
        var local = new VariableDefinition(type);
        method.Body.Variables.Add(local);
        return local;
    }

    /// <summary>Marks the assembly as compiled without optimization.</summary>
    public void MarkAsDebugBuild()
    {
        MethodReference constructor = Module.ImportReference(
            typeof(System.Diagnostics.DebuggableAttribute).GetConstructor([typeof(System.Diagnostics.DebuggableAttribute.DebuggingModes)]));
        var attribute = new CustomAttribute(constructor);
        TypeReference modes = Module.ImportReference(typeof(System.Diagnostics.DebuggableAttribute.DebuggingModes));
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(modes, 0x107));
        _assembly.CustomAttributes.Add(attribute);
    }

    /// <summary>Writes the assembly.</summary>
    /// <returns>Path of the file.</returns>
    public string Write()
    {
        string path = Path.Combine(_folder, "Emitted.dll");
        _assembly.Write(path);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _assembly.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
