using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using ScottPlot;

namespace Edge.MeterDigits.Trainer.Reporting;

/// <summary>Accuracy against multiply-accumulates for the shapes tried, from <c>search.csv</c>.</summary>
internal static class ShapePlot
{
    private const double LetterWidth = 0.0155; // of a label, million multiply-accumulates
    private const double LineHeight = 0.36;   // of a label, per cent

    /// <summary>Draws the picture.</summary>
    /// <param name="table">Table of the search.</param>
    /// <param name="file">Picture, PNG.</param>
    public static void Draw(string table, string file)
    {
        string[][] rows = File.ReadLines(table).Skip(1).Select(line => line.Split(',')).ToArray();
        var plot = new Plot();
        List<CoordinateRect> taken = rows.Select(row => Around(Macs(row), Accuracy(row))).ToList();
        foreach (string[] row in rows)
        {
            CoordinateRect area = Place(taken, row[0], Macs(row), Accuracy(row));
            double near = area.Left > Macs(row) ? area.Left : area.Right;
            var pointer = plot.Add.Line(Macs(row), Accuracy(row), near, area.VerticalCenter);
            pointer.Color = Colors.Gray;
            plot.Add.Marker(Macs(row), Accuracy(row), MarkerShape.FilledCircle, 9, Colors.C0);
            var text = plot.Add.Text(row[0], area.Left, area.VerticalCenter);
            text.LabelFontSize = 12;
            text.LabelAlignment = Alignment.MiddleLeft;
        }
        var budget = plot.Add.VerticalLine(NetworkCost.MacBudget / 1e6);
        budget.LinePattern = LinePattern.Dashed;
        budget.Color = Colors.Gray;
        plot.Title("Shapes tried, trained briefly");
        plot.XLabel("million multiply-accumulates (dashed: budget)");
        plot.YLabel("accuracy on rendered crops, %");
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(0.2, 1.75);
        plot.SavePng(file, 720, 440);
    }

    private static double Macs(string[] row) => double.Parse(row[1], CultureInfo.InvariantCulture) / 1e6;

    private static double Accuracy(string[] row) => double.Parse(row[4], CultureInfo.InvariantCulture) * 100;

    private static CoordinateRect Around(double macs, double accuracy) => new(macs - 0.012, macs + 0.012, accuracy - 0.1, accuracy + 0.1);

    // A label's place beside its point, where it covers no other label and no point: to the right or left, or moved up or down from there.
    private static CoordinateRect Place(List<CoordinateRect> taken, string name, double macs, double accuracy)
    {
        double width = LetterWidth * name.Length;
        for (int step = 0; ; step++)
        {
            double y = accuracy + (step % 2 == 0 ? -1 : 1) * (step + 1) / 2 * LineHeight / 2;
            foreach (double left in new[] { macs + 0.03, macs - 0.03 - width })
            {
                var area = new CoordinateRect(left, left + width, y - LineHeight / 2, y + LineHeight / 2);
                if (!taken.Any(other => other.Left < area.Right && area.Left < other.Right && other.Bottom < area.Top && area.Bottom < other.Top))
                {
                    taken.Add(area);
                    return area;
                }
            }
        }
    }
}
