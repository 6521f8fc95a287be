using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>An MBConv network without its weights, as <c>arch.json</c> describes it (docs/weights-import.md).</summary>
internal sealed record NetworkArchitecture
{
    /// <summary>Path of the file, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the network; empty when not stated.</summary>
    public required string Name { get; init; }

    /// <summary>Input.</summary>
    public required ArchitectureInput Input { get; init; }

    /// <summary>Names of the classes; their number is the number of outputs. Empty when the network is no classifier.</summary>
    public required string[] Classes { get; init; }

    /// <summary>TensorFlow's SAME padding instead of (kernel - 1) / 2 on all sides.</summary>
    public required bool IsSamePadding { get; init; }

    /// <summary>Added to the variance of every batch normalisation.</summary>
    public required float BatchNormEpsilon { get; init; }

    /// <summary>Scheme of the weights' names, or null to find it out from the names.</summary>
    public required string? Naming { get; init; }

    /// <summary>Activation within squeeze-excite.</summary>
    public required UnaryFunction? SqueezeActivation { get; init; }

    /// <summary>Gate of squeeze-excite: hard sigmoid or sigmoid.</summary>
    public required UnaryFunction Gate { get; init; }

    /// <summary>First convolution; null: the blocks come first.</summary>
    public required ArchitectureStem? Stem { get; init; }

    /// <summary>Blocks.</summary>
    public required IReadOnlyList<ArchitectureBlock> Blocks { get; init; }

    /// <summary>Head; null: the blocks' output is the network's.</summary>
    public required ArchitectureHead? Head { get; init; }

    /// <summary>The free form: layers one by one, instead of stem, blocks and head; else empty.</summary>
    public required IReadOnlyList<ArchitectureLayer> Layers { get; init; }

    /// <summary>Own names of weights by part, for stem, blocks and head.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>No naming scheme applies: names are given, usual, or found by shape, layer by layer.</summary>
    public bool IsFree => Layers.Count > 0 || Stem is null || Head is null || Names.Count > 0;
}
