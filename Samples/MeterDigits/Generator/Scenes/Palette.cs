using SkiaSharp;

namespace Edge.MeterDigits.Generator.Scenes;

/// <summary>Colours of a counter wheel or display.</summary>
/// <param name="Ground">Wheel or glass.</param>
/// <param name="Ink">Digit.</param>
/// <param name="Frame">What surrounds the window.</param>
internal readonly record struct Palette(SKColor Ground, SKColor Ink, SKColor Frame)
{
    /// <summary>Colours of mechanical counters: black, white and red wheels, red digits, and faded versions of them.</summary>
    public static Palette Drum(SampleRandom random)
    {
        SKColor dark = Grey(random, 5, 70, 12);
        SKColor light = Grey(random, 165, 255, 16);
        SKColor red = new((byte)random.Whole(130, 240), (byte)random.Whole(5, 75), (byte)random.Whole(5, 75));
        float kind = random.Unit();
        SKColor ground;
        SKColor ink;
        if (kind < 0.36f)
        {
            (ground, ink) = (dark, light);
        }
        else if (kind < 0.68f)
        {
            (ground, ink) = (light, dark);
        }
        else if (kind < 0.80f)
        {
            (ground, ink) = (red, light);
        }
        else if (kind < 0.90f)
        {
            (ground, ink) = (light, red);
        }
        else if (kind < 0.93f)
        {
            (ground, ink) = (Grey(random, 20, 110, 15), new SKColor((byte)random.Whole(190, 255), (byte)random.Whole(70, 130), (byte)random.Whole(20, 80)));
        }
        else
        {
            // Any two colours that differ enough in brightness.
            int level = random.Whole(60, 200);
            int apart = random.Whole(45, 90);
            int other = random.Chance(0.5f) ? level + apart : level - apart;
            ground = Grey(random, level, level + 1, 40);
            ink = Grey(random, other, other + 1, 40);
        }

        SKColor frame = random.Whole(0, 6) switch
        {
            0 or 1 => Grey(random, 0, 60, 10),
            2 or 3 => Grey(random, 170, 255, 10),
            4 => Grey(random, 60, 170, 20),
            _ => random.Chance(0.5f) ? red : new SKColor((byte)random.Whole(0, 256), (byte)random.Whole(0, 256), (byte)random.Whole(0, 256)),
        };
        return new Palette(ground, ink, frame);
    }

    /// <summary>Colours of a display: dark segments on grey, green, yellow, blue or turquoise glass, or lit segments on black.</summary>
    public static Palette Display(SampleRandom random, out bool isLit)
    {
        isLit = random.Chance(0.14f);
        if (isLit)
        {
            SKColor glow = random.Whole(0, 5) switch
            {
                0 => new SKColor(90, 255, 120),
                1 => new SKColor(255, 70, 50),
                2 => new SKColor(110, 220, 255),
                3 => new SKColor(255, 190, 70),
                _ => new SKColor(235, 245, 255),
            };
            SKColor night = random.Chance(0.3f) ? Grey(random, 60, 120, 10) : Grey(random, 0, 40, 20);
            return new Palette(night, Mix(glow, SKColors.White, random.Between(0, 0.6f)), Grey(random, 0, 90, 10));
        }

        SKColor glass = random.Whole(0, 8) switch
        {
            0 or 1 => Grey(random, 110, 235, 14),
            2 => Tint(random, 200, 215, 150, 35),
            3 => Tint(random, 225, 225, 170, 30),
            4 => Tint(random, 120, 170, 120, 40),
            5 => random.Chance(0.5f) ? Tint(random, 50, 225, 220, 40) : Tint(random, 30, 125, 130, 30),
            6 => Tint(random, 190, 190, 250, 35),
            _ => Tint(random, 200, 205, 190, 40),
        };
        float depth = random.Chance(0.35f) ? random.Between(0.55f, 0.8f) : random.Between(0.1f, 0.55f);
        SKColor ink = Mix(new SKColor((byte)random.Whole(0, 40), (byte)random.Whole(0, 50), (byte)random.Whole(10, 90)), glass, depth);
        return new Palette(glass, ink, random.Chance(0.5f) ? Mix(glass, SKColors.Black, random.Between(0.1f, 0.9f)) : Grey(random, 0, 255, 15));
    }

    /// <summary>A colour between two.</summary>
    public static SKColor Mix(SKColor from, SKColor to, float part)
    {
        return new SKColor(
            (byte)(from.Red + (to.Red - from.Red) * part),
            (byte)(from.Green + (to.Green - from.Green) * part),
            (byte)(from.Blue + (to.Blue - from.Blue) * part));
    }

    /// <summary>A grey between two levels, its channels apart by at most <paramref name="spread"/>.</summary>
    public static SKColor Grey(SampleRandom random, int low, int high, int spread)
    {
        int level = random.Whole(low, high);
        return Tint(random, level, level, level, spread);
    }

    private static SKColor Tint(SampleRandom random, int red, int green, int blue, int spread)
    {
        return new SKColor(Spread(random, red, spread), Spread(random, green, spread), Spread(random, blue, spread));
    }

    private static byte Spread(SampleRandom random, int level, int spread)
    {
        int value = level + random.Whole(-spread, spread + 1);
        return (byte)(value < 0 ? 0 : value > 255 ? 255 : value);
    }
}
