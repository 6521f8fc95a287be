using System.Collections.Generic;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>Names of all weights of a network, without ".weight" and the like.</summary>
/// <param name="Stem">First convolution.</param>
/// <param name="Blocks">One for each block of the architecture.</param>
/// <param name="Head">1x1 convolution behind the blocks.</param>
/// <param name="Hidden">Hidden layer.</param>
/// <param name="Classifier">Last layer.</param>
internal sealed record WeightNames(PartNames Stem, IReadOnlyList<BlockNames> Blocks, PartNames Head, string Hidden, string Classifier)
{
    /// <summary>The library writes "input + block(input)" rather than "block(input) + input", so its ONNX export has the operands in that order.</summary>
    public bool IsShortcutFirst { get; init; }
}
