using System.Globalization;
using System.IO;
using System.Linq;
using ScottPlot;

namespace Edge.MeterDigits.Trainer.Reporting;

/// <summary>Loss and accuracy after each pass, from a run's <c>log.csv</c>.</summary>
internal static class TrainingCurvePlot
{
    /// <summary>Draws the picture.</summary>
    /// <param name="log">The run's log.</param>
    /// <param name="file">Picture, PNG.</param>
    public static void Draw(string log, string file)
    {
        string[][] rows = File.ReadLines(log).Skip(1).Select(line => line.Split(',')).ToArray();
        double[] epochs = Column(rows, 0);
        var plot = new Plot();
        var loss = plot.Add.Scatter(epochs, Column(rows, 3));
        loss.LegendText = "training loss (label smoothing 0.05)";
        loss.Axes.YAxis = plot.Axes.Right;
        AddAccuracy(plot, epochs, rows, 4, "all crops");
        AddAccuracy(plot, epochs, rows, 5, "digits");
        AddAccuracy(plot, epochs, rows, 6, "not readable");
        plot.Title("Training");
        plot.XLabel("passes over the rendered crops");
        plot.YLabel("accuracy, rendered crops, %");
        plot.Axes.Right.Label.Text = "loss";
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericFixedInterval(1);
        plot.ShowLegend(ScottPlot.Edge.Bottom);
        plot.SavePng(file, 720, 440);
    }

    private static void AddAccuracy(Plot plot, double[] epochs, string[][] rows, int column, string name)
    {
        var line = plot.Add.Scatter(epochs, Column(rows, column).Select(part => part * 100).ToArray());
        line.LegendText = name;
    }

    private static double[] Column(string[][] rows, int column)
    {
        return rows.Select(row => double.Parse(row[column], CultureInfo.InvariantCulture)).ToArray();
    }
}
