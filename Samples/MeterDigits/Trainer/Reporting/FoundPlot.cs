using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Search;
using ScottPlot;

namespace Edge.MeterDigits.Trainer.Reporting;

/// <summary>Accuracy of every candidate of a search against its predicted time.</summary>
internal static class FoundPlot
{
    /// <summary>Draws the picture: a point for each rung that a candidate trained to, joined by a line.</summary>
    public static void Draw(IReadOnlyList<Candidate> candidates, SearchOptions options, string file)
    {
        var plot = new Plot();
        for (int rung = 0; rung < options.Rungs.Length; rung++)
        {
            Candidate[] reached = candidates.Where(candidate => candidate.Accuracies.Count > rung).ToArray();
            if (reached.Length > 0)
            {
                var points = plot.Add.ScatterPoints(
                    reached.Select(candidate => candidate.Cost.TimeMs).ToArray(),
                    reached.Select(candidate => candidate.Accuracies[rung] * 100).ToArray());
                points.MarkerSize = 8;
                points.LegendText = options.Rungs[rung] == 1 ? "after 1 pass" : $"after {options.Rungs[rung]} passes";
            }
        }
        foreach (Candidate candidate in candidates.Where(candidate => candidate.Accuracies.Count > 0))
        {
            double time = candidate.Cost.TimeMs;
            var line = plot.Add.Line(time, candidate.Accuracies[0] * 100, time, candidate.Accuracies[^1] * 100);
            line.Color = Colors.Gray;
            line.LineWidth = 1;
            var text = plot.Add.Text(candidate.Name, time, candidate.Accuracies[^1] * 100);
            text.LabelFontSize = 11;
            text.LabelAlignment = Alignment.LowerCenter;
            text.OffsetY = -5;
        }
        var budget = plot.Add.VerticalLine(options.BudgetMs);
        budget.LinePattern = LinePattern.Dashed;
        budget.Color = Colors.Gray;
        plot.Title("Shapes found, trained briefly");
        plot.XLabel(FormattableString.Invariant($"predicted ms of an inference on {options.Board} (estimated; dashed: budget {options.BudgetMs:F0} ms)"));
        plot.YLabel("accuracy on rendered crops, %");
        plot.ShowLegend(Alignment.LowerRight);
        string fresh = Path.ChangeExtension(file, ".new.png");
        plot.SavePng(fresh, 760, 520);
        File.Move(fresh, file, overwrite: true);
    }
}
