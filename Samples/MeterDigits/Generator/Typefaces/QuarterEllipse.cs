using SkiaSharp;

namespace Edge.MeterDigits.Generator.Typefaces;

/// <summary>A quarter of an ellipse as one cubic curve.</summary>
internal static class QuarterEllipse
{
    private const float Handle = 0.5523f; // length of the handles, in radii

    /// <summary>Adds the quarter from the path's end, (<paramref name="x0"/>, <paramref name="y0"/>), to (<paramref name="x1"/>, <paramref name="y1"/>).</summary>
    /// <param name="horizontalFirst">It leaves the start horizontally and arrives vertically; otherwise the other way round.</param>
    public static void Add(SKPath path, float x0, float y0, float x1, float y1, bool horizontalFirst)
    {
        float dx = (x1 - x0) * Handle;
        float dy = (y1 - y0) * Handle;
        if (horizontalFirst)
        {
            path.CubicTo(x0 + dx, y0, x1, y1 - dy, x1, y1);
        }
        else
        {
            path.CubicTo(x0, y0 + dy, x1 - dx, y1, x1, y1);
        }
    }
}
