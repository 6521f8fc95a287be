using System;
using System.Globalization;
using System.IO;
using Edge.MeterDigits.Trainer.Architecture;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>
/// Trains every shape of the catalogue briefly on the same rendered crops, measures them on rendered crops, and writes
/// <c>search.csv</c>. Goes on where it was interrupted.
/// </summary>
internal static class ShapeSearch
{
    /// <summary>Name of the table within the folder.</summary>
    public const string Table = "search.csv";

    /// <summary>Runs the search.</summary>
    public static void Run(TrainingOptions options, string folder, ProgressLine progress)
    {
        Directory.CreateDirectory(folder);
        TrainingSamples samples = SampleCache.Get(folder, options, progress);
        var table = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        table.WriteLine("shape,macs,parameters,peakActivationBytes,validation,readable,notReadable");
        foreach (string name in ShapeCatalog.Names)
        {
            NetworkCost cost = NetworkCost.Of(ShapeCatalog.Get(name));
            progress.Say($"{name}: {cost.Macs} MACs, {cost.Parameters} parameters");
            Evaluation result = new TrainingRun(options with { Shape = name }, Path.Combine(folder, name), progress) { Samples = samples }.Run();
            table.WriteLine(FormattableString.Invariant($"{name},{cost.Macs},{cost.Parameters},{cost.PeakActivationBytes},{result.Accuracy:F4},{result.ReadableAccuracy:F4},{result.NotReadableAccuracy:F4}"));
        }
        File.WriteAllText(Path.Combine(folder, Table), table.ToString());
    }
}
