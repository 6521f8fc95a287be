using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Images;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Inspection;
using Edge.Runtime.Int8;
using Spectre.Console;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge eval</c>: accuracy over a labelled data set, beside the float reference.</summary>
internal static class EvalCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var model = new Argument<string>("MODEL") { Description = "Blob (.edge8)." };
        var data = new Option<string>("--data") { Description = "Labelled samples: images in one folder for each class, or images.bin + labels.csv + dataset.json.", Required = true, HelpName = "DIR" };
        var reference = new Option<string?>("--reference") { Description = "Float model to compare with.", HelpName = "MODEL" };
        var inputShape = new Option<string?>("--input-shape") { Description = "Settles symbolic dimensions of the reference.", HelpName = "SHAPE" };
        var kernels = new Option<string>("--kernels") { Description = $"Kernel set: {string.Join(", ", KernelSets.Names)}.", DefaultValueFactory = _ => KernelSets.Default };
        var confusion = new Option<bool>("--confusion") { Description = "Also print how often each class was taken for each (JSON: confusion, [label][prediction])." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        Option<string?> normalisation = NormalisationOption.Create();
        var command = new Command("eval", "Measure accuracy on labelled data.") { model, data, reference, inputShape, kernels, confusion, json, normalisation };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            byte[] blob = BlobFile.Read(path);
            string kernelName = parsed.GetValue(kernels)!;
            Int8Model first = BlobFile.Load(path, blob, KernelSets.Create(kernelName));
            TensorInfo input = first.Input;
            Dataset dataset = Dataset.Open(parsed.GetValue(data)!, [1, input.Height, input.Width, input.Channels], NormalisationOption.Parse(parsed.GetValue(normalisation)));
            dataset.RequireLabels(first.GetOutput(0).Length);
            ModelGraph? graph = parsed.GetValue(reference) is string referencePath ? SourceModel.Read(referencePath, parsed.GetValue(inputShape)) : null;
            EvaluationResult result = ProgressReporter.Run(progress =>
                Evaluator.Run(() => BlobFile.Load(path, blob, KernelSets.Create(kernelName)), blob, dataset, graph, progress));
            if (parsed.GetValue(json))
            {
                Console.WriteLine(ToJson(result, parsed.GetValue(confusion)));
            }
            else
            {
                Print(result);
                if (parsed.GetValue(confusion))
                {
                    string[] names = dataset.ClassNames.Length != 0 ? dataset.ClassNames : [.. result.Confusion.Select((_, label) => $"{label}")];
                    PrintConfusion(result, names);
                }
            }

            return 0;
        });
        return command;
    }

    private static string ToJson(EvaluationResult result, bool withConfusion)
    {
        double count = result.Count;
        return JsonSerializer.Serialize(new
        {
            count = result.Count,
            top1 = result.Correct / count,
            referenceTop1 = result.ReferenceCorrect / count,
            agreement = result.Agreeing / count,
            confusion = withConfusion ? result.Confusion : null,
            layers = result.Layers.Select(layer => new { tensor = layer.Tensor, kind = layer.Kind, sqnrDb = double.IsFinite(layer.SqnrDecibels) ? layer.SqnrDecibels : (double?)null }),
        }, JsonOutput.Options);
    }

    private static void Print(EvaluationResult result)
    {
        double percent = 100.0 / result.Count;
        Console.WriteLine($"int8   {result.Correct}/{result.Count} = {result.Correct * percent:0.00} %");
        if (result.ReferenceCorrect is not int expected)
        {
            return;
        }

        Console.WriteLine($"float  {expected}/{result.Count} = {expected * percent:0.00} %  (int8 {(result.Correct - expected) * percent:+0.00;-0.00;0.00} points)");
        Console.WriteLine($"agree  {result.Agreeing}/{result.Count} = {result.Agreeing * percent:0.00} %");
        var table = new Table().AddColumns("layer", "operator", "SQNR dB");
        table.Border = TableBorder.Simple;
        foreach (LayerError layer in result.Layers)
        {
            table.AddRow(Markup.Escape(layer.Tensor), layer.Kind, double.IsFinite(layer.SqnrDecibels) ? $"{layer.SqnrDecibels:0.0}" : "exact");
        }

        AnsiConsole.Write(table);
    }

    // A row for each class that occurs: what its samples were taken for, and the share that was right.
    private static void PrintConfusion(EvaluationResult result, string[] names)
    {
        int width = Math.Max(5, names.Max(name => name.Length) + 1);
        Console.WriteLine("rows: label, columns: prediction");
        Console.WriteLine(new string(' ', width) + string.Concat(names.Select(name => name.PadLeft(width))));
        for (int label = 0; label < result.Confusion.Length; label++)
        {
            int[] row = result.Confusion[label];
            int count = row.Sum();
            if (count != 0)
            {
                Console.WriteLine(names[label].PadLeft(width) + string.Concat(row.Select(times => $"{times}".PadLeft(width))) + $"  {100.0 * row[label] / count:0.0} %");
            }
        }
    }
}
