using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>An assembly of generated methods.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Blocks">Its methods.</param>
internal sealed record SpecializedPart(int Number, IReadOnlyList<ConstantBlock> Blocks)
{
    /// <summary>Namespace within that of the kernel set.</summary>
    public string ShortName => $"Part{Number}";

    /// <summary>Name of the assembly.</summary>
    public string Name => $"{SpecializedSource.AssemblyName}.{ShortName}";

    /// <summary>Bytes of IL, an upper bound.</summary>
    public int IlBytes => Blocks.Sum(block => block.IlBytes);
}
