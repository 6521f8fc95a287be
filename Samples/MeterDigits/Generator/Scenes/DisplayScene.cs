using System;
using Edge.MeterDigits.Generator.Typefaces;
using SkiaSharp;

namespace Edge.MeterDigits.Generator.Scenes;

/// <summary>A display: seven segments or dots, dark on glass or lit, with shadow, unlit segments, neighbours and point.</summary>
internal sealed class DisplayScene : Scene
{
    /// <inheritdoc/>
    public override float Draw(SKCanvas canvas, SampleRandom random, int label)
    {
        bool dots = random.Chance(0.25f);
        SevenSegmentTypeface? segments = dots ? null : TypefaceCatalog.Segments(random);
        DigitTypeface typeface = segments ?? TypefaceCatalog.DotMatrix(random);
        Palette palette = Palette.Display(random, out bool isLit);
        if (!isLit && label != NotReadable && random.Chance(0.08f))
        {
            // Washed out by light, age or cold.
            palette = palette with { Ink = Palette.Mix(palette.Ink, palette.Ground, random.Between(0.25f, 0.6f)) };
        }
        using var paint = new SKPaint { IsAntialias = true, Color = palette.Ground };
        canvas.DrawRect(Everything, paint);
        DrawSurround(canvas, random, palette);

        bool isLoose = random.Chance(0.15f); // a box drawn carelessly
        float height = isLoose ? random.Between(11, 20) : random.Between(14, 26);
        float width = typeface.Width * height;
        float stretch = random.Between(0.85f, 1.15f);
        float widest = random.Between(12, 18);
        if (width * stretch > widest)
        {
            stretch = widest / width;
        }
        width *= stretch;
        float left = 10 - width / 2 + Clamp(random.Normal() * (isLoose ? 2.2f : 1.3f), MathF.Min(4, (CropWidth - width) / 2));
        float top = 16 - height / 2 + Clamp(random.Normal() * (isLoose ? 3 : 1.5f), (32 - height) / 2);
        bool shadow = !isLit && random.Chance(0.5f);
        float shadowX = random.Between(-1.6f, 1.6f);
        float shadowY = random.Between(-0.5f, 1.8f);
        byte shadowAlpha = (byte)random.Whole(30, 200);
        // A dark place is told from an 8 by how faint its segments are, so dark places show them more often.
        bool isDark = label == NotReadable;
        int ghostMost = !isDark ? 45 : random.Chance(0.5f) ? 24 : 60;
        byte ghost = random.Chance(isDark ? 0.75f : 0.3f) ? (byte)random.Whole(8, ghostMost) : (byte)0;
        float advance = random.Chance(0.35f) ? width * random.Between(1.15f, 1.5f) : MathF.Max(width * 1.2f, random.Between(15, 24));
        float hollow = !isLit && random.Chance(0.18f) ? random.Between(0.35f, 0.8f) : 0;
        SKPoint fade = !isLit && random.Chance(0.15f) ? new SKPoint(random.Between(-1, 1), random.Between(-1, 1)) : default;
        float glow = isLit && random.Chance(0.7f) ? random.Between(0.4f, 1.6f) : 0;

        if (random.Chance(0.4f))
        {
            DrawPrint(canvas, random, palette, SKRect.Create(left, top, width, height));
        }

        for (int place = -1; place <= 1; place++)
        {
            bool isBlank = place == 0 ? label == NotReadable : random.Chance(0.15f);
            int digit = place == 0 && label != NotReadable ? label : random.Whole(0, 10);
            canvas.Save();
            canvas.Translate(left + place * advance, top);
            canvas.Scale(height * stretch, height);
            if (segments != null && ghost > 0)
            {
                paint.Color = palette.Ink.WithAlpha(ghost);
                using SKPath all = segments.AllSegments();
                canvas.DrawPath(all, paint);
            }
            if (!isBlank)
            {
                DrawDigit(canvas, typeface.Outline(digit), palette, shadow ? shadowAlpha : (byte)0, shadowX / height, shadowY / height, glow / height, hollow, fade);
            }
            canvas.Restore();
        }
        if (random.Chance(0.2f))
        {
            float radius = random.Between(0.6f, 1.5f);
            paint.Color = palette.Ink;
            canvas.DrawRect(SKRect.Create(left + width + random.Between(0.3f, 1.5f), top + height - radius * 2, radius * 2, radius * 2), paint);
        }
        return float.NaN;
    }

    private static void DrawDigit(SKCanvas canvas, SKPath outline, Palette palette, byte shadowAlpha, float shadowX, float shadowY, float glow, float hollow, SKPoint fade)
    {
        using var paint = new SKPaint { IsAntialias = true };
        if (shadowAlpha > 0)
        {
            canvas.Save();
            canvas.Translate(shadowX, shadowY);
            paint.Color = palette.Ink.WithAlpha(shadowAlpha);
            canvas.DrawPath(outline, paint);
            canvas.Restore();
        }
        if (glow > 0)
        {
            using SKMaskFilter halo = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, glow);
            using var light = new SKPaint { IsAntialias = true, Color = palette.Ink.WithAlpha(150), MaskFilter = halo };
            canvas.DrawPath(outline, light);
        }
        paint.Color = palette.Ink;
        using SKShader? uneven = fade == default ? null : Uneven(palette, fade);
        paint.Shader = uneven;
        canvas.DrawPath(outline, paint);
        paint.Shader = null;
        if (hollow > 0)
        {
            // Segments whose edges are darker than their middle, as sharpened pictures of thick glass show them.
            paint.Color = palette.Ground.WithAlpha((byte)(255 * hollow));
            paint.Style = SKPaintStyle.Fill;
            using var inner = new SKPath();
            using var pen = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = 0.05f };
            using var rim = new SKPath();
            pen.GetFillPath(outline, rim);
            outline.Op(rim, SKPathOp.Difference, inner);
            canvas.DrawPath(inner, paint);
        }
    }

    // Glass that is looked at aslant, or old: segments of one side are fainter.
    private static SKShader Uneven(Palette palette, SKPoint fade)
    {
        SKColor faint = Palette.Mix(palette.Ink, palette.Ground, 0.75f);
        return SKShader.CreateLinearGradient(new SKPoint(0.3f, 0.5f), new SKPoint(0.3f + fade.X, 0.5f + fade.Y), new[] { palette.Ink, faint }, SKShaderTileMode.Clamp);
    }

    // What is printed round a digit's place: a line above or below it, or a box.
    private static void DrawPrint(SKCanvas canvas, SampleRandom random, Palette palette, SKRect digit)
    {
        using var paint = new SKPaint
        {
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = random.Between(0.3f, 1.2f),
            Color = Palette.Mix(palette.Ground, palette.Ink, random.Between(0.25f, 1)),
        };
        float roomX = random.Between(0.5f, 4);
        float roomY = random.Between(0.6f, 4.5f);
        digit.Inflate(roomX, roomY);
        int kind = random.Whole(0, 4);
        if (kind == 3)
        {
            float corner = random.Between(0, 2);
            canvas.DrawRoundRect(digit, corner, corner, paint);
            return;
        }
        if (kind != 1)
        {
            canvas.DrawLine(digit.Left, digit.Top, digit.Right, digit.Top, paint);
        }
        if (kind != 0)
        {
            canvas.DrawLine(digit.Left, digit.Bottom, digit.Right, digit.Bottom, paint);
        }
    }

    // Edge of the glass, printed lines and small symbols above and below the digits.
    private static void DrawSurround(SKCanvas canvas, SampleRandom random, Palette palette)
    {
        using var paint = new SKPaint { IsAntialias = true };
        for (int side = 0; side < 2; side++)
        {
            float edge = side == 0 ? random.Between(-2, 3.2f) : CropHeight - random.Between(-2, 3.2f);
            switch (random.Whole(0, 5))
            {
                case 0:
                    paint.Color = palette.Frame;
                    canvas.DrawRect(side == 0 ? new SKRect(-Margin, -Margin, CropWidth + Margin, edge) : new SKRect(-Margin, edge, CropWidth + Margin, CropHeight + Margin), paint);
                    break;
                case 1:
                    paint.Color = palette.Ink.WithAlpha((byte)random.Whole(80, 256));
                    float thickness = random.Between(0.3f, 1.2f);
                    canvas.DrawRect(new SKRect(random.Chance(0.5f) ? -Margin : random.Between(0, 5), edge, CropWidth + Margin, edge + thickness), paint);
                    break;
                case 2:
                    paint.Color = palette.Ink.WithAlpha((byte)random.Whole(60, 220));
                    for (int i = random.Whole(1, 4); i > 0; i--)
                    {
                        canvas.DrawRect(SKRect.Create(random.Between(-3, 19), edge, random.Between(1, 5), random.Between(0.6f, 2.5f)), paint);
                    }
                    break;
            }
        }
    }

    private static float Clamp(float value, float limit) => value < -limit ? -limit : value > limit ? limit : value;
}
