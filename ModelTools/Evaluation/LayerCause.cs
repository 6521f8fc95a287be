namespace Edge.ModelTools.Evaluation;

/// <summary>Where most of a layer's error comes from.</summary>
internal enum LayerCause
{
    /// <summary>There is no error.</summary>
    None,

    /// <summary>Values beyond the tensor's range are cut off.</summary>
    Saturation,

    /// <summary>A few large values make the range wide and the steps coarse.</summary>
    Outliers,

    /// <summary>Channels of very different size share one range.</summary>
    ChannelSpread,

    /// <summary>The steps of 8 bits themselves: the tensor is as good as its range allows.</summary>
    Steps,

    /// <summary>The layer's inputs are as bad.</summary>
    Inherited,

    /// <summary>What is left: rounded weights and biases, or the inputs' errors amplified.</summary>
    Weights,
}
