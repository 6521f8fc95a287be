using System.Collections.Generic;
using System.Linq;
using System;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Reporting;

/// <summary>Estimated time and energy of each group of a schedule as bars.</summary>
internal static class GroupCostChart
{
    private const int Left = 300;
    private const int PlotWidth = 400;
    private const int RowHeight = 17;
    private const int Top = 6;

    /// <summary>Draws the groups in the order they run.</summary>
    public static string Draw(IReadOnlyList<GroupEstimate> groups)
    {
        double bottom = Top + (groups.Count * RowHeight);
        double longest = Math.Max(groups.Max(group => group.TimeMs), 1e-9);
        var svg = new SvgDrawing(Left + PlotWidth + 240, bottom + 24, "Estimated time and energy of each group");
        for (int quarter = 0; quarter <= 4; quarter++)
        {
            double x = Left + (PlotWidth * quarter / 4.0);
            svg.Line(x, Top, x, bottom, "rule");
            svg.Text(x, bottom + 15, HtmlPage.Time(longest * quarter / 4), "faint", "middle");
        }

        for (int i = 0; i < groups.Count; i++)
        {
            GroupEstimate group = groups[i];
            double y = Top + (i * RowHeight);
            double width = group.TimeMs / longest * PlotWidth;
            svg.Text(Left - 8, y + 12, ShortName.Of($"{group.Index}: {(group.Operators.Length == 0 ? "input, output" : group.Operators)}", 46), string.Empty, "end");
            svg.Rectangle(Left, y + 3, width, RowHeight - 5, "int8", HtmlPage.Format($"group {group.Index}: {group.Macs} MACs, {group.WeightBytes} weight bytes"));
            svg.Text(Left + width + 6, y + 12, $"{HtmlPage.Time(group.TimeMs)}, {HtmlPage.Energy(group.EnergyMicrojoule)}", string.Empty);
        }

        return svg.ToString();
    }
}
