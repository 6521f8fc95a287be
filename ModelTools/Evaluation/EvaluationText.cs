using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Terminal;
using Spectre.Console;

namespace Edge.ModelTools.Evaluation;

/// <summary>An evaluation as tables.</summary>
internal static class EvaluationText
{
    private const int Top5Classes = 6; // with five classes or fewer, every label is among the best five

    /// <summary>Prints the accuracy, the layers and the worst of them.</summary>
    public static void Print(EvaluationResult result, IAnsiConsole console)
    {
        PrintAccuracy(result, console);
        if (result.Layers.Count == 0)
        {
            if (result.Agreeing is not null)
            {
                console.WriteLine("no layer of the blob has the name of a tensor of the reference, so none is compared");
            }

            return;
        }

        FittedTable.Write(console, result.Layers.Max(layer => layer.Tensor.Length), longestName => LayerTable(result, longestName));
        if (result.Layers.Any(layer => layer.RescaledChannels > 0))
        {
            console.WriteLine("~ the quantizer has rescaled channels of this layer; they are compared after the same rescaling");
        }

        List<LayerError> worst = LayerRanking.Worst(result.Layers);
        console.WriteLine(Text(worst.Count == 0
            ? (FormattableString)$"every layer is as good as 8 bits get (on {result.LayerSamples} samples)"
            : $"worst layers (of {result.LayerSamples} samples):"));
        foreach (LayerError layer in worst)
        {
            console.WriteLine(OneLine.Of($"{layer.Tensor} ({layer.Kind}, {Decibels(layer)} dB)").Insert(0, "  "));
            console.WriteLine($"    {layer.Reason}");
            if (layer.Hint.Length > 0)
            {
                console.WriteLine($"    hint: {layer.Hint}");
            }
        }
    }

    private static Table LayerTable(EvaluationResult result, int longestName)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("layer").NoWrap()).AddColumn(new TableColumn("operator").NoWrap());
        foreach (string column in new[] { "SQNR dB", "cosine", "saturated", "steps used", "dead", "lost" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (LayerError layer in result.Layers)
        {
            table.AddRow(
                Cell.Of(layer.Tensor, longestName) + (layer.RescaledChannels > 0 ? " ~" : string.Empty),
                layer.Kind,
                Decibels(layer),
                Text($"{layer.Cosine:0.00000}"),
                Text($"{layer.SaturationShare:0.00%}"),
                Text($"{layer.UsedSteps}"),
                Text($"{layer.DeadChannels}"),
                Text($"{layer.LostChannels}"));
        }

        return table;
    }

    private static void PrintAccuracy(EvaluationResult result, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(string.Empty, "top-1", "95 % interval");
        bool hasTop5 = result.Classes >= Top5Classes && result.Int8 is not null;
        if (hasTop5)
        {
            table.AddColumns("top-5", "95 % interval");
        }

        table.AddColumn("samples/s, measured");
        AddRow(table, "int8", result.Int8, hasTop5, result.SamplesPerSecond);
        if (result.ReferenceSamplesPerSecond is double rate)
        {
            AddRow(table, "float", result.Reference, hasTop5, rate);
        }

        console.Write(table);
        if (result.CheckedKernels is not null)
        {
            console.WriteLine(Text($"int8 ran with the kernel set {result.Kernels}; {result.CheckedKernels} gives the same bytes in every layer of {result.CheckedSamples} samples"));
        }

        if (result is { Int8: Accuracy int8, Reference: Accuracy expected })
        {
            console.WriteLine(Text($"int8 is {100.0 * (int8.Top1 - expected.Top1) / result.Count:+0.00;-0.00;0.00} points from float"));
        }

        if (result.Agreeing is int agreeing)
        {
            console.WriteLine(Text($"both say the same of {Share(agreeing, result.Count)} of the samples, 95 % interval {Interval(agreeing, result.Count)}"));
        }
    }

    private static void AddRow(Table table, string name, Accuracy? accuracy, bool hasTop5, double rate)
    {
        string[] cells = accuracy is null
            ? [name, "no labels", string.Empty]
            : [name, Share(accuracy.Top1, accuracy.Count), Interval(accuracy.Top1, accuracy.Count)];
        string[] top5 = hasTop5 && accuracy is not null ? [Share(accuracy.Top5, accuracy.Count), Interval(accuracy.Top5, accuracy.Count)] : [];
        table.AddRow([.. cells, .. top5, Text($"{rate:0}")]);
    }

    /// <summary>Count and share.</summary>
    public static string Share(int successes, int count) => Text($"{successes}/{count} = {100.0 * successes / count:0.00} %");

    /// <summary>The Wilson interval in percent.</summary>
    public static string Interval(int successes, int count)
    {
        WilsonInterval interval = WilsonInterval.Of(successes, count);
        return Text($"{100 * interval.Low:0.00} to {100 * interval.High:0.00} %");
    }

    /// <summary>Signal over error.</summary>
    public static string Decibels(LayerError layer) => layer.SqnrDecibels switch
    {
        double.PositiveInfinity => "exact",
        double.NegativeInfinity => "no signal",
        double decibels => Text($"{decibels:0.0}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
