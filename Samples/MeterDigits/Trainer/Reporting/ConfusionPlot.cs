using Edge.MeterDigits.Trainer.Training;
using ScottPlot;

namespace Edge.MeterDigits.Trainer.Reporting;

/// <summary>Confusion matrix: one row per label, in per cent of the label; counts as text.</summary>
internal static class ConfusionPlot
{
    /// <summary>Draws the picture.</summary>
    public static void Draw(Evaluation evaluation, string[] classes, string title, string file)
    {
        int count = classes.Length;
        var plot = new Plot();
        var parts = new double[count, count];
        for (int label = 0; label < count; label++)
        {
            int all = 0;
            for (int prediction = 0; prediction < count; prediction++)
            {
                all += evaluation.Confusion[label, prediction];
            }
            for (int prediction = 0; prediction < count; prediction++)
            {
                int hits = evaluation.Confusion[label, prediction];
                parts[label, prediction] = all == 0 ? 0 : (double)hits / all;
                if (hits > 0)
                {
                    var text = plot.Add.Text(hits.ToString(), prediction, count - 1 - label);
                    text.LabelAlignment = Alignment.MiddleCenter;
                    text.LabelFontColor = parts[label, prediction] > 0.5 ? Colors.White : Colors.Black;
                    text.LabelFontSize = 11;
                }
            }
        }
        var map = plot.Add.Heatmap(parts);
        map.Colormap = new ScottPlot.Colormaps.Blues().Reversed();
        plot.MoveToBack(map);
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        var labels = new ScottPlot.TickGenerators.NumericManual();
        for (int i = 0; i < count; i++)
        {
            ticks.AddMajor(i, classes[i]);
            labels.AddMajor(count - 1 - i, classes[i]);
        }
        plot.Axes.Bottom.TickGenerator = ticks;
        plot.Axes.Left.TickGenerator = labels;
        plot.HideGrid();
        plot.Title(title);
        plot.XLabel("prediction");
        plot.YLabel("label");
        plot.Axes.SetLimits(-0.5, count - 0.5, -0.5, count - 0.5);
        plot.SavePng(file, 560, 560);
    }
}
