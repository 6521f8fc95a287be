namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>Draws a typeface at random from the families found on meters, within the ranges found there.</summary>
internal static class TypefaceCatalog
{
    /// <summary>A mechanical counter's digits.</summary>
    public static DigitTypeface Drum(SampleRandom random)
    {
        bool round = random.Chance(0.4f);
        float weight = random.Chance(0.15f) ? random.Between(0.06f, 0.1f) : random.Between(0.09f, random.Chance(0.25f) ? 0.25f : 0.19f);
        float width = random.Between(0.4f, 0.74f);
        float contrast = random.Chance(0.5f) ? random.Between(0.8f, 1.35f) : 1;
        float widest = width / contrast * 0.36f; // the holes of 0 and 8 stay open
        return new StrokeTypeface(new StrokeStyle
        {
            Width = width,
            Weight = weight < widest ? weight : widest,
            Squareness = random.Chance(0.5f) ? random.Between(0, 0.35f) : random.Between(0.2f, 1),
            Waist = random.Between(0.45f, 0.52f),
            Slant = random.Chance(0.25f) ? random.Between(-0.05f, 0.25f) : 0,
            RoundCaps = round,
            RoundJoins = round || random.Chance(0.4f),
            Contrast = contrast,
            Zero = random.Pick(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2),
            One = random.Pick(0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4),
            Two = random.Pick(0, 0, 1),
            Three = random.Pick(0, 0, 0, 0, 1),
            Four = random.Pick(0, 0, 0, 1, 1, 1, 3, 2),
            Six = random.Pick(0, 0, 0, 1, 1, 1, 2),
            Seven = random.Pick(0, 0, 0, 1, 1, 2, 3, 4),
        });
    }

    /// <summary>A seven-segment display's digits.</summary>
    public static SevenSegmentTypeface Segments(SampleRandom random)
    {
        return new SevenSegmentTypeface(new SegmentStyle
        {
            Width = random.Between(0.4f, 0.66f),
            Weight = random.Between(0.055f, 0.17f),
            Gap = random.Chance(0.3f) ? 0 : random.Between(0, 0.04f),
            Slant = random.Chance(0.6f) ? random.Between(0.03f, 0.2f) : 0,
            Point = random.Between(0, 1),
            Mitred = random.Chance(0.6f),
            HookedSeven = random.Chance(0.4f),
            Tails = random.Chance(0.9f),
            LeftOne = random.Chance(0.03f),
        });
    }

    /// <summary>A character display's digits.</summary>
    public static DigitTypeface DotMatrix(SampleRandom random)
    {
        return new DotMatrixTypeface(
            random.Between(0.45f, 0.68f),
            random.Between(0.72f, 1.02f),
            random.Chance(0.2f) ? random.Between(0, 0.12f) : 0,
            random.Chance(0.5f),
            random.Chance(0.5f));
    }
}
