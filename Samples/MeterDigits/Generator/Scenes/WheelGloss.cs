using SkiaSharp;

namespace Edge.MeterDigits.Generator.Scenes;

/// <summary>What stands still before a wheel that turns: the light that its cylinder mirrors, and the line that is read at.</summary>
internal static class WheelGloss
{
    /// <summary>A cylinder mirrors a lamp or a window as a band along its axis, whatever digit is below it.</summary>
    public static void Sheen(SKCanvas canvas, SampleRandom random, DrumGeometry geometry)
    {
        float y = geometry.CentreY + random.Between(-0.5f, 0.5f) * geometry.DigitHeight;
        float half = random.Between(0.7f, 2.8f);
        byte strength = (byte)random.Whole(50, 235);
        SKColor light = Palette.Grey(random, 200, 256, 12);
        float core = random.Between(0.1f, 0.45f); // part of the band that is as bright as it gets
        using SKShader shader = SKShader.CreateLinearGradient(
            new SKPoint(0, y - half),
            new SKPoint(0, y + half),
            new[] { light.WithAlpha(0), light.WithAlpha(strength), light.WithAlpha(strength), light.WithAlpha(0) },
            new[] { 0, 0.5f - core, 0.5f + core, 1 },
            SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        bool isWhole = random.Chance(0.6f);
        float left = isWhole ? -Scene.Margin : random.Between(-4, 12);
        float right = isWhole ? Scene.CropWidth + Scene.Margin : left + random.Between(5, 20);
        canvas.DrawRect(new SKRect(left, y - half, right, y + half), paint);
    }

    /// <summary>A line at the height of rest, printed on the window or cut into its frame, from one side or both, up to the digit or into it.</summary>
    public static void IndexLine(SKCanvas canvas, SampleRandom random, DrumGeometry geometry, SKColor color)
    {
        float y = geometry.CentreY + random.Between(-2.5f, 2.5f);
        float half = random.Between(0.25f, 0.8f);
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        int sides = random.Whole(0, 3);
        if (sides != 1)
        {
            canvas.DrawRect(new SKRect(-Scene.Margin, y - half, random.Between(1.5f, 7.5f), y + half), paint);
        }
        if (sides != 0)
        {
            canvas.DrawRect(new SKRect(Scene.CropWidth - random.Between(1.5f, 7.5f), y - half, Scene.CropWidth + Scene.Margin, y + half), paint);
        }
    }
}
