using System;

namespace Edge.MeterDigits.Generator;

/// <summary>
/// Whether people could tell a digit in a finished crop. The crop is compared with the one that the same light, lens and noise make of another
/// digit: what differs is the digit, what else is rough is noise. A lamp over the digit, haze, dark or blur leave little of the difference.
/// </summary>
internal static class Legibility
{
    private const float LeastRatio = 22; // of a digit's strength to the noise of one pixel; below, people guess
    private const float LeastNoise = 3; // levels; people don't see steps below, however smooth the picture
    private const float NoiseGain = 2.2f; // of white noise's variance to the mean of the lesser square
    private const float PlainContrast = 34; // standard deviation of grey levels from which on nothing is looked into

    /// <summary>A digit that shares few strokes with this one.</summary>
    public static int Other(int digit) => digit is 1 or 4 or 7 ? 8 : 1;

    /// <summary>Whether the crop has so much contrast that it need not be compared.</summary>
    public static bool IsPlain(byte[] crop)
    {
        float[] grey = Grey(crop);
        float mean = 0;
        float squares = 0;
        foreach (float value in grey)
        {
            mean += value / grey.Length;
            squares += value * value / grey.Length;
        }
        return squares - mean * mean >= PlainContrast * PlainContrast;
    }

    /// <summary>Whether the crop tells its digit from the other one.</summary>
    /// <param name="crop">RGB bytes.</param>
    /// <param name="other">The same with another digit.</param>
    public static bool Tells(byte[] crop, byte[] other) => Ratio(crop, other) >= LeastRatio;

    /// <summary>The digit's strength, root of the summed squares of what differs, by the noise of one pixel.</summary>
    internal static float Ratio(byte[] crop, byte[] other)
    {
        float[] one = Grey(crop);
        float[] two = Grey(other);
        float strength = 0;
        float noise = 0;
        int count = 0;
        for (int y = 1; y < DigitSample.Height - 1; y++)
        {
            for (int x = 1; x < DigitSample.Width - 1; x++)
            {
                int i = y * DigitSample.Width + x;
                float difference = one[i] - two[i];
                strength += difference * difference;

                // Strokes and edges have second differences as well as noise, but rarely in both directions: the lesser counts.
                float across = 2 * one[i] - one[i - 1] - one[i + 1];
                float along = 2 * one[i] - one[i - DigitSample.Width] - one[i + DigitSample.Width];
                noise += MathF.Min(across * across, along * along);
                count++;
            }
        }
        return MathF.Sqrt(strength) / MathF.Max(MathF.Sqrt(noise / count / NoiseGain), LeastNoise);
    }

    private static float[] Grey(byte[] crop)
    {
        var grey = new float[crop.Length / 3];
        for (int i = 0; i < grey.Length; i++)
        {
            grey[i] = 0.3f * crop[3 * i] + 0.59f * crop[3 * i + 1] + 0.11f * crop[3 * i + 2];
        }
        return grey;
    }
}
