namespace Edge.MeterDigits.Generator.Meters;

/// <summary>One counter in front of the camera: what it shows, how it is seen, what a reader should make of it.</summary>
internal sealed record MeterCase
{
    /// <summary>File name without extension.</summary>
    public required string Name { get; init; }

    /// <summary>What the picture is for, a phrase.</summary>
    public required string What { get; init; }

    /// <summary>Kind of counter.</summary>
    public required MeterKind Kind { get; init; }

    /// <summary>The true reading: all digits that have been completed, decimals included, without a point.</summary>
    public required string Digits { get; init; }

    /// <summary>How many of the digits stand behind the point.</summary>
    public int Decimals { get; init; }

    /// <summary>How far the last wheel has turned towards its next digit, 0 to 1. Wheels before a 9 turn with it.</summary>
    public float Phase { get; init; }

    /// <summary>The reading before this one, in the same form as <see cref="Digits"/>.</summary>
    public required string Previous { get; init; }

    /// <summary>What a reader with a plausibility check against <see cref="Previous"/> says: see the README in <c>meters</c>.</summary>
    public string Outcome { get; init; } = "read";

    /// <summary>Digit on which a lamp is reflected, or -1.</summary>
    public int Glare { get; init; } = -1;

    /// <summary>The reflection hides the digit; otherwise it only lights it.</summary>
    public bool GlareHides { get; init; }

    /// <summary>Digit that isn't there (a blank place on a display, a paper strip over a wheel), or -1.</summary>
    public int Missing { get; init; } = -1;

    /// <summary>How far the camera is turned, degrees.</summary>
    public float Turn { get; init; }

    /// <summary>Standard deviation of the lens blur, pixels.</summary>
    public float Blur { get; init; } = 0.5f;

    /// <summary>Standard deviation of the noise, grey levels.</summary>
    public float Noise { get; init; } = 1.2f;

    /// <summary>Exposure; 1 is right.</summary>
    public float Exposure { get; init; } = 1;
}
