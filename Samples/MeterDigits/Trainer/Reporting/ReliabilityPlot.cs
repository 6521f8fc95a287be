using System;
using System.Collections.Generic;
using Edge.MeterDigits.Trainer.Training;
using ScottPlot;

namespace Edge.MeterDigits.Trainer.Reporting;

/// <summary>How often predictions of a given confidence are right, and the expected calibration error (Naeini et al. 2015).</summary>
internal static class ReliabilityPlot
{
    private const int Bins = 10;

    /// <summary>Mean over all crops of |confidence - accuracy| of the crop's bin.</summary>
    public static double CalibrationError(Evaluation evaluation, byte[] labels)
    {
        (double[] confidence, double[] accuracy, int[] count) = Sort(evaluation, labels);
        double sum = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            sum += count[bin] * Math.Abs(confidence[bin] - accuracy[bin]);
        }
        return sum / labels.Length;
    }

    /// <summary>Draws the picture, one line for each measured set.</summary>
    public static void Draw(IReadOnlyList<(string Name, Evaluation Evaluation, byte[] Labels)> sets, string file)
    {
        var plot = new Plot();
        var ideal = plot.Add.Line(0, 0, 1, 1);
        ideal.LinePattern = LinePattern.Dashed;
        ideal.Color = Colors.Gray;
        foreach ((string name, Evaluation evaluation, byte[] labels) in sets)
        {
            (double[] confidence, double[] accuracy, int[] count) = Sort(evaluation, labels);
            var xs = new List<double>();
            var ys = new List<double>();
            for (int bin = 0; bin < Bins; bin++)
            {
                if (count[bin] >= 3)
                {
                    xs.Add(confidence[bin]);
                    ys.Add(accuracy[bin]);
                }
            }
            var line = plot.Add.Scatter(xs, ys);
            line.LegendText = FormattableString.Invariant($"{name} (calibration error {CalibrationError(evaluation, labels):F3})");
        }
        plot.Title("Reliability");
        plot.XLabel("confidence (softmax of the predicted class)");
        plot.YLabel("part that is right");
        plot.Axes.SetLimits(0, 1.02, 0, 1.02);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SavePng(file, 560, 480);
    }

    // Mean confidence, accuracy and number of crops of each bin.
    private static (double[] Confidence, double[] Accuracy, int[] Count) Sort(Evaluation evaluation, byte[] labels)
    {
        var confidence = new double[Bins];
        var accuracy = new double[Bins];
        var count = new int[Bins];
        for (int i = 0; i < labels.Length; i++)
        {
            int bin = Math.Min(Bins - 1, (int)(evaluation.Confidences[i] * Bins));
            confidence[bin] += evaluation.Confidences[i];
            accuracy[bin] += evaluation.Predictions[i] == labels[i] ? 1 : 0;
            count[bin]++;
        }
        for (int bin = 0; bin < Bins; bin++)
        {
            confidence[bin] /= Math.Max(1, count[bin]);
            accuracy[bin] /= Math.Max(1, count[bin]);
        }
        return (confidence, accuracy, count);
    }
}
