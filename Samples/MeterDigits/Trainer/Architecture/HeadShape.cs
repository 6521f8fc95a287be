namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>What follows the blocks: 1x1 convolution, global average, optional hidden layer, classifier.</summary>
internal sealed record HeadShape
{
    /// <summary>Channels of the 1x1 convolution before the average; 0: none.</summary>
    public required int Convolution { get; init; }

    /// <summary>Width of the hidden fully connected layer after the average; 0: none.</summary>
    public required int Hidden { get; init; }

    /// <summary>After the convolution and the hidden layer; see <see cref="BlockShape.Activation"/>.</summary>
    public required string Activation { get; init; }
}
