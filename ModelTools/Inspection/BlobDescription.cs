using System.Collections.Generic;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Inspection;

/// <summary>Everything <c>edge inspect</c> says about a blob.</summary>
internal sealed class BlobDescription
{
    public required string Name { get; init; }

    public required RoundingMode Rounding { get; init; }

    public required TensorInfo Input { get; init; }

    public required IReadOnlyList<TensorInfo> Outputs { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required int BlobBytes { get; init; }

    public required int PeakSramBytes { get; init; }

    public required int ProgramBytes { get; init; }

    public required IReadOnlyList<int> BankBytes { get; init; }

    /// <summary>The weight window's own array; 0 where each group has its window in a bank.</summary>
    public required int WindowBytes { get; init; }

    /// <summary>Scratch memory of the kernels.</summary>
    public required int KernelScratchBytes { get; init; }

    public required int ParameterInts { get; init; }

    public required int AccumulatorInts { get; init; }

    /// <summary>Parts of the blob, in the order in which they lie there; the int8 weights by kind of operator.</summary>
    public IReadOnlyList<FlashPart> Flash { get; set; } = [];

    public List<GroupDescription> Groups { get; } = [];

    /// <summary>Multiply-accumulates of one inference, recomputation included.</summary>
    public long Macs { get; set; }

    /// <summary>Bytes of int8 weights, each operator once.</summary>
    public int WeightBytes { get; set; }
}
