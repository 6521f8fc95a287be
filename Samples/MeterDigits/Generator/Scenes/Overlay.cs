using System;
using SkiaSharp;

namespace Edge.MeterDigits.Generator.Scenes;

/// <summary>What lies over or beside a digit without being part of the counter's design: wear, condensation, mirrored lamps, pointers.</summary>
internal static class Overlay
{
    /// <summary>Draws what the sample's numbers say; most samples have nothing.</summary>
    /// <param name="canvas">Scene units.</param>
    /// <param name="random">Numbers of this sample, of a stream of their own.</param>
    public static void Draw(SKCanvas canvas, SampleRandom random)
    {
        if (random.Chance(0.08f))
        {
            Wear(canvas, random);
        }
        if (random.Chance(0.06f))
        {
            Pointer(canvas, random);
        }
        if (random.Chance(0.06f))
        {
            Condensation(canvas, random);
        }
        if (random.Chance(0.09f))
        {
            Lamp(canvas, random);
        }
    }

    // Print that is rubbed off: thin scratches and worn patches in one tone.
    private static void Wear(SKCanvas canvas, SampleRandom random)
    {
        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round };
        SKColor tone = Palette.Grey(random, 30, 230, 25);
        for (int i = random.Whole(2, 8); i > 0; i--)
        {
            paint.Color = tone.WithAlpha((byte)random.Whole(40, 170));
            paint.StrokeWidth = random.Between(0.2f, 1.4f);
            float x = random.Between(0, Scene.CropWidth);
            float y = random.Between(0, Scene.CropHeight);
            using var path = new SKPath();
            path.MoveTo(x, y);
            path.QuadTo(x + random.Between(-3, 3), y + random.Between(-3, 3), x + random.Between(-6, 6), y + random.Between(-4, 4));
            canvas.DrawPath(path, paint);
        }
    }

    // The tip of a pointer or the rim of a dial beside the digit, red or black.
    private static void Pointer(SKCanvas canvas, SampleRandom random)
    {
        bool isRed = random.Chance(0.6f);
        using var paint = new SKPaint
        {
            IsAntialias = true,
            Color = isRed ? new SKColor((byte)random.Whole(150, 240), (byte)random.Whole(10, 70), (byte)random.Whole(10, 70)) : Palette.Grey(random, 5, 70, 10),
        };
        bool isSide = random.Chance(0.6f);
        bool isFar = random.Chance(0.5f);
        float reach = random.Between(0.5f, 3.2f); // into the crop
        if (random.Chance(0.3f))
        {
            float radius = random.Between(12, 30);
            paint.Style = SKPaintStyle.Stroke;
            paint.StrokeWidth = random.Between(0.4f, 1.4f);
            float cx = isSide ? (isFar ? Scene.CropWidth + radius - reach : reach - radius) : random.Between(0, Scene.CropWidth);
            float cy = isSide ? random.Between(0, Scene.CropHeight) : (isFar ? Scene.CropHeight + radius - reach : reach - radius);
            canvas.DrawCircle(cx, cy, radius, paint);
            return;
        }
        float along = random.Between(2, (isSide ? Scene.CropHeight : Scene.CropWidth) - 2);
        float half = random.Between(0.6f, 2);
        float edge = isSide ? Scene.CropWidth : Scene.CropHeight;
        float tip = isFar ? edge - reach : reach;
        float foot = isFar ? edge + 8 : -8;
        float lean = random.Between(-6, 6);
        using var path = new SKPath();
        path.MoveTo(Place(isSide, tip, along));
        path.LineTo(Place(isSide, foot, along + lean - half));
        path.LineTo(Place(isSide, foot, along + lean + half));
        path.Close();
        canvas.DrawPath(path, paint);
    }

    // Drops that lighten or darken what is behind them, and a veil.
    private static void Condensation(SKCanvas canvas, SampleRandom random)
    {
        using var paint = new SKPaint { IsAntialias = true };
        SKColor mist = Palette.Grey(random, 150, 230, 10);
        paint.Color = mist.WithAlpha((byte)random.Whole(0, 60));
        canvas.DrawRect(new SKRect(-Scene.Margin, -Scene.Margin, Scene.CropWidth + Scene.Margin, Scene.CropHeight + Scene.Margin), paint);
        for (int i = random.Whole(6, 40); i > 0; i--)
        {
            float x = random.Between(-1, Scene.CropWidth + 1);
            float y = random.Between(-1, Scene.CropHeight + 1);
            float radius = random.Between(0.3f, 1.3f);
            paint.Color = mist.WithAlpha((byte)random.Whole(20, 110));
            canvas.DrawCircle(x, y, radius, paint);
            paint.Color = SKColors.Black.WithAlpha((byte)random.Whole(10, 70));
            canvas.DrawCircle(x + radius * 0.3f, y + radius * 0.5f, radius * 0.5f, paint);
        }
    }

    // A lamp's own shape in the glass: rows of diodes, a tube, a window with bars.
    private static void Lamp(SKCanvas canvas, SampleRandom random)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.White.WithAlpha((byte)random.Whole(70, 235)) };
        canvas.Save();
        canvas.Translate(random.Between(0, Scene.CropWidth), random.Between(0, Scene.CropHeight));
        canvas.RotateRadians(random.Between(0, MathF.PI));
        switch (random.Whole(0, 3))
        {
            case 0:
                float radius = random.Between(0.4f, 1.4f);
                float step = radius * random.Between(2.4f, 4);
                int count = random.Whole(1, 7);
                int rows = random.Whole(1, 3);
                for (int i = 0; i < count * rows; i++)
                {
                    canvas.DrawCircle((i / rows - (count - 1) / 2f) * step, i % rows * step, radius, paint);
                }
                break;
            case 1:
                canvas.DrawRect(SKRect.Create(-20, 0, 40, random.Between(0.5f, 1.8f)), paint);
                break;
            default:
                float size = random.Between(1.2f, 3);
                float bar = random.Between(0.3f, 0.8f);
                for (int i = 0; i < 4; i++)
                {
                    canvas.DrawRect(SKRect.Create((i & 1) * (size + bar), (i >> 1) * (size + bar), size, size), paint);
                }
                break;
        }
        canvas.Restore();
    }

    private static SKPoint Place(bool isSide, float across, float along) => isSide ? new SKPoint(across, along) : new SKPoint(along, across);
}
