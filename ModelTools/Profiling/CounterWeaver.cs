using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Edge.ModelTools.Profiling;

// Adds to a copy of an assembly, at the start of each block:  Counts[block]++
// before each newarr, Array.Copy and Array.Clear:             Sizes[site] += length
// and, ahead of the first block of a method with locals:      Counts[block]++, once per call.
// The counters are static arrays of a type added to the assembly. They are not atomic: one thread runs a counted assembly.

/// <summary>Weaves counters into a copy of an assembly.</summary>
internal sealed class CounterWeaver
{
    private readonly ModuleDefinition _module;
    private readonly IReadOnlySet<string> _countedAssemblies;
    private readonly CounterFields _fields;
    private readonly List<CodeBlock> _blocks = [];
    private int _sizeCount;

    private CounterWeaver(ModuleDefinition module, IReadOnlySet<string> countedAssemblies)
    {
        _module = module;
        _countedAssemblies = countedAssemblies;
        _fields = new CounterFields(module);
    }

    /// <summary>Weaves one assembly.</summary>
    /// <param name="path">An optimized .NET assembly.</param>
    /// <param name="countedAssemblies">Names of all assemblies that are counted together, this one included.</param>
    /// <returns>The woven copy and what its counters stand for.</returns>
    /// <exception cref="EdgeException">The file is missing, is no .NET assembly, or is a debug build, whose IL the device never runs.</exception>
    public static WovenAssembly Weave(string path, IReadOnlySet<string> countedAssemblies)
    {
        if (!File.Exists(path))
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such file", "build the assembly first");
        }

        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(Path.GetFullPath(path)));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using AssemblyDefinition assembly = Open(path, resolver);
        if (IsDebugBuild(assembly))
        {
            throw new EdgeException(
                DiagnosticId.NotAReleaseBuild, path, "was compiled without optimization", "count instructions of a build with -c Release or Optimize set");
        }

        var weaver = new CounterWeaver(assembly.MainModule, countedAssemblies);
        MethodDefinition[] methods = [.. assembly.MainModule.GetTypes().Where(type => type.FullName != InstructionReader.NativeType).SelectMany(type => type.Methods).Where(method => method.HasBody)];
        foreach (MethodDefinition method in methods)
        {
            weaver.Weave(method);
        }

        weaver._fields.AddType(weaver._blocks.Count, weaver._sizeCount);
        using var image = new MemoryStream();
        assembly.Write(image);
        return new WovenAssembly(assembly.Name.Name, image.ToArray(), weaver._blocks, weaver._sizeCount);
    }

    private static AssemblyDefinition Open(string path, IAssemblyResolver resolver)
    {
        try
        {
            return AssemblyDefinition.ReadAssembly(path, new ReaderParameters(ReadingMode.Immediate) { AssemblyResolver = resolver, InMemory = true });
        }
        catch (BadImageFormatException e)
        {
            throw new EdgeException(DiagnosticId.UnknownFormat, path, "is not a .NET assembly", "name the compiled assembly", e);
        }
    }

    private static bool IsDebugBuild(AssemblyDefinition assembly)
    {
        const int DisableOptimizations = 0x100; // DebuggableAttribute.DebuggingModes
        return assembly.CustomAttributes.Any(attribute =>
            attribute.AttributeType.Name == "DebuggableAttribute" &&
            attribute.ConstructorArguments is [{ Value: int modes }] &&
            (modes & DisableOptimizations) != 0);
    }

    private void Weave(MethodDefinition method)
    {
        MethodBody body = method.Body;
        var reader = new InstructionReader(method, _countedAssemblies);
        string name = method.DeclaringType.FullName + "::" + method.Name;
        IReadOnlyList<Instruction> leaders = BlockFinder.FindLeaders(body);
        List<Instruction> instructions = [.. body.Instructions];
        Dictionary<Instruction, CountedInstruction> read = instructions.ToDictionary(each => each, reader.Read);

        body.SimplifyMacros();
        ILProcessor processor = body.GetILProcessor();
        foreach (Instruction sized in instructions.Where(NeedsSize))
        {
            int site = _sizeCount++;
            read[sized] = read[sized] with { SizeCounter = site };
            _fields.InsertSize(processor, sized, site);
        }

        Dictionary<Instruction, Instruction> starts = [];
        int next = 0;
        for (int i = 0; i < leaders.Count; i++)
        {
            int end = i + 1 < leaders.Count ? instructions.IndexOf(leaders[i + 1], next) : instructions.Count;
            List<CountedInstruction> content = instructions[next..end].ConvertAll(each => read[each]);
            next = end;
            starts[leaders[i]] = _fields.InsertCount(processor, FirstOf(leaders[i]), _blocks.Count);
            _blocks.Add(new CodeBlock(name, content));
        }

        Redirect(body, starts);
        if (body.HasVariables)
        {
            var entry = new CountedInstruction(CountedInstruction.LocalsOpcode, StackKind.Any) { Items = body.Variables.Count };
            _fields.InsertCount(processor, body.Instructions[0], _blocks.Count);
            _blocks.Add(new CodeBlock(name, [entry]));
        }

        // What was inserted before a leader to record a size belongs to the block: the counter goes ahead of it.
        Instruction FirstOf(Instruction leader) => NeedsSize(leader) ? _fields.SizeStart(leader) : leader;
    }

    private static bool NeedsSize(Instruction instruction)
    {
        return instruction.OpCode.Code is Code.Newarr ||
            (instruction.Operand is MethodReference { DeclaringType.FullName: "System.Array" } method &&
             method.Name is "Copy" or "Clear" &&
             method.Parameters[^1].ParameterType.MetadataType is MetadataType.Int32);
    }

    private static void Redirect(MethodBody body, Dictionary<Instruction, Instruction> starts)
    {
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                instruction.Operand = starts[target];
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                instruction.Operand = Array.ConvertAll(targets, each => starts[each]);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            handler.TryStart = Moved(handler.TryStart);
            handler.TryEnd = Moved(handler.TryEnd);
            handler.HandlerStart = Moved(handler.HandlerStart);
            handler.HandlerEnd = Moved(handler.HandlerEnd);
            handler.FilterStart = Moved(handler.FilterStart);
        }

        Instruction? Moved(Instruction? bound) => bound is null ? null : starts[bound];
    }
}
