using System;
using System.CommandLine;
using System.IO;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge convert</c>: import, quantize, schedule, write, verify.</summary>
internal static class ConvertCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var model = new Argument<string>("MODEL") { Description = "Trained model: .onnx (float) or .tflite (int8, uint8 or float)." };
        var output = new Option<string>("--output", "-o") { Description = "Blob to write.", Required = true, HelpName = "OUT.edge8" };
        var calibration = new Option<string?>("--calibration") { Description = "Typical inputs for a float model: folder of images, data set folder, .npy or image.", HelpName = "DIR|FILE" };
        var samples = new Option<int>("--samples") { Description = "Most calibration samples used.", DefaultValueFactory = _ => CalibrationSet.DefaultLimit };
        var inputShape = new Option<string?>("--input-shape") { Description = "Settles symbolic dimensions of an ONNX model, for example 1x3x32x20.", HelpName = "SHAPE" };
        var rounding = new Option<string?>("--rounding") { Description = "single or double. Default: double for int8 models, single for float models.", HelpName = "MODE" };
        var window = new Option<string>("--window") { Description = "Largest weight window.", DefaultValueFactory = _ => "8KB" };
        Option<string?> normalisation = NormalisationOption.Create();
        var command = new Command("convert", "Turn a trained model into an int8 blob for the device.")
        {
            model, output, calibration, samples, inputShape, rounding, window, normalisation,
        };
        command.SetAction(parsed =>
        {
            string target = parsed.GetValue(output)!;
            OutputFile.RequireWritable(target);
            ConversionResult result = ProgressReporter.Run(progress => Convert(
                parsed.GetValue(model)!,
                parsed.GetValue(inputShape),
                new ConversionOptions
                {
                    CalibrationPath = parsed.GetValue(calibration),
                    CalibrationLimit = RequirePositive("--samples", parsed.GetValue(samples)),
                    Normalisation = NormalisationOption.Parse(parsed.GetValue(normalisation)),
                    Rounding = ParseRounding(parsed.GetValue(rounding)),
                    WindowBytes = SizeOption.Parse("--window", parsed.GetValue(window)!),
                    Quantizer = new QuantizerOptions { Progress = progress, Warn = text => Console.Error.WriteLine($"warning: {text}") },
                }));
            OutputFile.Write(target, result.Blob);
            Console.WriteLine($"{target}: {result.Blob.Length} bytes, {result.Program.Macs} MACs, peak SRAM {result.Schedule.PeakSramBytes(result.Blob)} bytes, "
                + $"{result.Schedule.Groups.Count} groups, {result.Program.Rounding.ToString().ToLowerInvariant()} rounding");
            return 0;
        });
        return command;
    }

    private static ConversionResult Convert(string path, string? inputShape, ConversionOptions options)
    {
        ModelGraph source = SourceModel.Read(path, inputShape);
        source.Name = Path.GetFileNameWithoutExtension(path);
        return ModelConverter.Convert(source, options);
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

    private static int RequirePositive(string option, int value)
    {
        return value > 0 ? value : throw new EdgeException(DiagnosticId.BadOption, option, $"{value} is not a count", "give a positive number");
    }
}
