using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Generator;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Network;
using Edge.MeterDigits.Trainer.Training;

namespace Edge.MeterDigits.Trainer.Reporting;

/// <summary>All pictures of the README: of rendered crops everything, of photographs only numbers.</summary>
internal static class Report
{
    private const int RightCrops = 96;
    private const int WrongCrops = 48;
    private const int Columns = 24;

    /// <summary>Draws them.</summary>
    /// <param name="runFolder">A trained network with its log.</param>
    /// <param name="searchFolder">A finished search.</param>
    /// <param name="outFolder">Where the pictures go.</param>
    /// <param name="photographs">Labelled photographs to measure on, or null.</param>
    public static void Write(string runFolder, string searchFolder, string outFolder, string? photographs)
    {
        Directory.CreateDirectory(outFolder);
        using MeterNetwork network = NetworkExport.Read(runFolder, out NetworkShape shape);
        SampleSet rendered = TrainingSamples.RenderValidation(new TrainingOptions().ValidationSamples, _ => { });
        Evaluation evaluation = Evaluation.Run(network, rendered.For(shape.Input));
        var sets = new List<(string, Evaluation, byte[])> { ("rendered", evaluation, rendered.Labels) };
        ConfusionPlot.Draw(evaluation, shape.Classes, $"Rendered validation crops: {evaluation.Accuracy:P2}", Path.Combine(outFolder, "confusion-rendered.png"));
        DrawSheet(rendered, evaluation, isRight: true, RightCrops, Path.Combine(outFolder, "right.png"));
        DrawSheet(rendered, evaluation, isRight: false, WrongCrops, Path.Combine(outFolder, "wrong.png"));
        if (photographs != null)
        {
            SampleSet set = SampleSet.Read(photographs).For(shape.Input);
            Evaluation measured = Evaluation.Run(network, set);
            sets.Add(("photographs", measured, set.Labels));
            ConfusionPlot.Draw(measured, shape.Classes, $"{set.Count} photographs: {measured.Accuracy:P2}", Path.Combine(outFolder, "confusion-photographs.png"));
        }
        ReliabilityPlot.Draw(sets, Path.Combine(outFolder, "reliability.png"));
        TrainingCurvePlot.Draw(Path.Combine(runFolder, TrainingRun.Log), Path.Combine(outFolder, "training.png"));
        ShapePlot.Draw(Path.Combine(searchFolder, ShapeSearch.Table), Path.Combine(outFolder, "shapes.png"));
    }

    // The first crops of the set that were read rightly or wrongly, with label and prediction.
    private static void DrawSheet(SampleSet set, Evaluation evaluation, bool isRight, int count, string file)
    {
        int[] chosen = Enumerable.Range(0, set.Count)
            .Where(i => (evaluation.Predictions[i] == set.Labels[i]) == isRight)
            .Take(count)
            .ToArray();
        ContactSheet.Write(
            file,
            chosen.Select(i => new DigitSample(set.Pixels(i), set.Labels[i])).ToArray(),
            Columns,
            scale: 2,
            chosen.Select(i => evaluation.Predictions[i]).ToArray());
    }
}
