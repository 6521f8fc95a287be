using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Edge.MeterDigits.Generator.Meters;

/// <summary>
/// Counters that are hard to read: each kind with a lamp beside a digit, a lamp over a digit, a wheel between two digits, a dark
/// place, and too little light with blur and noise, in turn, with digits at random.
/// </summary>
internal static class HardCases
{
    private const int Count = 40;
    private const ulong Seed = 40;
    private const int Kinds = 4;
    private const int Hardships = 5;

    /// <summary>The forty that the README reports on.</summary>
    public static IReadOnlyList<MeterCase> All { get; } = Draw(Seed, Count);

    /// <summary>Others: what is tuned is tuned on these.</summary>
    /// <param name="seed">Any but that of <see cref="All"/>.</param>
    /// <param name="count">How many.</param>
    public static IReadOnlyList<MeterCase> Draw(ulong seed, int count) => Enumerable.Range(0, count).Select(index => Make(seed, index)).ToArray();

    private static MeterCase Make(ulong seed, int index)
    {
        var random = new SampleRandom(seed, (ulong)index);
        var kind = (MeterKind)(index % Kinds);
        bool isDisplay = kind is MeterKind.Display or MeterKind.LitDisplay;
        int hardship = index / Kinds % Hardships;
        if (hardship == 2 && isDisplay)
        {
            hardship = 3; // nothing turns on a display
        }
        int length = random.Whole(5, 8);
        int value = random.Whole(1, (int)System.Math.Pow(10, length - 1));
        // The reading before differs in the last digit only, so a hidden one before it can be filled in.
        int previous = value - value % 10 + random.Whole(0, value % 10 + 1);
        int hidden = random.Whole(0, length - 2);
        string name = string.Create(CultureInfo.InvariantCulture, $"hard-{index + 1:00}");
        var plain = new MeterCase
        {
            Name = name,
            What = "",
            Kind = kind,
            Digits = Text(value, length),
            Decimals = random.Whole(0, 3),
            Previous = Text(previous, length),
        };
        return hardship switch
        {
            0 => plain with { What = "a lamp beside a digit", Glare = hidden },
            1 => plain with { What = "a lamp over a digit", Glare = hidden, GlareHides = true, Outcome = "incomplete" },
            2 => plain with { What = "a wheel between two digits", Phase = random.Between(0.3f, 0.7f) },
            3 => plain with { What = isDisplay ? "a dark place" : "a covered wheel", Missing = hidden, Outcome = "incomplete" },
            _ => plain with { What = "dim, blurred, turned", Exposure = random.Between(0.5f, 0.75f), Noise = random.Between(1.5f, 3), Blur = random.Between(0.6f, 1.1f), Turn = random.Between(-1.5f, 1.5f) },
        };
    }

    private static string Text(int value, int length) => value.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');
}
