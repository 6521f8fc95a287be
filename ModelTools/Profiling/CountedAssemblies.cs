using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Edge.ModelTools.Profiling;

// The woven copies live in a load context of their own beside the assemblies that the program itself uses, so their types
// are other types. A companion is loaded a second time, unwoven, into the same context: code in it is compiled against the
// counted assembly as usual and reaches the woven copy, without being counted itself.

/// <summary>Assemblies that count the IL instructions they execute.</summary>
internal sealed class CountedAssemblies
{
    private readonly Dictionary<string, Assembly> _assemblies = [];
    private readonly List<long[]> _counts = [];
    private readonly List<long[]> _sizes = [];

    private CountedAssemblies(IReadOnlyList<WovenAssembly> woven)
    {
        Blocks = Renumber(woven);
    }

    /// <summary>What the counters of a <see cref="CountSnapshot"/> stand for.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>Counters as they stand, in the order of <see cref="Blocks"/>: one array for each assembly, still counting.</summary>
    public IReadOnlyList<long[]> LiveCounts => _counts;

    /// <summary>Size counters as they stand: one array for each assembly, still counting.</summary>
    public IReadOnlyList<long[]> LiveSizes => _sizes;

    /// <summary>Weaves and loads assemblies.</summary>
    /// <param name="countedPaths">Assemblies to count; they may use each other.</param>
    /// <param name="companionPaths">Assemblies to load beside them, to run code that is compiled against the counted ones.</param>
    /// <returns>The loaded assemblies, all counters zero.</returns>
    /// <exception cref="Diagnostics.EdgeException">A file cannot be counted.</exception>
    public static CountedAssemblies Load(IReadOnlyList<string> countedPaths, params IReadOnlyList<string> companionPaths)
    {
        HashSet<string> names = [.. countedPaths.Select(Path.GetFileNameWithoutExtension).OfType<string>()];
        WovenAssembly[] woven = [.. countedPaths.Select(path => CounterWeaver.Weave(path, names))];
        var loaded = new CountedAssemblies(woven);
        var context = new CountedLoadContext(loaded._assemblies);
        foreach (WovenAssembly each in woven)
        {
            Assembly assembly = context.LoadFromStream(new MemoryStream(each.Image));
            loaded._assemblies.Add(each.Name, assembly);
            Type counters = assembly.GetType(CounterFields.TypeName, throwOnError: true)!;
            loaded._counts.Add((long[])counters.GetField(CounterFields.CountsName)!.GetValue(null)!);
            loaded._sizes.Add((long[])counters.GetField(CounterFields.SizesName)!.GetValue(null)!);
        }

        foreach (string path in companionPaths)
        {
            Assembly assembly = context.LoadFromStream(new MemoryStream(File.ReadAllBytes(path)));
            loaded._assemblies.Add(assembly.GetName().Name!, assembly);
        }

        return loaded;
    }

    /// <summary>A type of a counted assembly or a companion.</summary>
    /// <param name="name">Full name.</param>
    /// <returns>The type; its static state is that of this load, not the program's.</returns>
    public Type GetType(string name)
    {
        return _assemblies.Values.Select(assembly => assembly.GetType(name)).First(type => type is not null)!;
    }

    /// <summary>Calls a static method of a counted assembly or a companion.</summary>
    /// <param name="typeName">Full name of its type.</param>
    /// <param name="method">Name of a static method that has no overloads, public or not.</param>
    /// <param name="arguments">Of types that both load contexts share: primitive types, arrays of them, delegates of the base library.</param>
    /// <returns>What the method returned; what it throws comes out as it is.</returns>
    public object? Invoke(string typeName, string method, params object?[] arguments)
    {
        const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        return GetType(typeName).GetMethod(method, AnyStatic)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    /// <summary>Reads all counters.</summary>
    /// <returns>A copy.</returns>
    public CountSnapshot TakeSnapshot()
    {
        return new CountSnapshot([.. _counts.SelectMany(counts => counts)], [.. _sizes.SelectMany(sizes => sizes)]);
    }

    private static List<CodeBlock> Renumber(IReadOnlyList<WovenAssembly> woven)
    {
        List<CodeBlock> blocks = [];
        int sizeBase = 0;
        foreach (WovenAssembly each in woven)
        {
            foreach (CodeBlock block in each.Blocks)
            {
                CountedInstruction[] instructions = [.. block.Instructions.Select(Shift)];
                blocks.Add(block with { Instructions = instructions });
            }

            sizeBase += each.SizeCount;
        }

        return blocks;

        CountedInstruction Shift(CountedInstruction instruction) =>
            instruction.SizeCounter < 0 ? instruction : instruction with { SizeCounter = instruction.SizeCounter + sizeBase };
    }
}
