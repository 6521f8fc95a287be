namespace Edge.MeterDigits.Generator;

/// <summary>One labelled crop.</summary>
/// <param name="Pixels">RGB bytes, [32, 20, 3].</param>
/// <param name="Label">0-9, or 10: not readable.</param>
internal sealed record DigitSample(byte[] Pixels, int Label)
{
    public const int Width = 20;
    public const int Height = 32;
    public const int ByteCount = Width * Height * 3;
    public const int ClassCount = 11;
}
