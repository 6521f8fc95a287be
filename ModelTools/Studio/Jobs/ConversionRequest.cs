namespace Edge.ModelTools.Studio.Jobs;

/// <summary>What the page asks to convert; the fields are those of <c>edge convert</c>, null takes the same default.</summary>
internal sealed record ConversionRequest
{
    /// <summary>The trained model.</summary>
    public FileChoice? Model { get; init; }

    /// <summary>Typical inputs, or null.</summary>
    public FileChoice? Calibration { get; init; }

    /// <summary>Most samples used.</summary>
    public int? Samples { get; init; }

    /// <summary>A size, min, or null.</summary>
    public string? Sram { get; init; }

    /// <summary>A board, or null.</summary>
    public string? Board { get; init; }

    /// <summary>From pixels to real values, or null.</summary>
    public string? Normalisation { get; init; }

    /// <summary>The model takes blue first.</summary>
    public bool IsBlueFirst { get; init; }

    /// <summary>auto, naive or null.</summary>
    public string? Quantizer { get; init; }
}
