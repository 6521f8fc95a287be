namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>What tells one <see cref="SevenSegmentTypeface"/> from another. Lengths are in digit heights.</summary>
internal sealed record SegmentStyle
{
    /// <summary>Width of the digit before slanting, 0.4 to 0.65.</summary>
    public float Width { get; init; } = 0.52f;

    /// <summary>Thickness of the segments, 0.05 to 0.18.</summary>
    public float Weight { get; init; } = 0.1f;

    /// <summary>Gap between segments, 0 to 0.05.</summary>
    public float Gap { get; init; } = 0.015f;

    /// <summary>Horizontal shear, 0 to 0.2.</summary>
    public float Slant { get; init; }

    /// <summary>How far the ends are pointed: 0 cut straight, 1 a full point.</summary>
    public float Point { get; init; } = 1;

    /// <summary>The ends are mitred into the neighbouring segment, as on most glass displays.</summary>
    public bool Mitred { get; init; }

    /// <summary>Seven lights the upper left segment too.</summary>
    public bool HookedSeven { get; init; }

    /// <summary>Six lights the top segment, nine the bottom one.</summary>
    public bool Tails { get; init; } = true;

    /// <summary>One lights the left segments instead of the right ones.</summary>
    public bool LeftOne { get; init; }
}
