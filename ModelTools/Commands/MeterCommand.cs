using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using Edge.MeterDigits.Device;
using Edge.ModelTools.Comparison;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Meters;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Terminal;
using Edge.Runtime.Int8;
using FirmwareError = Edge.Firmware.Faults.FirmwareError;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge meter</c>: reads a utility meter with the device's own code.</summary>
internal static class MeterCommand
{
    private const int DemoSramBytes = 64 * 1024;

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var image = new Argument<string>("IMAGE") { Description = "Picture (.png, .jpg), or a raw frame (.raw) with --format." };
        var boxes = new Option<string>("--boxes") { Description = "Where the digits are (docs/meter-reader.md).", Required = true, HelpName = "boxes.json" };
        var model = new Option<string?>("--model") { Description = "Blob that reads digits. Default: the network that comes along.", HelpName = "MODEL.edge8" };
        var previous = new Option<string?>("--previous") { Description = "Previous reading, as the meter showed it.", HelpName = "N" };
        var increase = new Option<double?>("--max-increase") { Description = "Largest credible increase. Default: the boxes file's, else a hundredth of the counter's range.", HelpName = "N" };
        var format = new Option<string?>("--format") { Description = $"Pixels of a raw frame: {string.Join(", ", FrameFile.FormatNames)}. A picture is brought into that format first.", HelpName = "FORMAT" };
        var kernels = new Option<string>("--kernels") { Description = $"Kernel set: {string.Join(", ", KernelSets.Names)}.", DefaultValueFactory = _ => KernelSets.Default };
        var board = new Option<string>("--board") { Description = "Board for the predicted time and energy.", DefaultValueFactory = _ => RunCommand.DefaultBoard, HelpName = "BOARD" };
        var device = new Option<string?>("--device-settings") { Description = "Also write the boxes as the app's meter.cfg.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("meter", "Read a utility meter: digits, rolling-digit rule, plausibility; the device's own code.")
        {
            image, boxes, model, previous, increase, format, kernels, board, device, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(image)!;
            OutputFile.Require([parsed.GetValue(device)], path, parsed.GetValue(boxes), parsed.GetValue(model));
            MeterLayout layout = BoxesFile.Read(parsed.GetValue(boxes)!, parsed.GetValue(increase));
            long last = ReadingText.Parse(parsed.GetValue(previous), layout);
            ArrayFrame frame = FrameFile.Read(path, layout, parsed.GetValue(format));
            string? modelPath = parsed.GetValue(model);
            string name = modelPath ?? "demo";
            string kernelName = parsed.GetValue(kernels)!;
            byte[] blob = modelPath is null ? DemoCommand.Convert(DemoSramBytes).Blob : BlobFile.Read(modelPath);
            Int8Model loaded = BlobFile.Load(name, blob, KernelSets.Create(kernelName));
            MeterReader reader = Create(name, loaded, layout);
            string deviceKernels = KernelSets.OnDevice(kernelName);
            var estimate = new ProfileReport(name, deviceKernels, ModelProfiler.Profile(name, blob, deviceKernels), NfTools.Load().Find(parsed.GetValue(board)!));
            FirmwareError error = Check(name, blob, kernelName, () => reader.Read(frame, last), loaded);
            reader.Attach(new StopwatchClock(), null);
            error = error == FirmwareError.None ? reader.Read(frame, last) : error;
            if (error != FirmwareError.None)
            {
                throw new EdgeException(DiagnosticId.MeterModelUnfit, name, $"the device's code reports {error} ({(int)error})", "convert the model anew");
            }

            if (parsed.GetValue(device) is string settings)
            {
                OutputFile.Write(settings, Encoding.ASCII.GetBytes(DeviceSettings.Write(layout, frame.Format)));
            }

            Print(MeterResult.Of(path, reader, estimate) with { Kernels = kernelName, CheckedKernels = KernelSets.CheckOf(kernelName) }, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    /// <summary>
    /// Reads once, which warms the kernels up, and runs the digits that the network got through the kernels of boards, too:
    /// every layer has to be the same.
    /// </summary>
    private static FirmwareError Check(string name, byte[] blob, string kernels, Func<FirmwareError> read, Int8Model model)
    {
        var recorder = new InputRecorder();
        ModelRunner.WarmUp(model);
        model.Observe(recorder);
        FirmwareError error = read();
        model.Observe(null);
        var check = new KernelCheck(name, blob, kernels, KernelSets.CheckOf(kernels));
        for (int i = 0; i < recorder.Inputs.Count; i++)
        {
            check.Require($"digit {i}", recorder.Inputs[i]);
        }

        return error;
    }

    /// <summary>Makes a reader of a layout that has been checked.</summary>
    /// <param name="name">The model's file, for messages.</param>
    /// <exception cref="EdgeException">The model does not read digits.</exception>
    internal static MeterReader Create(string name, Int8Model model, MeterLayout layout)
    {
        FirmwareError error = MeterReader.TryCreate(model, layout, out MeterReader? reader);
        return error == FirmwareError.None
            ? reader!
            : throw new EdgeException(
                DiagnosticId.MeterModelUnfit,
                name,
                $"input {model.Input.Height}x{model.Input.Width}x{model.Input.Channels}, {model.GetOutput(0).Length} outputs; digits need 1 or 3 channels with a pixel scale, and 10 or 11 outputs",
                "give a network for digits 0 to 9, converted with --normalisation");
    }

    private static void Print(MeterResult result, bool isJson)
    {
        if (isJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, JsonOutput.Options));
            return;
        }

        string digits = string.Join("  ", result.Digits.Select(digit =>
            string.Create(CultureInfo.InvariantCulture, $"{digit.Value?.ToString(CultureInfo.InvariantCulture) ?? "?"} {(digit.State == "read" ? string.Empty : digit.State + " ")}{digit.Confidence:0.00}")));
        Console.WriteLine($"{result.Image}: {result.Reading} {result.Status}{(result.Accepted ? string.Empty : ", not accepted")}");
        Console.WriteLine($"  {digits}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {Quantity.Milliseconds(result.TimeMs)} on this machine, measured; {Quantity.Milliseconds(result.BoardTimeMs)} and {Quantity.Millijoules(result.EnergyMicrojoule)} on {result.Board}, {result.EnergyLabel}, for {result.Digits.Count} inferences"));
        Console.WriteLine($"  run with the kernel set {result.Kernels}; {result.CheckedKernels} gives the same bytes in every layer");
    }
}
