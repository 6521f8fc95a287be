using System.Collections.Generic;
using System;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Reporting;

/// <summary>Signal over error of each layer as a bar, in the order they run; the colour says where the error comes from.</summary>
internal static class LayerErrorChart
{
    private const int Left = 300;
    private const int PlotWidth = 440;
    private const int RowHeight = 17;
    private const int Top = 40;
    private const double MaxDecibels = 60; // what is better is drawn as long

    private static readonly (LayerCause Cause, string Style, string Name)[] s_legend =
    [
        (LayerCause.Saturation, "bad", "saturation"),
        (LayerCause.Outliers, "warm", "coarse range"),
        (LayerCause.ChannelSpread, "warm", "coarse range"),
        (LayerCause.Weights, "int8", "weights"),
        (LayerCause.Steps, "good", "8-bit steps"),
        (LayerCause.None, "good", "8-bit steps"),
        (LayerCause.Inherited, "pale", "inherited"),
    ];

    /// <summary>Draws the layers.</summary>
    public static string Draw(IReadOnlyList<LayerError> layers)
    {
        double bottom = Top + (layers.Count * RowHeight);
        var svg = new SvgDrawing(Left + PlotWidth + 200, bottom + 24, "Signal over error of each layer, decibels");
        double x = Left;
        var named = new HashSet<string>();
        foreach ((_, string style, string name) in s_legend)
        {
            if (named.Add(name))
            {
                svg.Rectangle(x, 8, 10, 10, style);
                svg.Text(x + 14, 17, name, string.Empty);
                x += 30 + (6.5 * name.Length);
            }
        }

        for (int decibels = 0; decibels <= MaxDecibels; decibels += 10)
        {
            svg.Line(X(decibels), Top, X(decibels), bottom, "rule");
            svg.Text(X(decibels), bottom + 15, decibels == 0 ? "0 dB" : $"{decibels}", "faint", "middle");
        }

        for (int i = 0; i < layers.Count; i++)
        {
            LayerError layer = layers[i];
            double y = Top + (i * RowHeight);
            svg.Text(Left - 8, y + 12, ShortName.Of(layer.Tensor, 46), string.Empty, "end");
            string style = Array.Find(s_legend, entry => entry.Cause == layer.Cause).Style;
            svg.Rectangle(Left, y + 3, X(layer.SqnrDecibels) - Left, RowHeight - 5, style, $"{layer.Tensor}: {layer.Reason}");
            svg.Text(X(layer.SqnrDecibels) + 6, y + 12, $"{EvaluationText.Decibels(layer)}", string.Empty);
            svg.Text(Left + PlotWidth + 50, y + 12, layer.Kind, "faint");
        }

        return svg.ToString();
    }

    private static double X(double decibels) => Left + (Math.Clamp(decibels, 0, MaxDecibels) / MaxDecibels * PlotWidth);
}
