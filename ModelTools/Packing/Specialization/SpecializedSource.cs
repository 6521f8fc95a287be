using System.Collections.Generic;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Generated kernels of a model.</summary>
/// <param name="Files">C# source, one class each.</param>
/// <param name="Operators">Numbers of the operators that became code.</param>
/// <param name="Candidates">Convolutions that could have.</param>
/// <param name="Macs">Multiply-accumulates of those taken.</param>
/// <param name="CandidateMacs">Multiply-accumulates of all candidates.</param>
/// <param name="IlBytes">Bytes of IL, an upper bound.</param>
/// <param name="NeededBytes">Bytes of IL that all candidates would take.</param>
internal sealed record SpecializedSource(
    IReadOnlyList<PackedFile> Files, IReadOnlyList<int> Operators, int Candidates, long Macs, long CandidateMacs, int IlBytes, int NeededBytes)
{
    /// <summary>Folder of the source, in the one that edge pack writes to.</summary>
    public const string Folder = "Specialized";
}
