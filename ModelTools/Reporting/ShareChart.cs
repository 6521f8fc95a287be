using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Reporting;

/// <summary>What something is made of: a bar for each part.</summary>
internal static class ShareChart
{
    private const int Left = 300;
    private const int PlotWidth = 400;
    private const int RowHeight = 17;
    private const int Top = 6;

    /// <summary>Draws the parts in the order given.</summary>
    /// <param name="title">What is divided.</param>
    /// <param name="parts">Name, size in any unit, and what to write beside the bar.</param>
    public static string Draw(string title, IReadOnlyList<(string Name, double Size, string Text)> parts)
    {
        double largest = Math.Max(parts.Max(part => part.Size), 1e-9);
        var svg = new SvgDrawing(Left + PlotWidth + 240, Top + (parts.Count * RowHeight) + 6, title);
        for (int i = 0; i < parts.Count; i++)
        {
            (string name, double size, string text) = parts[i];
            double y = Top + (i * RowHeight);
            double width = size / largest * PlotWidth;
            svg.Text(Left - 8, y + 12, ShortName.Of(name, 46), string.Empty, "end");
            svg.Rectangle(Left, y + 3, width, RowHeight - 5, "int8");
            svg.Text(Left + width + 6, y + 12, text, string.Empty);
        }

        return svg.ToString();
    }
}
