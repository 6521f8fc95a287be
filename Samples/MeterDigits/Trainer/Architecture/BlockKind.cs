namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>What a block of a network is made of.</summary>
internal enum BlockKind
{
    /// <summary>Expand, depthwise, squeeze-excite, project.</summary>
    MBConv,

    /// <summary>Dense convolution to more channels, project (fused MBConv without a residual).</summary>
    Fused,

    /// <summary>Dense convolution.</summary>
    Dense,
}
