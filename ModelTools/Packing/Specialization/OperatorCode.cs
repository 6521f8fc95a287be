using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>A convolution and the code that it would become.</summary>
/// <param name="Operator">The convolution.</param>
/// <param name="Blocks">Its methods, all of them or none are taken.</param>
/// <param name="Saved">Weighted instructions that an inference takes less with it, counted.</param>
internal sealed record OperatorCode(ConstantOperator Operator, IReadOnlyList<ConstantBlock> Blocks, double Saved)
{
    // A branch has 16 bits, and so have the jumps over what a method holds.
    private const int MostMethodBytes = 30000;

    /// <summary>Bytes of IL, an upper bound.</summary>
    public int IlBytes { get; } = Blocks.Sum(block => block.IlBytes);

    /// <summary>Weighted instructions saved for each byte of IL.</summary>
    public double SavedPerByte => Saved / IlBytes;

    /// <summary>Whether the interpreter runs its methods and the dispatch, a switch of at most 255 cases, reaches them.</summary>
    public bool IsPossible => Operator.Id < PartSplitter.MostBlocks && Blocks.Count <= PartSplitter.MostBlocks && Blocks.All(block => block.IlBytes <= MostMethodBytes);

    /// <summary>Writes the code.</summary>
    /// <param name="source">The convolution.</param>
    /// <param name="saved">Weighted instructions that an inference takes less with it.</param>
    public static OperatorCode Write(ConstantOperator source, double saved)
    {
        ConstantBlock[] blocks = [.. BlockWriter.WriteAll(source).Select((block, number) => new ConstantBlock(source.Id, number, block.Text, block.IlBytes, block.Clamps))];
        return new OperatorCode(source, blocks, saved);
    }
}
