namespace Edge.ModelTools.Formats.Architecture;

/// <summary>Kinds of layers in the free form of <c>arch.json</c>.</summary>
internal enum LayerKind
{
    /// <summary>Dense convolution k x k.</summary>
    Convolution,

    /// <summary>Depthwise convolution k x k: one filter for each channel.</summary>
    Depthwise,

    /// <summary>MBConv block: expand 1x1, depthwise, squeeze-excite, project 1x1, residual addition.</summary>
    MBConv,

    /// <summary>Squeeze-excite by itself: mean, 1x1, activation, 1x1 back, gate, product.</summary>
    SqueezeExcite,

    /// <summary>Maximum of windows.</summary>
    MaxPool,

    /// <summary>Mean of windows.</summary>
    AveragePool,

    /// <summary>Mean over all pixels.</summary>
    Mean,

    /// <summary>Fully connected layer.</summary>
    Linear,
}
