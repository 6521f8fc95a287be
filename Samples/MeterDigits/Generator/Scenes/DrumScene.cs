using System;
using Edge.MeterDigits.Generator.Typefaces;
using SkiaSharp;

namespace Edge.MeterDigits.Generator.Scenes;

/// <summary>A mechanical counter: wheel with digits, its neighbours, encoder marks, window frame, shading of the cylinder.</summary>
internal sealed class DrumScene : Scene
{
    /// <inheritdoc/>
    public override float Draw(SKCanvas canvas, SampleRandom random, int label)
    {
        DigitTypeface typeface = TypefaceCatalog.Drum(random);
        Palette palette = Palette.Drum(random);
        return DrawWheel(canvas, random, typeface, palette, label);
    }

    // The scene with a given typeface and colours.
    private static float DrawWheel(SKCanvas canvas, SampleRandom random, DigitTypeface typeface, Palette palette, int label)
    {
        DrumGeometry geometry = Place(random, label);
        int digit = label == NotReadable ? random.Whole(0, 10) : label;
        float phase = Phase(random, ref geometry, label);
        float stretch = DigitStretch(random, typeface, geometry);
        float digitWidth = typeface.Width * geometry.DigitHeight * stretch;
        float wheelWidth = random.Chance(0.35f) ? digitWidth * random.Between(1.1f, 1.5f) : MathF.Max(digitWidth * 1.2f, random.Between(15, 24));

        using var paint = new SKPaint { IsAntialias = true, Color = palette.Ground };
        canvas.DrawRect(Everything, paint);
        DrawNeighbours(canvas, random, typeface, palette, geometry, stretch, wheelWidth);
        float inkFade = random.Chance(0.2f) ? random.Between(0.6f, 0.95f) : 1;
        SKColor ink = Palette.Mix(palette.Ground, palette.Ink, inkFade);
        if (random.Chance(0.12f))
        {
            // Raised or engraved digits throw a shadow.
            canvas.Save();
            canvas.Translate(random.Between(-0.9f, 0.9f), random.Between(0.2f, 1.2f));
            DrawDigits(canvas, typeface, geometry, geometry.CentreX, stretch, digit, phase, new SKColor(0, 0, 0, (byte)random.Whole(60, 200)));
            canvas.Restore();
        }
        DrawDigits(canvas, typeface, geometry, geometry.CentreX, stretch, digit, phase, ink);
        if (random.Chance(0.28f))
        {
            DrawMarks(canvas, random, geometry, wheelWidth, phase, ink);
        }
        DrawShade(canvas, random, geometry);
        if (random.Chance(0.16f))
        {
            WheelGloss.Sheen(canvas, random, geometry);
        }
        if (random.Chance(0.75f))
        {
            DrawFrame(canvas, random, palette, geometry, digitWidth);
        }
        if (random.Chance(0.09f))
        {
            WheelGloss.IndexLine(canvas, random, geometry, random.Chance(0.5f) ? palette.Frame : palette.Ink);
        }
        return label == NotReadable ? (digit + phase + 10) % 10 : float.NaN;
    }

    private static DrumGeometry Place(SampleRandom random, int label)
    {
        if (label == NotReadable && random.Chance(0.12f))
        {
            return PlaceCut(random);
        }
        bool isLoose = random.Chance(0.15f); // a box drawn carelessly
        float height = isLoose ? random.Between(11, 22) : random.Between(15, 27);
        float centreY = 16 + Bounded(random, isLoose ? 3 : 1.4f, (32 - height) / 2 - 0.3f);
        float above = random.Chance(0.7f) ? random.Between(0.05f, 0.35f) : 2;
        float below = random.Chance(0.7f) ? above * random.Between(0.6f, 1.5f) : 2;
        return new DrumGeometry
        {
            DigitHeight = height,
            CentreX = 10 + Bounded(random, isLoose ? 2.5f : 1.3f, 4),
            CentreY = centreY,
            Pitch = height * random.Between(1.12f, 1.85f),
            WindowTop = centreY - height * (0.5f + above),
            WindowBottom = centreY + height * (0.5f + below),
            Direction = random.Chance(0.75f) ? 1 : -1,
        };
    }

    // A digit that the crop cuts above or below, in a window larger than the crop.
    private static DrumGeometry PlaceCut(SampleRandom random)
    {
        float height = random.Between(15, 29);
        float hidden = random.Between(0.17f, 0.6f);
        float centreY = CropHeight + height * (hidden - 0.5f);
        return new DrumGeometry
        {
            DigitHeight = height,
            CentreX = 10 + Bounded(random, 1.3f, 4),
            CentreY = random.Chance(0.6f) ? centreY : CropHeight - centreY,
            Pitch = height * random.Between(1.3f, 1.85f),
            WindowTop = -Margin,
            WindowBottom = CropHeight + Margin,
            Direction = 1,
        };
    }

    // A normal deviate that stays within the limit.
    private static float Bounded(SampleRandom random, float deviation, float limit)
    {
        float value = random.Normal() * deviation;
        return value < -limit ? -limit : value > limit ? limit : value;
    }

    // How far the wheel has turned. Tries until the picture is clearly what the label says.
    private static float Phase(SampleRandom random, ref DrumGeometry geometry, int label)
    {
        int wanted = label == NotReadable ? 1 : 0;
        for (int attempt = 0; ; attempt++)
        {
            if (attempt == 8)
            {
                geometry = Place(random, label);
                attempt = 0;
            }
            float phase = wanted == 1
                ? (random.Chance(0.3f) ? random.Between(0.1f, 0.3f) * random.Pick(1, -1) : random.Between(-0.5f, 0.5f))
                : random.Chance(0.5f) ? random.Normal() * 0.03f : random.Between(-0.2f, 0.2f);
            if (geometry.Judge(phase) == wanted)
            {
                return phase;
            }
        }
    }

    // Horizontal scale that keeps the digit within the crop.
    private static float DigitStretch(SampleRandom random, DigitTypeface typeface, DrumGeometry geometry)
    {
        float stretch = random.Between(0.8f, 1.15f);
        float room = MathF.Min(random.Between(13, 18), 19.5f - 2 * MathF.Abs(geometry.CentreX - 10));
        float widest = room / (typeface.Width * geometry.DigitHeight);
        return stretch < widest ? stretch : widest;
    }

    /// <summary>Draws the digits of one wheel, turned on by <paramref name="phase"/> digits from <paramref name="digit"/>.</summary>
    public static void DrawDigits(SKCanvas canvas, DigitTypeface typeface, DrumGeometry geometry, float centreX, float stretch, int digit, float phase, SKColor ink)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = ink };
        for (int step = -2; step <= 2; step++)
        {
            float angle = DrumGeometry.Angle(step, phase);
            float cosine = MathF.Cos(angle);
            if (cosine < 0.1f)
            {
                continue;
            }
            canvas.Save();
            canvas.Translate(centreX, geometry.Y(angle));
            canvas.Scale(geometry.DigitHeight * stretch, geometry.DigitHeight * cosine);
            canvas.Translate(-typeface.Width / 2, -0.5f);
            canvas.DrawPath(typeface.Outline((digit + step + 20) % 10), paint);
            canvas.Restore();
        }
    }

    private static void DrawNeighbours(SKCanvas canvas, SampleRandom random, DigitTypeface typeface, Palette palette, DrumGeometry geometry, float stretch, float wheelWidth)
    {
        bool gap = random.Chance(0.6f);
        float gapWidth = random.Between(0.3f, 2.5f);
        SKColor gapColor = Palette.Mix(palette.Ground, random.Chance(0.8f) ? SKColors.Black : SKColors.White, random.Between(0.15f, 0.9f));
        bool otherColours = random.Chance(0.2f);
        Palette other = otherColours ? Palette.Drum(random) : palette;
        for (int side = -1; side <= 1; side += 2)
        {
            float edge = geometry.CentreX + side * wheelWidth / 2;
            float far = edge + side * 40;
            using var paint = new SKPaint { IsAntialias = true, Color = other.Ground };
            if (otherColours)
            {
                canvas.DrawRect(new SKRect(MathF.Min(edge, far), -Margin, MathF.Max(edge, far), CropHeight + Margin), paint);
            }
            float centreX = geometry.CentreX + side * (wheelWidth + gapWidth);
            DrawDigits(canvas, typeface, geometry, centreX, stretch, random.Whole(0, 10), random.Chance(0.8f) ? 0 : random.Between(-0.5f, 0.5f), other.Ink);
            if (gap)
            {
                paint.Color = gapColor;
                canvas.DrawRect(new SKRect(edge + (side < 0 ? -gapWidth : 0), -Margin, edge + (side < 0 ? 0 : gapWidth), CropHeight + Margin), paint);
            }
        }
    }

    // Marks of an optical encoder or of the tenths, printed beside the digits and turning with them.
    private static void DrawMarks(SKCanvas canvas, SampleRandom random, DrumGeometry geometry, float wheelWidth, float phase, SKColor ink)
    {
        int perDigit = random.Whole(1, 6);
        float length = random.Between(0.8f, 3.5f);
        float thickness = random.Between(0.25f, 0.6f);
        float inset = random.Between(-0.5f, 1.5f);
        int sides = random.Pick(1, 1, 1, -1, 0);
        using var paint = new SKPaint { IsAntialias = true, Color = ink };
        for (int side = -1; side <= 1; side += 2)
        {
            if (sides != 0 && side != sides)
            {
                continue;
            }
            float outer = geometry.CentreX + side * (wheelWidth / 2 - inset);
            for (int mark = -2 * perDigit; mark <= 2 * perDigit; mark++)
            {
                float from = DrumGeometry.Angle((mark - thickness / 2) / perDigit, phase);
                float to = DrumGeometry.Angle((mark + thickness / 2) / perDigit, phase);
                if (from < -1.5f || to > 1.5f)
                {
                    continue;
                }
                float y0 = geometry.Y(from);
                float y1 = geometry.Y(to);
                canvas.DrawRect(new SKRect(MathF.Min(outer, outer - side * length), MathF.Min(y0, y1), MathF.Max(outer, outer - side * length), MathF.Max(y0, y1)), paint);
            }
        }
    }

    // The cylinder turns away from the light above and below.
    private static void DrawShade(SKCanvas canvas, SampleRandom random, DrumGeometry geometry)
    {
        if (random.Chance(0.4f))
        {
            return;
        }
        float radius = geometry.Pitch * 1.6f;
        byte top = (byte)random.Whole(0, 170);
        byte bottom = (byte)random.Whole(0, 170);
        using SKShader shader = SKShader.CreateLinearGradient(
            new SKPoint(0, geometry.CentreY - radius * 0.75f),
            new SKPoint(0, geometry.CentreY + radius * 0.75f),
            new[] { new SKColor(0, 0, 0, top), new SKColor(0, 0, 0, 0), new SKColor(0, 0, 0, 0), new SKColor(0, 0, 0, bottom) },
            new[] { 0, random.Between(0.25f, 0.45f), random.Between(0.55f, 0.75f), 1 },
            SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(Everything, paint);
    }

    private static void DrawFrame(SKCanvas canvas, SampleRandom random, Palette palette, DrumGeometry geometry, float digitWidth)
    {
        float sideRoom = random.Chance(0.5f) ? random.Between(0.08f, 0.5f) : 3;
        var window = new SKRect(
            geometry.CentreX - digitWidth * (0.5f + sideRoom),
            geometry.WindowTop,
            geometry.CentreX + digitWidth * (0.5f + sideRoom * random.Between(0.6f, 1.6f)),
            geometry.WindowBottom);
        float corner = random.Chance(0.3f) ? random.Between(0.5f, 3) : 0;
        using var frame = new SKPath { FillType = SKPathFillType.EvenOdd };
        frame.AddRect(Everything);
        frame.AddRoundRect(window, corner, corner);
        using var paint = new SKPaint { IsAntialias = true, Color = palette.Frame };
        if (random.Chance(0.35f))
        {
            // Shadow that the frame throws on the wheel.
            using var shadow = new SKPaint { IsAntialias = true, Color = new SKColor(0, 0, 0, (byte)random.Whole(60, 190)) };
            using SKMaskFilter soft = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, random.Between(0.3f, 1.8f));
            shadow.MaskFilter = soft;
            canvas.Save();
            canvas.Translate(random.Between(-1.5f, 1.5f), random.Between(-0.5f, 2.5f));
            canvas.DrawPath(frame, shadow);
            canvas.Restore();
        }
        canvas.DrawPath(frame, paint);
        if (random.Chance(0.5f))
        {
            // Bevel: one or two lines round the window, lit from one side.
            paint.Style = SKPaintStyle.Stroke;
            paint.StrokeWidth = random.Between(0.3f, 1.4f);
            paint.Color = random.Chance(0.5f) ? SKColors.White.WithAlpha((byte)random.Whole(60, 230)) : SKColors.Black.WithAlpha((byte)random.Whole(60, 230));
            float grow = random.Between(0, 1.5f);
            canvas.Translate(random.Between(-0.4f, 0.4f), random.Between(-0.4f, 0.4f));
            canvas.DrawRoundRect(SKRect.Inflate(window, grow, grow), corner, corner, paint);
        }
    }
}
