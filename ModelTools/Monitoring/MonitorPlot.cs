using System.Linq;
using ScottPlot;
using SkiaSharp;

namespace Edge.ModelTools.Monitoring;

/// <summary>Time and energy over the inferences of a session, one above the other, a line for each model and label.</summary>
internal static class MonitorPlot
{
    private const int Width = 1000;
    private const int Height = 700;

    /// <summary>The picture as PNG.</summary>
    public static byte[] Draw(MonitorSession session)
    {
        using var time = new Plot();
        using var energy = new Plot();
        foreach (ModelSeries series in session.Series)
        {
            AddLine(time, series.Model, series.TimeMs);
            AddLine(energy, $"{series.Model}, {series.Label}", series.EnergyMj);
        }

        time.Title("Time of an inference");
        time.YLabel("ms");
        energy.Title("Energy of an inference, gross");
        energy.YLabel("mJ");
        energy.XLabel("inference");
        time.ShowLegend();
        energy.ShowLegend();

        using var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        DrawHalf(canvas, time, 0);
        DrawHalf(canvas, energy, Height / 2);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void DrawHalf(SKCanvas canvas, Plot plot, int top)
    {
        using SKBitmap half = SKBitmap.Decode(plot.GetImageBytes(Width, Height / 2, ImageFormat.Png));
        canvas.DrawBitmap(half, 0, top);
    }

    private static void AddLine(Plot plot, string name, Series values)
    {
        if (values.Count > 0)
        {
            double[] numbers = [.. Enumerable.Range(1, values.Count).Select(i => (double)i)];
            plot.Add.Scatter(numbers, values.Values.ToArray()).LegendText = name;
        }
    }
}
