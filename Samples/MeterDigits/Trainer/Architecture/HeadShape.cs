using System.Text.Json.Serialization;

namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>What follows the blocks: 1x1 convolution, global average or nothing in its place, optional hidden layer, classifier.</summary>
internal sealed record HeadShape
{
    /// <summary>Channels of the 1x1 convolution before the average; 0: none.</summary>
    public required int Convolution { get; init; }

    /// <summary>Width of the hidden fully connected layer after the average; 0: none.</summary>
    public required int Hidden { get; init; }

    /// <summary>After the convolution and the hidden layer; see <see cref="BlockShape.Activation"/>.</summary>
    public required string Activation { get; init; }

    /// <summary>No average: the fully connected layers see every pixel of every channel. Only where arch.json lists layers.</summary>
    [JsonIgnore]
    public bool IsFlat { get; init; }
}
