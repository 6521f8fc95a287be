using System.Text.Json.Serialization;

namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>
/// One block. MBConv: expand (1x1), depthwise, squeeze-excite, project (1x1, no activation), residual where stride is 1 and the
/// channels match. Fused: a dense convolution to <see cref="Expanded"/> channels, squeeze-excite, project. Dense: without the project.
/// </summary>
internal sealed record BlockShape
{
    /// <summary>What the block is made of. Not in the form of <c>arch.json</c> that has MBConv blocks only.</summary>
    [JsonIgnore]
    public BlockKind Kind { get; init; }

    /// <summary>Kernel of the depthwise or dense convolution: 3, 5 or 7.</summary>
    public required int Kernel { get; init; }

    /// <summary>Stride of the same convolution, 1 or 2.</summary>
    public required int Stride { get; init; }

    /// <summary>Channels of the same convolution; when equal to the block's input there is no expanding convolution.</summary>
    public required int Expanded { get; init; }

    /// <summary>Channels of the block's output.</summary>
    public required int Output { get; init; }

    /// <summary>Channels of the squeeze-excite bottleneck; 0: none.</summary>
    public required int Squeeze { get; init; }

    /// <summary>After the expanding and the depthwise convolution: <c>relu</c>, <c>relu6</c>, <c>hswish</c> or <c>none</c>.</summary>
    public required string Activation { get; init; }
}
