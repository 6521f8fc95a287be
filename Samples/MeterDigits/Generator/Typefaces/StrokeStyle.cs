namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>What tells one <see cref="StrokeTypeface"/> from another. Lengths are in digit heights.</summary>
internal sealed record StrokeStyle
{
    /// <summary>Width of the digit's box, 0.35 to 0.8.</summary>
    public float Width { get; init; } = 0.58f;

    /// <summary>Thickness of the strokes, 0.06 to 0.24.</summary>
    public float Weight { get; init; } = 0.13f;

    /// <summary>0: bowls are ellipses; 1: bowls are rectangles with small round corners.</summary>
    public float Squareness { get; init; }

    /// <summary>Height of the middle of 3, 6, 8, 9, from the top: 0.44 to 0.52.</summary>
    public float Waist { get; init; } = 0.48f;

    /// <summary>Horizontal shear: 0.2 leans right by 0.2 over the height.</summary>
    public float Slant { get; init; }

    /// <summary>Strokes end in half circles instead of straight cuts.</summary>
    public bool RoundCaps { get; init; }

    /// <summary>Corners are rounded instead of mitred.</summary>
    public bool RoundJoins { get; init; }

    /// <summary>Width of vertical strokes over that of horizontal ones: 0.7 to 1.5.</summary>
    public float Contrast { get; init; } = 1;

    /// <summary>Form of the zero: 0 plain, 1 slashed, 2 dotted.</summary>
    public int Zero { get; init; }

    /// <summary>Form of the one: 0 bar, 1 flag, 2 flag and foot, 3 curved flag, 4 flag on the left of a bar with serif at the bottom left.</summary>
    public int One { get; init; } = 1;

    /// <summary>Form of the two: 0 round neck, 1 straight neck.</summary>
    public int Two { get; init; }

    /// <summary>Form of the three: 0 round, 1 flat top.</summary>
    public int Three { get; init; }

    /// <summary>Form of the four: 0 closed, 1 hook crossed by a short stem, 2 open top with two stems, 3 hook with the stem below the bar only.</summary>
    public int Four { get; init; }

    /// <summary>Form of the six and nine: 0 curled, 1 straight stroke into the bowl, 2 curled down almost to the bowl.</summary>
    public int Six { get; init; }

    /// <summary>Form of the seven: 0 straight, 1 curved, 2 bent to vertical, 3 straight with a serif, 4 crossed.</summary>
    public int Seven { get; init; }
}
