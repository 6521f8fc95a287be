using System.Collections.Generic;
using System.IO;
using Edge.MeterDigits.Generator.Scenes;
using Edge.MeterDigits.Generator.Typefaces;
using SkiaSharp;

namespace Edge.MeterDigits.Generator;

/// <summary>Many crops in one picture, each with its label below in our own digits (no font file is needed).</summary>
internal static class ContactSheet
{
    private const int Caption = 12; // pixels below each crop

    private static readonly DigitTypeface s_captionFace = new StrokeTypeface(new StrokeStyle { Width = 0.6f, Weight = 0.14f });

    /// <summary>Writes a PNG.</summary>
    /// <param name="file">Path of the picture.</param>
    /// <param name="samples">Crops, row by row.</param>
    /// <param name="columns">Crops per row.</param>
    /// <param name="scale">Size of a crop's pixel.</param>
    /// <param name="predictions">When given, a second number after the label: green when equal, red when not.</param>
    public static void Write(string file, IReadOnlyList<DigitSample> samples, int columns, int scale, IReadOnlyList<int>? predictions = null)
    {
        int cellWidth = DigitSample.Width * scale + 4;
        int cellHeight = DigitSample.Height * scale + Caption + 3;
        int rows = (samples.Count + columns - 1) / columns;
        using var sheet = new SKBitmap(new SKImageInfo(columns * cellWidth, rows * cellHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(sheet);
        canvas.Clear(new SKColor(32, 36, 40));
        for (int i = 0; i < samples.Count; i++)
        {
            float left = i % columns * cellWidth + 2;
            float top = i / columns * cellHeight;
            using SKBitmap picture = ToBitmap(samples[i]);
            using SKImage image = SKImage.FromBitmap(picture);
            canvas.DrawImage(image, SKRect.Create(left, top, DigitSample.Width * scale, DigitSample.Height * scale), new SKSamplingOptions(SKFilterMode.Nearest));
            float captionTop = top + DigitSample.Height * scale + 2;
            DrawLabel(canvas, samples[i].Label, left, captionTop, SKColors.White);
            if (predictions != null)
            {
                bool isRight = predictions[i] == samples[i].Label;
                DrawLabel(canvas, predictions[i], left + cellWidth / 2f, captionTop, isRight ? new SKColor(90, 220, 110) : new SKColor(255, 90, 80));
            }
        }
        using SKData data = sheet.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(file, data.ToArray());
    }

    /// <summary>The crop as a bitmap; the caller disposes it.</summary>
    public static SKBitmap ToBitmap(DigitSample sample)
    {
        var bitmap = new SKBitmap(new SKImageInfo(DigitSample.Width, DigitSample.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < DigitSample.Height; y++)
        {
            for (int x = 0; x < DigitSample.Width; x++)
            {
                int i = (y * DigitSample.Width + x) * 3;
                bitmap.SetPixel(x, y, new SKColor(sample.Pixels[i], sample.Pixels[i + 1], sample.Pixels[i + 2]));
            }
        }
        return bitmap;
    }

    // A digit, or a dash for "not readable".
    private static void DrawLabel(SKCanvas canvas, int label, float left, float top, SKColor color)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        if (label == Scene.NotReadable)
        {
            canvas.DrawRect(left + 2, top + 4, 8, 2, paint);
            return;
        }
        canvas.Save();
        canvas.Translate(left + 2, top);
        canvas.Scale(Caption - 3);
        canvas.DrawPath(s_captionFace.Outline(label), paint);
        canvas.Restore();
    }
}
