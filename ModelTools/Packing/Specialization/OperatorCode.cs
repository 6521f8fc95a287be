using System;
using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>A convolution and the code that it would become.</summary>
/// <param name="Operator">The convolution.</param>
/// <param name="Blocks">Its methods, all of them or none are taken.</param>
/// <param name="PackedCost">Weighted instructions that it takes with the packed kernels, counted.</param>
internal sealed record OperatorCode(ConstantOperator Operator, IReadOnlyList<ConstantBlock> Blocks, double PackedCost)
{
    /// <summary>
    /// Weighted instructions of a byte of IL. Counted for the networks of budgets.json: 19 to 27, more where results are few or
    /// inputs are gathered in windows.
    /// </summary>
    public const double CostOfByte = 20;

    // A branch has 16 bits, and so have the jumps over what a method holds.
    private const int MostMethodBytes = 30000;

    /// <summary>Bytes of IL, an upper bound.</summary>
    public int IlBytes { get; } = Blocks.Sum(block => block.IlBytes);

    /// <summary>Weighted instructions saved for each byte of IL, estimated: nearly every byte is executed once for each three pixels.</summary>
    public double SavedPerByte => Operator.IsDepthwise ? (PackedCost - Operator.Code.Cost) / IlBytes : (PackedCost / IlBytes) - (CostOfByte * Triples);

    /// <summary>How often the code is executed: once for each three pixels.</summary>
    public double Triples => Math.Ceiling((double)Operator.Macs / Operator.Weights.Length / 3);

    /// <summary>Whether the interpreter runs its methods and the dispatch, a switch of at most 255 cases, reaches them.</summary>
    public bool IsPossible => Operator.Id < PartSplitter.MostBlocks && Blocks.Count <= PartSplitter.MostBlocks && Blocks.All(block => block.IlBytes <= MostMethodBytes);

    /// <summary>Writes the code.</summary>
    /// <param name="source">The convolution.</param>
    /// <param name="packedCost">Weighted instructions that it takes with the packed kernels.</param>
    public static OperatorCode Write(ConstantOperator source, double packedCost)
    {
        ConstantBlock[] blocks = [.. BlockWriter.WriteAll(source).Select((block, number) => new ConstantBlock(source.Id, number, block.Text, block.IlBytes))];
        return new OperatorCode(source, blocks, packedCost);
    }
}
