using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Generated kernels of a model.</summary>
/// <param name="Assemblies">Parts with the code, then the kernel set that calls them.</param>
/// <param name="Operators">Numbers of the operators that became code.</param>
/// <param name="Macs">Their multiply-accumulates.</param>
/// <param name="Candidates">Convolutions that could have.</param>
/// <param name="CandidateMacs">Multiply-accumulates of all candidates.</param>
/// <param name="NetworkMacs">Multiply-accumulates of the network.</param>
/// <param name="NeededBytes">Bytes of flash that all candidates would take.</param>
/// <param name="NeededParts">Assemblies that hold all candidates.</param>
/// <param name="LimitBytes">Bytes of flash that there were for them.</param>
internal sealed record SpecializedSource(
    IReadOnlyList<GeneratedAssembly> Assemblies,
    IReadOnlyList<int> Operators,
    long Macs,
    int Candidates,
    long CandidateMacs,
    long NetworkMacs,
    long NeededBytes,
    int NeededParts,
    long LimitBytes)
{
    /// <summary>Folder of the source, in the one that edge pack writes to.</summary>
    public const string Folder = "Specialized";

    /// <summary>Name of the kernel set's assembly, and first words of those of its parts.</summary>
    public const string AssemblyName = "Edge.Specialized";

    /// <summary>Bytes of IL of all assemblies, an upper bound.</summary>
    public int IlBytes => Assemblies.Sum(assembly => assembly.IlBytes);

    /// <summary>Bytes of flash, estimated.</summary>
    public long FlashBytes => SpecializedFlash.Bytes(IlBytes, Assemblies.Count);

    /// <summary>Bytes of the managed heap: what each assembly takes, and the kernels' table of results.</summary>
    public int HeapBytes => (SpecializedFlash.AssemblyHeapBytes * Assemblies.Count) + ConstantKernels.TableEntries;
}
