using System;
using System.Collections.Generic;
using Edge.ModelTools.Evaluation;

namespace Edge.ModelTools.Reporting;

/// <summary>Shares of right answers as bars with their 95 % intervals, on the part of the scale that holds them.</summary>
internal static class AccuracyChart
{
    private const int Left = 120;
    private const int PlotWidth = 620;
    private const int RowHeight = 34;
    private const int Top = 12;
    private const int MaxSteps = 6;

    private static readonly double[] s_steps = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

    /// <summary>Draws rows.</summary>
    /// <param name="rows">Name, successes, samples, CSS class of the bar.</param>
    public static string Draw(IReadOnlyList<(string Name, int Successes, int Count, string Style)> rows)
    {
        double low = 1;
        foreach ((_, int successes, int count, _) in rows)
        {
            low = Math.Min(low, WilsonInterval.Of(successes, count).Low);
        }

        // Bars begin at a tick below the lowest interval, which the axis says.
        double step = Array.Find(s_steps, each => (1 - low) / each <= MaxSteps);
        double start = Math.Max(0, Math.Floor(low / step) * step);
        double bottom = Top + (rows.Count * RowHeight);
        var svg = new SvgDrawing(Left + PlotWidth + 150, bottom + 26, "Accuracy with 95 % intervals");
        double X(double share) => Left + ((share - start) / (1 - start) * PlotWidth);
        for (double share = start; share < 1 + (step / 2); share += step)
        {
            svg.Line(X(share), Top, X(share), bottom, "rule");
            svg.Text(X(share), bottom + 16, HtmlPage.Format($"{100 * share:0.##} %"), "faint", "middle");
        }

        for (int i = 0; i < rows.Count; i++)
        {
            (string name, int successes, int count, string style) = rows[i];
            WilsonInterval interval = WilsonInterval.Of(successes, count);
            double y = Top + (i * RowHeight) + 6;
            svg.Text(Left - 8, y + 15, name, string.Empty, "end");
            svg.Rectangle(Left, y, X((double)successes / count) - Left, 20, style);
            svg.Line(X(interval.Low), y + 10, X(interval.High), y + 10, "whisker");
            svg.Line(X(interval.Low), y + 5, X(interval.Low), y + 15, "whisker");
            svg.Line(X(interval.High), y + 5, X(interval.High), y + 15, "whisker");
            svg.Text(Left + PlotWidth + 10, y + 15, HtmlPage.Format($"{100.0 * successes / count:0.00} % ({successes}/{count})"), string.Empty);
        }

        return svg.ToString();
    }
}
