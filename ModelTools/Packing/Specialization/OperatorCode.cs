using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>A convolution and the code that it would become.</summary>
/// <param name="Operator">The convolution.</param>
/// <param name="Blocks">Its methods, all of them or none are taken.</param>
internal sealed record OperatorCode(ConstantOperator Operator, IReadOnlyList<ConstantBlock> Blocks)
{
    // A branch has 16 bits, and so have the jumps over what a method holds.
    private const int MostMethodBytes = 30000;

    /// <summary>Bytes of IL, an upper bound.</summary>
    public int IlBytes { get; } = Blocks.Sum(block => block.IlBytes);

    /// <summary>Multiply-accumulates for each byte of IL. The packed kernels take about as long for each, so this orders by what is saved.</summary>
    public double MacsPerByte => (double)Operator.Macs / IlBytes;

    /// <summary>Whether the interpreter runs its methods and the dispatch, a switch of at most 255 cases, reaches them.</summary>
    public bool IsPossible => Operator.Id < PartSplitter.MostBlocks && Blocks.Count <= PartSplitter.MostBlocks && Blocks.All(block => block.IlBytes <= MostMethodBytes);

    /// <summary>Writes the code.</summary>
    public static OperatorCode Write(ConstantOperator source)
    {
        return new OperatorCode(source, [.. BlockWriter.WriteAll(source).Select((block, number) => new ConstantBlock(source.Id, number, block.Text, block.IlBytes))]);
    }
}
