using System.Collections.Generic;

namespace Edge.MeterDigits.Generator.Meters;

/// <summary>The counters of the <c>meters</c> folder: ordinary ones, and everything a reader has to survive.</summary>
internal static class MeterCases
{
    /// <summary>All cases.</summary>
    public static IReadOnlyList<MeterCase> All { get; } = new[]
    {
        new MeterCase { Name = "water-plain", What = "five black wheels at rest", Kind = MeterKind.BlackWheels, Digits = "02746", Previous = "02745" },
        new MeterCase { Name = "gas-decimals", What = "black wheels, three red decimals", Kind = MeterKind.BlackWheels, Digits = "04813572", Decimals = 3, Previous = "04813449" },
        new MeterCase { Name = "power-white", What = "white wheels, one red decimal", Kind = MeterKind.WhiteWheels, Digits = "305918", Decimals = 1, Previous = "305872" },
        new MeterCase { Name = "display-glass", What = "liquid-crystal display", Kind = MeterKind.Display, Digits = "0182736", Decimals = 2, Previous = "0182701" },
        new MeterCase { Name = "display-lit", What = "glowing display, a little turned", Kind = MeterKind.LitDisplay, Digits = "946053", Previous = "946050", Turn = 1 },
        new MeterCase { Name = "turned-camera", What = "camera turned by two degrees", Kind = MeterKind.WhiteWheels, Digits = "17064", Previous = "17064", Turn = 2 },
        new MeterCase { Name = "dim-noisy", What = "too little light, noise", Kind = MeterKind.BlackWheels, Digits = "059381", Decimals = 2, Previous = "059240", Exposure = 0.45f, Noise = 3 },
        new MeterCase { Name = "blurred", What = "out of focus", Kind = MeterKind.WhiteWheels, Digits = "82415", Previous = "82407", Blur = 1.3f },
        new MeterCase { Name = "just-moving", What = "the last wheel has begun to turn and can still be read", Kind = MeterKind.BlackWheels, Digits = "360724", Decimals = 1, Phase = 0.1f, Previous = "360719" },
        new MeterCase { Name = "rolling-last", What = "the last wheel stands between 3 and 4", Kind = MeterKind.BlackWheels, Digits = "0061853", Decimals = 2, Phase = 0.5f, Previous = "0061853" },
        new MeterCase { Name = "rolling-carry", What = "three wheels turn together, 2799 to 2800", Kind = MeterKind.WhiteWheels, Digits = "052799", Phase = 0.5f, Previous = "052799" },
        new MeterCase { Name = "glare-beside", What = "a lamp's soft reflection; all digits can be read", Kind = MeterKind.BlackWheels, Digits = "71520", Previous = "71502", Glare = 2 },
        new MeterCase { Name = "glare-hides", What = "a lamp's reflection hides the third digit", Kind = MeterKind.BlackWheels, Digits = "038467", Previous = "038466", Glare = 2, GlareHides = true, Outcome = "incomplete" },
        new MeterCase { Name = "missing-wheel", What = "a paper strip covers the fourth wheel", Kind = MeterKind.WhiteWheels, Digits = "264908", Decimals = 1, Previous = "264905", Missing = 3, Outcome = "incomplete" },
        new MeterCase { Name = "missing-display", What = "the first place of the display is dark", Kind = MeterKind.Display, Digits = "537214", Previous = "537209", Missing = 0, Outcome = "incomplete" },
        new MeterCase { Name = "backwards", What = "clear to read, but less than before", Kind = MeterKind.BlackWheels, Digits = "045120", Decimals = 1, Previous = "045873", Outcome = "backwards" },
        new MeterCase { Name = "jump", What = "clear to read, but far more than before", Kind = MeterKind.WhiteWheels, Digits = "90317", Previous = "10316", Outcome = "jump" },
    };
}
