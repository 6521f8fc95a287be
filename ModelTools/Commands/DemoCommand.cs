using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Edge.ModelTools.Comparison;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Terminal;
using Edge.Runtime.Int8;
using Spectre.Console;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge demo</c>: the meter-digit network from trained weights to predictions, with what comes along with the tool.</summary>
internal static class DemoCommand
{
    private const string Folder = "Demo";
    private const string Network = "meter_digits";
    private static readonly string[] s_boards = ["esp32", "esp32s3"];

    // What the automatic mode comes to is hardly better on this network, and looking for it takes longer than a demo should.
    private static readonly QuantizationRecipe s_recipe = new() { Correction = CorrectionMethod.Bias };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var output = new Option<string?>("--output", "-o") { Description = "Keep the blob.", HelpName = "OUT.edge8" };
        var sram = new Option<string>("--sram") { Description = "SRAM budget, min, or small: the smallest for at most twice the usual cost.", DefaultValueFactory = _ => "64KB", HelpName = "SIZE|min|small" };
        var command = new Command("demo", "Convert the meter-digit network, run two dozen digits, and say what that takes.") { output, sram };
        command.SetAction(parsed =>
        {
            SramBudget budget = SramBudget.Read(parsed.GetValue(sram), null);
            OutputFile.Require([parsed.GetValue(output)]);
            ConversionResult result = Convert(budget.Bytes, budget.MostCost);
            if (parsed.GetValue(output) is string path)
            {
                OutputFile.Write(path, result.Blob);
            }

            Int8Model model = BlobFile.Load("demo", result.Blob, KernelSets.Create(KernelSets.Default));
            model.Attach(new StopwatchClock(), null);
            ModelRunner.WarmUp(model);
            string checkedKernels = KernelSets.CheckOf(KernelSets.Default);
            int correct = RunSamples(model, new KernelCheck("demo", result.Blob, KernelSets.Default, checkedKernels), out int count);
            Console.WriteLine($"{correct} of {count} sample digits are read correctly; the kernel set {checkedKernels}, which boards run, gives the same bytes in every layer of each");
            PrintCost(result, model);
            return 0;
        });
        return command;
    }

    /// <summary>Converts the network that comes along with the tool.</summary>
    /// <param name="sramBytes">Memory budget, or null for the smallest.</param>
    /// <param name="mostCost">How many times its usual cost the smallest may take.</param>
    internal static ConversionResult Convert(int? sramBytes, double mostCost = double.PositiveInfinity)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, Folder);
        string path = Path.Combine(folder, "model", Network, "weights.safetensors");
        if (!File.Exists(path))
        {
            throw new EdgeException(DiagnosticId.SampleMissing, folder, "the demo's model is not beside the tool", "build ModelTools again");
        }

        return ProgressReporter.Run(progress =>
        {
            ModelGraph graph = SourceModel.Read(path, null);
            graph.Name = Network;
            return ModelConverter.Convert(graph, new ConversionOptions
            {
                CalibrationPath = Path.Combine(folder, "calibration"),
                SramBytes = sramBytes,
                MostCost = mostCost,
                Quantizer = new QuantizerOptions { Progress = progress, Recipe = s_recipe },
            });
        });
    }

    /// <summary>Runs every picture; its folder names its class.</summary>
    private static int RunSamples(Int8Model model, KernelCheck check, out int count)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, Folder, "samples");
        List<string> pictures = [.. Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var table = new Table().AddColumns("picture", "shows", "read as", "score");
        table.Border = TableBorder.Simple;
        int correct = 0;
        foreach (string picture in pictures)
        {
            sbyte[] input = InputReader.Read(model.Input, picture, null);
            check.Require(Path.GetRelativePath(folder, picture), input);
            sbyte[][] outputs = ModelRunner.Run(model, input);
            ClassScore best = ClassScore.Best(model, TensorConverter.Dequantize(model.GetOutput(0), outputs[0]), 1)[0];
            string expected = Path.GetFileName(Path.GetDirectoryName(picture)!);
            bool isCorrect = best.Label == expected;
            correct += isCorrect ? 1 : 0;
            table.AddRow(Cell.Of(Path.GetRelativePath(folder, picture)), Cell.Of(expected), Cell.Of(best.Label) + (isCorrect ? string.Empty : "  wrong"), $"{best.Score:0.00}");
        }

        CommandConsole.Create().Write(table);
        count = pictures.Count;
        return correct;
    }

    private static void PrintCost(ConversionResult result, Int8Model model)
    {
        Console.WriteLine($"blob {result.Blob.Length} bytes, peak SRAM {model.PeakSramBytes} bytes, {result.Program.Macs} MACs, {model.Log.TotalWeightBytes} weight bytes read per inference");
        Console.WriteLine($"time per inference {Quantity.Milliseconds(model.Log.TotalMicroseconds / 1000.0)} on this machine, measured");
        InferenceProfile profile = ModelProfiler.Profile(model.Name, result.Blob, KernelSets.DeviceDefault);
        foreach (string board in s_boards)
        {
            var estimate = new ProfileReport(model.Name, KernelSets.DeviceDefault, profile, NfTools.Load().Find(board));
            Console.WriteLine($"on {board}: {Quantity.Milliseconds(estimate.TimeMs)}, {Quantity.Millijoules(estimate.EnergyMicrojoule)} per inference, {ProfileReport.Label} from the executed instructions (edge profile says how)");
        }
    }
}
