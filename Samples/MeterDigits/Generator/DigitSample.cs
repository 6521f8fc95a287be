namespace Edge.MeterDigits.Generator;

/// <summary>One labelled crop.</summary>
/// <param name="Pixels">RGB bytes, [32, 20, 3].</param>
/// <param name="Label">0-9, or 10: not readable.</param>
/// <param name="Turned">Where a wheel that is not readable stands, 3.4 between 3 and 4; NaN when no wheel turns.</param>
internal sealed record DigitSample(byte[] Pixels, int Label, float Turned = float.NaN)
{
    public const int Width = 20;
    public const int Height = 32;
    public const int ByteCount = Width * Height * 3;
    public const int ClassCount = 11;
}
