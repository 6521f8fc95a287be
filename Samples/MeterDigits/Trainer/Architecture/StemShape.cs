namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>First convolution.</summary>
internal sealed record StemShape
{
    /// <summary>Kernel: 3 or 5.</summary>
    public required int Kernel { get; init; }

    /// <summary>Stride, 1 or 2.</summary>
    public required int Stride { get; init; }

    /// <summary>Channels.</summary>
    public required int Output { get; init; }

    /// <inheritdoc cref="BlockShape.Activation"/>
    public required string Activation { get; init; }
}
