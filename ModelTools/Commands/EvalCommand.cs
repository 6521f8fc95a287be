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
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        Option<string?> normalisation = NormalisationOption.Create();
        var command = new Command("eval", "Measure accuracy on labelled data.") { model, data, reference, inputShape, kernels, json, normalisation };
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
                Console.WriteLine(ToJson(result));
            }
            else
            {
                Print(result);
            }

            return 0;
        });
        return command;
    }

    private static string ToJson(EvaluationResult result)
    {
        double count = result.Count;
        return JsonSerializer.Serialize(new
        {
            count = result.Count,
            top1 = result.Correct / count,
            referenceTop1 = result.ReferenceCorrect / count,
            agreement = result.Agreeing / count,
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
}
