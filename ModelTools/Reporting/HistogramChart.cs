using System.Collections.Generic;
using System.Linq;
using System;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Reporting;

/// <summary>
/// How often values occur in a layer, before quantization (curve) and after (bars), over the steps of its int8 range. Heights are
/// square roots, so that rare values show.
/// </summary>
internal static class HistogramChart
{
    private const int StepsPerBar = 8;
    private const int Width = 300;
    private const int Height = 118;
    private const int Top = 20;
    private const int PlotHeight = 70;

    /// <summary>Draws a layer.</summary>
    public static string Draw(LayerError layer)
    {
        double[] before = Sum(layer.FloatHistogram);
        double[] after = Sum(layer.Int8Histogram);
        int first = Math.Min(BarOf(-128), Array.FindIndex(before, value => value > 0));
        int last = Math.Max(BarOf(127), Array.FindLastIndex(before, value => value > 0));
        double highest = Math.Sqrt(Math.Max(before.Max(), after.Max()));
        double barWidth = (double)Width / (last - first + 1);
        double X(double bar) => (bar - first) * barWidth;
        double Y(double count) => Top + PlotHeight - (Math.Sqrt(count) / highest * PlotHeight);
        var svg = new SvgDrawing(Width, Height, $"Values of {layer.Tensor} before and after quantization");
        svg.Text(0, 12, ShortName.Of(layer.Tensor, 40), "strong");
        svg.Rectangle(0, Top, Width, PlotHeight, "panel");
        for (int bar = first; bar <= last; bar++)
        {
            if (after[bar] > 0)
            {
                svg.Rectangle(X(bar) + 0.5, Y(after[bar]), barWidth - 1, Top + PlotHeight - Y(after[bar]), "pale");
            }
        }

        List<(double, double)> curve = [.. Enumerable.Range(first, last - first + 1).SelectMany(bar => new[] { (X(bar), Y(before[bar])), (X(bar + 1), Y(before[bar])) })];
        svg.Polyline(curve, "curve");
        double left = X(BarOf(-128));
        double right = X(BarOf(127) + 1);
        svg.Line(left, Top, left, Top + PlotHeight, "limit");
        svg.Line(right, Top, right, Top + PlotHeight, "limit");
        svg.Text(left, Top + PlotHeight + 13, HtmlPage.Format($"{layer.Int8Range.Min:G3}"), "faint", left < 30 ? "start" : "middle");
        svg.Text(right, Top + PlotHeight + 13, HtmlPage.Format($"{layer.Int8Range.Max:G3}"), "faint", right > Width - 30 ? "end" : "middle");
        svg.Text(Width / 2.0, Top + PlotHeight + 26, HtmlPage.Format($"float {layer.FloatRange.Min:G3} to {layer.FloatRange.Max:G3}, {layer.UsedSteps} steps used"), "faint", "middle");
        return svg.ToString();
    }

    private static int BarOf(int step) => (step - LayerHistogram.FirstStep) / StepsPerBar;

    private static double[] Sum(IReadOnlyList<long> counts)
    {
        var bars = new double[LayerHistogram.Bins / StepsPerBar];
        for (int i = 0; i < counts.Count; i++)
        {
            bars[i / StepsPerBar] += counts[i];
        }

        return bars;
    }
}
