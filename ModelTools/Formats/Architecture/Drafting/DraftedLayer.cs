using System.Collections.Generic;

namespace Edge.ModelTools.Formats.Architecture.Drafting;

/// <summary>A layer that the shape of its weights tells of.</summary>
/// <param name="Type">As <c>arch.json</c> spells it.</param>
/// <param name="Names">Names of its weights by part.</param>
internal sealed record DraftedLayer(string Type, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Kernel.</summary>
    public int Kernel { get; init; } = 1;

    /// <summary>MBConv: channels of the depthwise convolution.</summary>
    public int Expanded { get; init; }

    /// <summary>Output channels; 0: as many as the input.</summary>
    public int Output { get; init; }

    /// <summary>MBConv: channels of the squeeze-excite bottleneck; 0: none.</summary>
    public int Squeeze { get; init; }
}
