using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using Edge.ModelTools.Diagnostics;
using SkiaSharp;

namespace Edge.ModelTools.Inspection;

/// <summary>
/// Draws a <see cref="SramMap"/> (<see cref="SramMapDrawing"/>) as a file or as an element of a page, where the shape of what the mouse rests
/// on is shown.
/// </summary>
internal static class SramMapPicture
{
    /// <summary>Width of a file.</summary>
    public const int FileWidth = 1200;

    /// <summary>Narrowest picture: the legend fits.</summary>
    public const int LeastWidth = 340;

    /// <summary>Widest picture.</summary>
    public const int MostWidth = 2400;

    private const string Family = "DejaVu Sans Mono";

    /// <summary>Makes the file for a name that ends in .svg or .png.</summary>
    /// <param name="map">What lies where.</param>
    /// <param name="path">The name.</param>
    /// <exception cref="EdgeException">The name ends in something else.</exception>
    public static byte[] Draw(SramMap map, string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        return extension switch
        {
            ".svg" => Encoding.UTF8.GetBytes(Element(map, FileWidth)),
            ".png" => DrawPng(new SramMapDrawing(map, FileWidth, false)),
            _ => throw new EdgeException(DiagnosticId.BadOption, "-o", $"'{path}' is neither .svg nor .png", "give a file name with one of these endings"),
        };
    }

    /// <summary>An element of SVG, which is a file of its own as well.</summary>
    /// <param name="map">What lies where.</param>
    /// <param name="width">Pixels; letters are of one size in every width.</param>
    /// <param name="isDark">For a dark page.</param>
    public static string Element(SramMap map, int width, bool isDark = false)
    {
        var drawing = new SramMapDrawing(map, Math.Clamp(width, LeastWidth, MostWidth), isDark);
        var svg = new StringBuilder(Format($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sram-map\" viewBox=\"0 0 {drawing.Width} {drawing.Height}\" width=\"{drawing.Width}\" height=\"{drawing.Height}\" role=\"img\" "))
            .Append("aria-label=\"").Append(Escape($"What lies in SRAM in each group of {map.Name}, peak {map.PeakSramBytes} bytes"))
            .Append(Format($"\" font-family=\"{Family}, monospace\" font-size=\"{SramMapDrawing.FontSize}\">"))
            .Append(Format($"<rect width=\"{drawing.Width}\" height=\"{drawing.Height}\" fill=\"{drawing.Paper}\"/>"));
        foreach (MapShape shape in drawing.Shapes)
        {
            if (shape.Height > 0)
            {
                svg.Append(Format($"<rect x=\"{shape.X:0.##}\" y=\"{shape.Y:0.##}\" width=\"{shape.Width:0.##}\" height=\"{shape.Height:0.##}\" fill=\"{shape.Color}\"><title>"))
                    .Append(Escape(shape.Text)).Append("</title></rect>");
            }
            else
            {
                // Names let the mouse through to what they stand on.
                svg.Append(Format($"<text x=\"{shape.X:0.##}\" y=\"{shape.Y:0.##}\" fill=\"{shape.Color}\" pointer-events=\"none\">")).Append(Escape(shape.Text)).Append("</text>");
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static byte[] DrawPng(SramMapDrawing drawing)
    {
        using var bitmap = new SKBitmap(drawing.Width, drawing.Height);
        using (var canvas = new SKCanvas(bitmap))
        using (SKTypeface typeface = SKTypeface.FromFamilyName(Family))
        using (var font = new SKFont(typeface, SramMapDrawing.FontSize))
        {
            canvas.Clear(SKColor.Parse(drawing.Paper));
            foreach (MapShape shape in drawing.Shapes)
            {
                using var paint = new SKPaint { Color = SKColor.Parse(shape.Color), IsAntialias = true };
                if (shape.Height > 0)
                {
                    canvas.DrawRect((float)shape.X, (float)shape.Y, (float)shape.Width, (float)shape.Height, paint);
                }
                else
                {
                    canvas.DrawText(shape.Text, (float)shape.X, (float)shape.Y, SKTextAlign.Left, font, paint);
                }
            }
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
