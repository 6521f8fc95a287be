using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Architecture;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Reporting;
using Edge.ModelTools.Scheduling;
using Edge.ModelTools.Terminal;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge convert</c>: import, quantize, schedule, write, verify.</summary>
internal static class ConvertCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var model = new Argument<string>("MODEL") { Description = "Trained model: .onnx (float or quantized), .tflite (int8, uint8, float or dynamic range), or weights (.safetensors, PyTorch .pth) with their architecture." };
        var output = new Option<string>("--output", "-o") { Description = "Blob to write.", Required = true, HelpName = "OUT.edge8" };
        var calibration = new Option<string?>("--calibration") { Description = "Typical inputs, needed for models that are not int8 throughout; of int8 models they tell which layers see many zeros: folder of images or .npy arrays, data set folder, .npy or image.", HelpName = "DIR|FILE" };
        var samples = new Option<int>("--samples") { Description = "Most calibration samples used.", DefaultValueFactory = _ => CalibrationSet.DefaultLimit };
        var inputShape = new Option<string?>("--input-shape") { Description = "Settles symbolic dimensions of an ONNX model, for example 1x3x32x20. Default: what the calibration samples have.", HelpName = "SHAPE" };
        Option<string?> architecture = ArchitectureOption.Create();
        Option<string?> stateDict = StateDictOption.Create();
        var rounding = new Option<string?>("--rounding") { Description = "single or double. Default: double for int8 models, single for float models.", HelpName = "MODE" };
        var window = new Option<string>("--window") { Description = "Largest weight window.", DefaultValueFactory = _ => "8KB" };
        var sram = new Option<string?>("--sram") { Description = "SRAM budget for everything an inference touches, min for the smallest that works, or small for the smallest in which an inference costs at most twice what it usually does. Default: 64KB, or what the app leaves of the board's heap where that is less; without --board the smallest that works where 64KB is too little.", HelpName = "SIZE|min|small" };
        var board = new Option<string?>("--board") { Description = "Board of nf-tools.json: budgets above its heap are refused, and --pareto predicts its time. With " + BoardChoice.NativeSuffix + " behind it the schedule is chosen for native kernels. Default: none, and esp32 for --pareto.", HelpName = "NAME" };
        var squeeze = new Option<string>("--se") { Description = "Squeeze-excite: spill holds the depthwise output, recompute makes it twice, auto decides.", DefaultValueFactory = _ => "auto", HelpName = "MODE" };
        var maxRecompute = new Option<double>("--max-recompute") { Description = "Most multiply-accumulates for each one of the network that strips of columns and --se auto may spend to save memory.", DefaultValueFactory = _ => ConversionOptions.DefaultMaxRecompute, HelpName = "FACTOR" };
        var strips = new Option<int>("--strips") { Description = $"Most strips of columns, 1 to {RowFusedScheduler.MostStrips}, that operators with wide rows run in where memory is short; the network's input is then read once for each strip. 1 for an input that can be delivered only once.", DefaultValueFactory = _ => RowFusedScheduler.MostStrips, HelpName = "COUNT" };
        var kernels = new Option<string>("--kernels") { Description = $"Kernels that the schedule is chosen for: packed, or {KernelSets.Native} for firmware of your own. Any set runs the blob.", DefaultValueFactory = _ => KernelSets.DeviceDefault, HelpName = "SET" };
        var pareto = new Option<bool>("--pareto") { Description = "Also print what other budgets cost, counted, from the smallest to one operator at a time; the knee is marked." };
        var quantizer = new Option<string?>("--quantizer") { Description = "Float models: auto finds the best way, naive is plain min-max and rounding, for comparison. Default: auto.", HelpName = "MODE" };
        Option<string> purpose = PurposeOption.Create();
        var recipe = new Option<string?>("--recipe") { Description = "Quantize as this file says instead of searching; see --save-recipe.", HelpName = "FILE.json" };
        var saveRecipe = new Option<string?>("--save-recipe") { Description = "Write the recipe that was used; it is in the blob, too.", HelpName = "FILE.json" };
        var report = new Option<string?>("--report") { Description = "Also write a report: one HTML file that needs nothing else. Float models are compared on the calibration samples.", HelpName = "OUT.html" };
        Option<string?> normalisation = NormalisationOption.Create();
        Option<string?> layout = LayoutOption.Create();
        Option<string?> channelOrder = ChannelOrderOption.Create();
        var command = new Command("convert", "Turn a trained model into an int8 blob for the device.")
        {
            model, output, calibration, samples, inputShape, architecture, stateDict, rounding, window, sram, board, kernels, squeeze, maxRecompute, strips, pareto, quantizer, purpose, recipe, saveRecipe, report, normalisation, layout, channelOrder,
        };
        command.SetAction(parsed =>
        {
            string target = parsed.GetValue(output)!;
            var choice = BoardChoice.Parse(parsed.GetValue(board));
            OutputFile.Require(
                [target, parsed.GetValue(saveRecipe), parsed.GetValue(report)],
                parsed.GetValue(model),
                parsed.GetValue(calibration),
                parsed.GetValue(architecture) ?? ArchitectureReader.FindBeside(parsed.GetValue(model)!),
                parsed.GetValue(recipe));

            SramBudget budget = SramBudget.Read(parsed.GetValue(sram), choice.Name);
            ConversionOptions? options = null;
            ConversionResult result = ProgressReporter.Run(progress => Convert(
                parsed.GetValue(model)!,
                parsed.GetValue(inputShape),
                parsed.GetValue(architecture),
                parsed.GetValue(stateDict),
                options = new ConversionOptions
                {
                    CalibrationPath = parsed.GetValue(calibration),
                    CalibrationLimit = NumberOption.Require("--samples", parsed.GetValue(samples), 1),
                    Normalisation = NormalisationOption.Parse(parsed.GetValue(normalisation)),
                    IsChannelsFirst = LayoutOption.Parse(parsed.GetValue(layout)),
                    IsBlueFirst = ChannelOrderOption.Parse(parsed.GetValue(channelOrder)),
                    Note = Notice.Say,
                    Warn = Notice.Warn,
                    Rounding = ParseRounding(parsed.GetValue(rounding)),
                    SramBytes = budget.Bytes,
                    MostCost = budget.MostCost,
                    IsBudgetFlexible = parsed.GetValue(sram) is null && choice.Name is null,
                    BoardsWith = BoardAdvice.BoardsWith,
                    FlashRemark = bytes => BoardAdvice.OnFlash(bytes, choice.Name),
                    IsFlashBinding = choice.Name is not null,
                    IsForNativeKernels = choice.IsNative || ParseKernels(parsed.GetValue(kernels)!),
                    SqueezeExcite = ParseSqueezeExcite(parsed.GetValue(squeeze)!),
                    MaxRecompute = NumberOption.RequireFactor("--max-recompute", parsed.GetValue(maxRecompute), 1),
                    MaxStrips = NumberOption.Require("--strips", parsed.GetValue(strips), 1, RowFusedScheduler.MostStrips),
                    WindowBytes = SizeOption.Parse("--window", parsed.GetValue(window)!),
                    Quantizer = new QuantizerOptions
                    {
                        Progress = progress,
                        Warn = Notice.Warn,
                        Purpose = PurposeOption.Parse(parsed.GetValue(purpose)!, parsed.GetValue(quantizer), parsed.GetValue(recipe)),
                        Recipe = RecipeOption.Parse(parsed.GetValue(quantizer), parsed.GetValue(recipe)),
                    },
                }));
            OutputFile.Write(target, result.Blob);
            SaveRecipe(parsed.GetValue(saveRecipe), result.Quantization);
            Print(target, result);
            if (parsed.GetValue(report) is string reportPath)
            {
                Board reportBoard = NfTools.Load().Find(choice.Name ?? RunCommand.DefaultBoard);
                OutputFile.Write(reportPath, HtmlReport.Write(ProgressReporter.Run(progress => ReportBuilder.OfConversion(target, result, options!, reportBoard, progress))));
                Console.WriteLine($"  report {reportPath}");
            }

            if (parsed.GetValue(pareto))
            {
                List<ParetoPoint> points = ParetoFront.Compute(result.Program, options!.WindowBytes, FitCheck.MakeScheduler(result.Program, options), result.Scheduled.Program, result.BudgetBytes);
                ParetoTable.Print(points, result.Program.Macs, NfTools.Load().Find(choice.Name ?? "esp32"), Console.Out, options.IsForNativeKernels);
            }

            return 0;
        });
        return command;
    }

    private static void SaveRecipe(string? path, QuantizationResult? quantization)
    {
        if (path is null)
        {
            return;
        }

        if (quantization is null)
        {
            throw new EdgeException(DiagnosticId.BadOption, "--save-recipe", "the model came quantized, there is no recipe", "leave the option out");
        }

        OutputFile.Write(path, Encoding.UTF8.GetBytes(RecipeFile.ToJson(quantization.Recipe, true)));
    }

    private static void Print(string target, ConversionResult result)
    {
        ScheduledBlob scheduled = result.Scheduled;
        long macs = result.Program.Macs;
        double macRatio = macs == 0 ? 1 : (macs + scheduled.RecomputedMacs) / (double)macs;
        Console.WriteLine($"{target}: {result.Blob.Length} bytes, {result.Program.Rounding.ToString().ToLowerInvariant()} rounding");
        if (result.Quantization is { } quantization)
        {
            string trials = quantization.Trials.Count == 0 ? string.Empty
                : TrialOf(quantization) is { HasSignal: true } best
                ? $"; noise at the output {best.Noise} of the signal, {(quantization.Trials[0].HasSignal ? quantization.Trials[0].Noise : "more than the signal")} with min-max alone"
                : $"; {QuantizationTrial.HardlyDepends}";
            Console.WriteLine($"  quantized: {quantization.Recipe}{trials}");
        }

        Console.WriteLine($"  peak SRAM {scheduled.PeakSramBytes} bytes in {scheduled.Schedule.Groups.Count} groups, "
            + $"MACs {macs + scheduled.RecomputedMacs} ({macRatio:0.00}x), weight bytes read {scheduled.WeightBytesRead} ({scheduled.WeightBytesRead / (double)Math.Max(scheduled.StoredWeightBytes, 1):0.00}x of what is stored)");
    }

    /// <summary>The measurement of what was taken: the best, unless weights give some accuracy for the kernels they are for.</summary>
    private static QuantizationTrial TrialOf(QuantizationResult quantization)
    {
        return quantization.Trials.LastOrDefault(trial => quantization.Recipe is { InstructionPrice: > 0 } or { PowerOfTwoMultipliers: true } && trial.Name == quantization.Recipe.ToString())
            ?? quantization.Trials.MinBy(trial => trial.OutputError)!;
    }

    private static bool ParseKernels(string text)
    {
        return text == KernelSets.Native || (text == KernelSets.DeviceDefault
            ? false
            : throw new EdgeException(DiagnosticId.BadOption, "--kernels", $"no schedule is chosen for '{text}'", $"use {KernelSets.DeviceDefault} or {KernelSets.Native}"));
    }

    private static SqueezeExciteMode ParseSqueezeExcite(string text)
    {
        return Enum.TryParse(text, ignoreCase: true, out SqueezeExciteMode mode) && !int.TryParse(text, out _)
            ? mode
            : throw new EdgeException(DiagnosticId.BadOption, "--se", $"'{text}' is not a strategy", "use auto, spill or recompute");
    }

    private static ConversionResult Convert(string path, string? inputShape, string? architecturePath, string? stateDict, ConversionOptions options)
    {
        var samples = new SampleShapeSource(() => options.CalibrationPath is null ? null : SampleShape.Of(options.CalibrationPath), options.IsChannelsFirst);
        return ModelConverter.Convert(SourceModel.Read(path, inputShape, architecturePath, samples, stateDict), options);
    }

    private static RoundingMode? ParseRounding(string? text)
    {
        return text switch
        {
            null => null,
            "single" => RoundingMode.Single,
            "double" => RoundingMode.Double,
            _ => throw new EdgeException(DiagnosticId.BadOption, "--rounding", $"'{text}' is not a rounding", "use single or double"),
        };
    }
}
