using System.Collections.Generic;
using System.Linq;
using System;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Reporting;

/// <summary>Largest weight of each output channel of a layer, in the order of the channels, on a logarithmic scale.</summary>
internal static class WeightChart
{
    private const int Width = 300;
    private const int Height = 112;
    private const int Top = 20;
    private const int PlotHeight = 70;

    /// <summary>Draws a layer: points before equalization, a line after.</summary>
    public static string Draw(WeightChannels layer)
    {
        double[] sizes = [.. layer.Source.Concat(layer.Equalized ?? []).Where(size => size > 0)];
        double low = sizes.Length == 0 ? 0.1 : Math.Pow(10, Math.Floor(Math.Log10(sizes.Min())));
        double high = sizes.Length == 0 ? 1 : Math.Pow(10, Math.Ceiling(Math.Log10(sizes.Max())));
        high = Math.Max(high, 10 * low);
        double step = (double)Width / layer.Source.Length;
        double X(int channel) => (channel + 0.5) * step;
        double Y(double size) => Top + PlotHeight - (Math.Log(Math.Clamp(size, low, high) / low) / Math.Log(high / low) * PlotHeight);
        var svg = new SvgDrawing(Width, Height, $"Largest weight of each channel of {layer.Name}");
        svg.Text(0, 12, ShortName.Of(layer.Name, 40), "strong");
        svg.Rectangle(0, Top, Width, PlotHeight, "panel");
        for (double decade = low; decade <= high * 1.001; decade *= 10)
        {
            svg.Line(0, Y(decade), Width, Y(decade), "rule");
            svg.Text(Width - 2, Math.Max(Y(decade) - 2, Top + 9), HtmlPage.Format($"{decade:0.#####}"), "faint", "end");
        }

        for (int channel = 0; channel < layer.Source.Length; channel++)
        {
            svg.Rectangle(X(channel) - Math.Min(step / 2, 2), Y(layer.Source[channel]) - 1.5, Math.Min(step, 4), 3, layer.Source[channel] > 0 ? "float" : "bad");
        }

        if (layer.Equalized is not null)
        {
            IEnumerable<(double, double)> line = layer.Equalized.Select((size, channel) => (X(channel), Y(size)));
            svg.Polyline(line, "curve-int8");
        }

        svg.Text(0, Top + PlotHeight + 14, HtmlPage.Format($"{layer.Kind}, {layer.Source.Length} channels, spread {layer.Spread:0.#}x"), "faint");
        return svg.ToString();
    }
}
