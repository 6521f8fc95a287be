using SkiaSharp;

namespace Edge.MeterDigits.Generator.Scenes;

/// <summary>No digit at all: a plain or overexposed surface, edges and streaks of housings, dials and cables.</summary>
internal sealed class ClutterScene : Scene
{
    /// <inheritdoc/>
    public override float Draw(SKCanvas canvas, SampleRandom random, int label)
    {
        using var paint = new SKPaint { IsAntialias = true };
        SKColor ground = random.Whole(0, 8) switch
        {
            0 => SKColors.White,
            1 => Palette.Grey(random, 0, 30, 8),
            2 => new SKColor((byte)random.Whole(0, 256), (byte)random.Whole(0, 256), (byte)random.Whole(0, 256)),
            _ => Palette.Grey(random, 30, 240, 20),
        };
        paint.Color = ground;
        canvas.DrawRect(Everything, paint);
        if (random.Chance(0.3f))
        {
            return float.NaN;
        }

        canvas.Save();
        canvas.RotateDegrees(random.Chance(0.5f) ? random.Between(-90, 90) : random.Between(-8, 8), 10, 16);
        int edges = random.Whole(0, 3);
        for (int i = 0; i < edges; i++)
        {
            // A surface of another brightness from here on, hard or soft at the edge.
            float y = random.Between(0, CropHeight);
            SKColor color = Palette.Mix(ground, Palette.Grey(random, 0, 256, 25), random.Between(0.3f, 1));
            float soft = random.Chance(0.5f) ? random.Between(1, 12) : 0.2f;
            using SKShader shader = SKShader.CreateLinearGradient(new SKPoint(0, y), new SKPoint(0, y + soft), new[] { color.WithAlpha(0), color }, SKShaderTileMode.Clamp);
            using var surface = new SKPaint { Shader = shader };
            canvas.DrawRect(new SKRect(-60, y, 80, 100), surface);
        }
        int streaks = random.Whole(0, 7);
        for (int i = 0; i < streaks; i++)
        {
            paint.Color = Palette.Grey(random, 0, 256, 25).WithAlpha((byte)random.Whole(40, 256));
            canvas.DrawRect(SKRect.Create(-60, random.Between(-8, 40), 140, random.Between(0.3f, 3.5f)), paint);
        }
        canvas.Restore();
        if (random.Chance(0.25f))
        {
            paint.Color = Palette.Grey(random, 0, 256, 20);
            canvas.DrawCircle(random.Between(-10, 30), random.Between(-10, 42), random.Between(2, 16), paint);
        }
        return float.NaN;
    }
}
