namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>One MBConv block: expand (1x1), depthwise, squeeze-excite, project (1x1, no activation), residual where stride is 1 and the channels match.</summary>
internal sealed record BlockShape
{
    /// <summary>Depthwise kernel: 3, 5 or 7.</summary>
    public required int Kernel { get; init; }

    /// <summary>Stride of the depthwise convolution, 1 or 2.</summary>
    public required int Stride { get; init; }

    /// <summary>Channels of the depthwise convolution; when equal to the block's input there is no expanding convolution.</summary>
    public required int Expanded { get; init; }

    /// <summary>Channels of the block's output.</summary>
    public required int Output { get; init; }

    /// <summary>Channels of the squeeze-excite bottleneck; 0: none.</summary>
    public required int Squeeze { get; init; }

    /// <summary>After the expanding and the depthwise convolution: <c>relu</c>, <c>relu6</c>, <c>hswish</c> or <c>none</c>.</summary>
    public required string Activation { get; init; }
}
