using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>One layer of the free form of <c>arch.json</c>; a kind uses the fields it needs.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Where">Field of the architecture file, for messages.</param>
internal sealed record ArchitectureLayer(LayerKind Kind, string Where)
{
    /// <summary>Height and width of the window.</summary>
    public int Kernel { get; init; } = 1;

    /// <summary>Stride of the window.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zeros on each side; null: as the architecture file says for all layers.</summary>
    public int? Padding { get; init; }

    /// <summary>Output channels.</summary>
    public int Output { get; init; }

    /// <summary>MBConv: channels of the depthwise convolution, or 0 when <see cref="Expansion"/> says it.</summary>
    public int Expanded { get; init; }

    /// <summary>MBConv: the depthwise convolution has this many times the input's channels.</summary>
    public int Expansion { get; init; }

    /// <summary>MBConv and squeeze-excite: channels of the bottleneck; 0: none.</summary>
    public int Squeeze { get; init; }

    /// <summary>Behind the layer (MBConv: behind expand and depthwise); null: none.</summary>
    public UnaryFunction? Activation { get; init; }

    /// <summary>Names of weights by part ("conv", "norm", "expand", ...), without ".weight"; parts that are left out are looked for.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();
}
