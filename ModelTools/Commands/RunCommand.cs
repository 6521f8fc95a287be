using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Comparison;
using Edge.ModelTools.Data;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Terminal;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge run</c>: runs inputs and prints classes, time and energy.</summary>
internal static class RunCommand
{
    /// <summary>Board whose time and energy are predicted unless another is asked for.</summary>
    public const string DefaultBoard = "esp32s3";

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var model = new Argument<string>("MODEL") { Description = "Blob (.edge8)." };
        var inputs = new Argument<string[]>("INPUT") { Description = "Pictures (.png, .jpg), .npy arrays, or raw tensors (.bin) in the source model's type and layout.", Arity = ArgumentArity.OneOrMore };
        var top = new Option<int>("--top") { Description = "Classes to print.", DefaultValueFactory = _ => 5 };
        var json = new Option<bool>("--json") { Description = "Print JSON: one object, or an array when there are several inputs." };
        var kernels = new Option<string>("--kernels") { Description = $"Kernel set: {string.Join(", ", KernelSets.Names)}.", DefaultValueFactory = _ => KernelSets.Default };
        var raw = new Option<string?>("--output-raw") { Description = "Write the outputs in the source model's own type, one after the other.", HelpName = "FILE" };
        var dump = new Option<string?>("--dump-layers") { Description = "Write every operator's int8 output of the first input to a new folder.", HelpName = "DIR" };
        var board = new Option<string>("--board") { Description = "Board for the predicted time and energy.", DefaultValueFactory = _ => DefaultBoard, HelpName = "BOARD" };
        Option<string?> normalisation = NormalisationOption.Create();
        Option<string?> layout = LayoutOption.Create();
        var command = new Command("run", "Run inputs through a blob.") { model, inputs, top, json, kernels, raw, dump, board, normalisation, layout };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            int shown = NumberOption.Require("--top", parsed.GetValue(top), 1);
            OutputFile.Require([parsed.GetValue(raw)], [path, .. parsed.GetValue(inputs)!]);
            if (parsed.GetValue(dump) is string dumpTarget)
            {
                LayerDump.RequireNew(dumpTarget);
            }

            byte[] blob = BlobFile.Read(path);
            string kernelName = parsed.GetValue(kernels)!;
            Int8Model loaded = BlobFile.Load(path, blob, KernelSets.Create(kernelName));
            loaded.Attach(new StopwatchClock(), null);
            BlobInfo info = BlobInfo.Read(loaded, blob, path);
            string deviceKernels = KernelSets.OnDevice(kernelName);
            var estimate = new ProfileReport(loaded.Name, deviceKernels, ModelProfiler.Profile(path, blob, deviceKernels), NfTools.Load().Find(parsed.GetValue(board)!));
            Normalisation? pixels = NormalisationOption.Parse(parsed.GetValue(normalisation));
            bool? isChannelsFirst = LayoutOption.Parse(parsed.GetValue(layout));
            var check = new KernelCheck(path, blob, kernelName, KernelSets.CheckOf(kernelName));
            var said = new HashSet<string>();
            var runs = new List<RunResult>();
            ModelRunner.WarmUp(loaded);
            var written = new MemoryStream();
            foreach (string input in parsed.GetValue(inputs)!)
            {
                string? dumpFolder = runs.Count == 0 ? parsed.GetValue(dump) : null;
                sbyte[] values = InputReader.Read(loaded.Input, input, pixels, isChannelsFirst, phrase => Note(said, input, phrase));
                check.Require(input, values);
                sbyte[][] outputs = ModelRunner.Run(loaded, values);
                runs.Add(RunResult.Of(loaded, info, input, outputs, shown, estimate) with { Kernels = kernelName, CheckedKernels = KernelSets.CheckOf(kernelName) });
                if (dumpFolder is not null)
                {
                    Dump(loaded, blob, values, dumpFolder, path);
                }

                for (int i = 0; i < outputs.Length; i++)
                {
                    written.Write(FinishedOutput.ToRaw(loaded.GetOutput(i), info.FinishOf(i), outputs[i]));
                }
            }

            if (parsed.GetValue(raw) is string target)
            {
                OutputFile.Write(target, written.ToArray());
            }

            Print(runs, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    /// <summary>Says what was converted, once for all inputs.</summary>
    private static void Note(HashSet<string> said, string input, string phrase)
    {
        if (said.Add(phrase))
        {
            Notice.Say($"{input}: {phrase}");
        }
    }

    private static void Dump(Int8Model model, byte[] blob, sbyte[] input, string folder, string path)
    {
        var recorder = new LayerRecorder();
        model.Observe(recorder);
        ModelRunner.Run(model, input);
        model.Observe(null);
        LayerDump.Write(folder, recorder, BlobInfo.Read(model, blob, path));
    }

    private static void Print(List<RunResult> runs, bool isJson)
    {
        if (isJson)
        {
            object root = runs.Count == 1 ? runs[0] : runs;
            Console.WriteLine(JsonSerializer.Serialize(root, JsonOutput.Options));
            return;
        }

        foreach (RunResult run in runs)
        {
            string classes = string.Join("  ", run.Top.Select(Text));
            Console.WriteLine($"{run.Input}: {classes}  ({Quantity.Milliseconds(run.TimeMs)} on this machine, measured; {Quantity.Milliseconds(run.BoardTimeMs)} and {Quantity.Millijoules(run.EnergyMicrojoule)} on {run.Board}, {run.EnergyLabel})");
        }

        Console.WriteLine($"run with the kernel set {runs[0].Kernels}; {runs[0].CheckedKernels} gives the same bytes in every layer");
    }

    /// <summary>A class with its score, and its probability where the score is none.</summary>
    private static string Text(ClassScore entry)
    {
        bool isLogit = entry.Probability is double probability && probability != entry.Score;
        return $"{OneLine.Of(entry.Label)} {entry.Score:0.####}{(isLogit ? $" ({entry.Probability:0.0%})" : string.Empty)}";
    }
}
