using System.Globalization;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using ScottPlot;

namespace Edge.MeterDigits.Trainer.Reporting;

/// <summary>Accuracy against multiply-accumulates for the shapes tried, from <c>search.csv</c>.</summary>
internal static class ShapePlot
{
    /// <summary>Draws the picture.</summary>
    /// <param name="table">Table of the search.</param>
    /// <param name="file">Picture, PNG.</param>
    public static void Draw(string table, string file)
    {
        string[][] rows = File.ReadLines(table).Skip(1).Select(line => line.Split(',')).ToArray();
        var plot = new Plot();
        foreach (string[] row in rows)
        {
            double macs = double.Parse(row[1], CultureInfo.InvariantCulture) / 1e6;
            double accuracy = double.Parse(row[4], CultureInfo.InvariantCulture) * 100;
            plot.Add.Marker(macs, accuracy, MarkerShape.FilledCircle, 9, Colors.C0);
            var text = plot.Add.Text(" " + row[0], macs, accuracy);
            text.LabelFontSize = 12;
            text.LabelAlignment = row[0] is "deep" or "fine-stem" ? Alignment.UpperLeft : Alignment.LowerLeft;
        }
        var budget = plot.Add.VerticalLine(NetworkCost.MacBudget / 1e6);
        budget.LinePattern = LinePattern.Dashed;
        budget.Color = Colors.Gray;
        plot.Title("Shapes tried, trained briefly");
        plot.XLabel("million multiply-accumulates (dashed: budget)");
        plot.YLabel("accuracy on rendered validation crops, %");
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(0.2, 1.75);
        plot.SavePng(file, 720, 440);
    }
}
