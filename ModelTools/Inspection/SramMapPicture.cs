using System;
using System.IO;
using Edge.ModelTools.Diagnostics;
using SkiaSharp;

namespace Edge.ModelTools.Inspection;

/// <summary>
/// Draws a <see cref="SramMap"/>: groups from left to right, bytes upwards, stacked by kind; a dashed line at the peak that is allocated.
/// </summary>
internal static class SramMapPicture
{
    private const int BarWidth = 18;
    private const int BarGap = 4;
    private const int Left = 70;
    private const int Top = 60;
    private const int PlotHeight = 320;
    private const int Bottom = 40;
    private const int MinPlotWidth = 520; // The legend and the label of the line fit.

    private static readonly SramMapColors s_light = new(SKColors.White, SKColors.Black, SKColors.Firebrick);
    private static readonly SramMapColors s_dark = new(new(0x14, 0x18, 0x1C), new(0xE4, 0xE8, 0xEC), new(0xFF, 0x8F, 0x84)); // those of the studio's page

    private static readonly SKColor[] s_colors =
    [
        new(0x9A, 0x9A, 0x9A), new(0x2F, 0x6F, 0xB7), new(0x8F, 0xBC, 0xE6), new(0xE0, 0x8A, 0x2C), new(0x5B, 0xA0, 0x5B),
    ];

    /// <summary>Makes the file for a name that ends in .svg or .png.</summary>
    /// <param name="map">What lies where.</param>
    /// <param name="path">The name.</param>
    /// <param name="isDark">For a dark page.</param>
    /// <exception cref="EdgeException">The name ends in something else.</exception>
    public static byte[] Draw(SramMap map, string path, bool isDark = false)
    {
        SramMapColors colors = isDark ? s_dark : s_light;
        string extension = Path.GetExtension(path).ToLowerInvariant();
        return extension switch
        {
            ".svg" => DrawSvg(map, colors),
            ".png" => DrawPng(map, colors),
            _ => throw new EdgeException(DiagnosticId.BadOption, "-o", $"'{path}' is neither .svg nor .png", "give a file name with one of these endings"),
        };
    }

    private static byte[] DrawSvg(SramMap map, SramMapColors colors)
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(Width(map), Height), stream))
        {
            Draw(map, canvas, colors);
        }

        return stream.ToArray();
    }

    private static byte[] DrawPng(SramMap map, SramMapColors colors)
    {
        using var bitmap = new SKBitmap(Width(map), Height);
        using (var canvas = new SKCanvas(bitmap))
        {
            Draw(map, canvas, colors);
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static int Height => Top + PlotHeight + Bottom;

    private static int PlotWidth(SramMap map)
    {
        return Math.Max(MinPlotWidth, map.Groups.Count * (BarWidth + BarGap));
    }

    private static int Width(SramMap map)
    {
        return Left + PlotWidth(map) + BarWidth;
    }

    private static void Draw(SramMap map, SKCanvas canvas, SramMapColors colors)
    {
        using SKTypeface typeface = SKTypeface.FromFamilyName("DejaVu Sans");
        using var font = new SKFont(typeface, 11);
        using var ink = new SKPaint { Color = colors.Ink, IsAntialias = true };
        canvas.Clear(colors.Paper);
        canvas.DrawText($"{map.Name}: bytes by group", Left, 18, SKTextAlign.Left, font, ink);
        DrawLegend(canvas, font, ink);
        float bytesToPixels = PlotHeight / (float)map.PeakSramBytes;
        foreach (SramGroup group in map.Groups)
        {
            float x = Left + BarGap + (group.Index * (BarWidth + BarGap));
            float y = Top + PlotHeight;
            foreach (SramKind kind in Enum.GetValues<SramKind>())
            {
                int bytes = kind == SramKind.Fixed ? map.FixedBytes : group.BytesOf(kind);
                float height = bytes * bytesToPixels;
                using var fill = new SKPaint { Color = s_colors[(int)kind] };
                if (bytes > 0)
                {
                    canvas.DrawRect(x, y - height, BarWidth, height, fill);
                }

                y -= height;
            }

            string number = group.Index == map.PeakGroup ? $"{group.Index}*" : $"{group.Index}";
            canvas.DrawText(number, x + (BarWidth / 2f), Top + PlotHeight + 14, SKTextAlign.Center, font, ink);
        }

        canvas.DrawText("group; * sets the banks", Left, Top + PlotHeight + 32, SKTextAlign.Left, font, ink);
        DrawAxis(map, canvas, font, ink, colors.Limit);
    }

    private static void DrawLegend(SKCanvas canvas, SKFont font, SKPaint ink)
    {
        float x = Left;
        foreach (SramKind kind in Enum.GetValues<SramKind>())
        {
            using var fill = new SKPaint { Color = s_colors[(int)kind] };
            canvas.DrawRect(x, 26, 10, 10, fill);
            canvas.DrawText(SramMapPrinter.NameOf(kind), x + 14, 35, SKTextAlign.Left, font, ink);
            x += 96;
        }
    }

    private static void DrawAxis(SramMap map, SKCanvas canvas, SKFont font, SKPaint ink, SKColor limit)
    {
        int right = Left + PlotWidth(map);
        canvas.DrawLine(Left, Top, Left, Top + PlotHeight, ink);
        canvas.DrawLine(Left, Top + PlotHeight, right, Top + PlotHeight, ink);
        for (int quarter = 0; quarter < 4; quarter++)
        {
            float y = Top + PlotHeight - (PlotHeight * quarter / 4f);
            canvas.DrawText($"{(long)map.PeakSramBytes * quarter / 4}", Left - 6, y + 4, SKTextAlign.Right, font, ink);
        }

        using SKPathEffect dashes = SKPathEffect.CreateDash([6, 3], 0);
        using var line = new SKPaint { Color = limit, PathEffect = dashes, StrokeWidth = 1.5f, Style = SKPaintStyle.Stroke };
        canvas.DrawLine(Left, Top, right, Top, line);
        canvas.DrawText($"peak {map.PeakSramBytes} bytes", right, Top - 5, SKTextAlign.Right, font, ink);
    }
}
