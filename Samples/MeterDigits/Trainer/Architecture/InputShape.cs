namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>What the network is given: RGB bytes x, as scale * x + offset per channel.</summary>
internal sealed record InputShape
{
    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    public required float[] Scale { get; init; }

    public required float[] Offset { get; init; }
}
