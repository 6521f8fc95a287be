using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Reporting;

namespace Edge.ModelTools.Blocks;

/// <summary>Predicted time of each block as bars, one panel for each board and kernel set.</summary>
internal static class BlockChart
{
    private const int Left = 210;
    private const int PlotWidth = 380;
    private const int Right = 190;
    private const int RowHeight = 22;
    private const int PanelTop = 28;

    /// <summary>Draws the blocks in their order.</summary>
    /// <returns>An SVG document.</returns>
    public static string Draw(BlockRequest request, IReadOnlyList<BlockFigures> blocks)
    {
        int panels = blocks[0].Reports.Count;
        double panelHeight = PanelTop + (blocks.Count * RowHeight);
        string title = string.Create(
            CultureInfo.InvariantCulture, $"{request.InputChannels} to {request.OutputChannels} channels, {request.Height}x{request.Width}, {request.Kernel}x{request.Kernel} stride {request.Stride}, expansion {request.Expansion}");
        var svg = new SvgDrawing(Left + PlotWidth + Right, panels * (panelHeight + 14), title);
        for (int panel = 0; panel < panels; panel++)
        {
            DrawPanel(svg, panel * (panelHeight + 14), [.. blocks.Select(block => block.Reports[panel])], blocks);
        }

        return svg.ToString();
    }

    private static void DrawPanel(SvgDrawing svg, double top, List<ProfileReport> reports, IReadOnlyList<BlockFigures> blocks)
    {
        double longest = Math.Max(reports.Max(report => report.TimeMs), 1e-9);
        svg.Text(Left, top + 16, HtmlPage.Format($"{reports[0].Board.Name}, {reports[0].Kernels} kernels ({ProfileReport.Label})"), "faint");
        for (int i = 0; i < reports.Count; i++)
        {
            double y = top + PanelTop + (i * RowHeight);
            double width = reports[i].TimeMs / longest * PlotWidth;
            svg.Text(Left - 8, y + 13, blocks[i].Design.Name, string.Empty, "end");
            svg.Rectangle(Left, y + 2, width, RowHeight - 7, "int8", HtmlPage.Format($"{blocks[i].Macs} MACs"));
            svg.Text(Left + width + 6, y + 13, $"{HtmlPage.Time(reports[i].TimeMs)}, {HtmlPage.Energy(reports[i].EnergyMicrojoule)}", string.Empty);
        }
    }
}
