using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Native;
using Edge.MeterDigits.Trainer.Network;
using Edge.MeterDigits.Trainer.Reporting;
using Edge.MeterDigits.Trainer.Search;
using Edge.MeterDigits.Trainer.Training;
using Edge.ModelTools.Diagnostics;

namespace Edge.MeterDigits.Trainer;

/// <summary>Command line of the trainer.</summary>
internal static class Program
{
    private const string Usage = """
        usage: meter-digits-trainer train OUT [--shape NAME|TEXT] [--samples N] [--epochs N] [--seed N] [--threads N] [--rate X] [--batch N] [--teacher FOLDER]
                                          [--trust yes]                      the teacher has learnt these labels: listen to it on every crop
                                          [--turned 2]                       weight of wheels between two digits in the loss (1 unless given)
                                          [--averaging 0.998]                part of the averaged weights kept at each step
                                          [--from FOLDER] [--int8 yes]       go on from these weights; fine-tune with the rounding of int8
                                          [--mean yes]                       the mean of the weights it goes on from and those it comes to
               meter-digits-trainer reproduce NETWORK OUT                    all trainings that lead to meter_digits or meter_digits_large, from nothing
               meter-digits-trainer search OUT --board NAME --budget-ms X [--candidates N] [--samples N] [--seed N] [--threads N] [--teacher FOLDER]
                                                                             look for the best shape that a board runs in this time: found.csv, found.png
               meter-digits-trainer catalogue OUT [options of train]         train every named shape briefly: search.csv
               meter-digits-trainer cost FOLDER|SHAPE BOARD...               what a shape or a trained network takes on boards
               meter-digits-trainer crops DATA OUT INPUT                     crops as a network of another input sees them, 24x16x1
               meter-digits-trainer evaluate FOLDER DATA [PREDICTIONS.csv]   accuracy and confusion matrix of a trained network
               meter-digits-trainer report RUN SEARCH OUT [PHOTOGRAPHS]      the README's pictures
               meter-digits-trainer counters BLOB [SEED [COUNT]]             counters that are hard to read: right, rejected, wrong
               meter-digits-trainer shapes                                   the shapes and what they cost
        """;

    /// <summary>Runs a command.</summary>
    /// <returns>0, 1 for a command that failed, 2 for none that there is.</returns>
    internal static int Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case [.., "--help" or "-h"]:
                    Console.WriteLine(Usage);
                    return 0;
                case ["reproduce", string network, string folder]:
                    NativeTorch.Prepare();
                    Recipe.Run(Recipe.Of(network), folder, new ProgressLine());
                    return 0;
                case ["train", string folder, .. string[] options]:
                    NativeTorch.Prepare();
                    new TrainingRun(Options(options), folder, new ProgressLine()).Run();
                    return 0;
                case ["search", string folder, .. string[] options]:
                    NativeTorch.Prepare();
                    new CostSearch(SearchOptions.Parse(options), folder, new ProgressLine()).Run();
                    return 0;
                case ["cost", string what, string board, .. string[] boards]:
                    NativeTorch.Prepare();
                    CostReport.Print(what, boards.Prepend(board).ToArray());
                    return 0;
                case ["crops", string data, string folder, string input]:
                    SampleSet.Read(data).For(InputShape.Parse(input)).Write(folder, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(data))}, resized", "that of the original");
                    return 0;
                case ["catalogue", string folder, .. string[] options]:
                    NativeTorch.Prepare();
                    ShapeSearch.Run(Options(options), folder, new ProgressLine());
                    return 0;
                case ["evaluate", string folder, string data, .. string[] file] when file.Length <= 1:
                    NativeTorch.Prepare();
                    Evaluate(folder, data, file.Length == 1 ? file[0] : null);
                    return 0;
                case ["report", string run, string search, string folder, .. string[] photographs] when photographs.Length <= 1:
                    NativeTorch.Prepare();
                    Report.Write(run, search, folder, photographs.Length == 1 ? photographs[0] : null);
                    return 0;
                case ["counters", string blob, .. string[] numbers] when numbers.Length <= 2:
                    CounterReport.Print(blob, (ulong)Number(numbers.Length > 0 ? numbers[0] : "1"), Number(numbers.Length > 1 ? numbers[1] : "40"));
                    return 0;
                case ["shapes"]:
                    foreach (string name in ShapeCatalog.Names)
                    {
                        NetworkCost cost = NetworkCost.Of(ShapeCatalog.Get(name));
                        Console.WriteLine($"{name,-12} {cost.Macs,9} MACs {cost.Parameters,7} parameters {cost.PeakActivationBytes,6} bytes of activations (estimated)");
                    }
                    return 0;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or FormatException or System.Text.Json.JsonException or EdgeException)
        {
            Console.Error.WriteLine("error: " + error.Message);
            return 1;
        }
    }

    private static TrainingOptions Options(string[] arguments)
    {
        var options = new TrainingOptions();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : throw new FormatException($"{arguments[i]} has no value");
            options = arguments[i] switch
            {
                "--shape" => options with { Shape = value },
                "--samples" => options with { Samples = Number(value) },
                "--epochs" => options with { Epochs = Number(value) },
                "--seed" => options with { Seed = Number(value) },
                "--threads" => options with { Threads = Number(value) },
                "--batch" => options with { Batch = Number(value) },
                "--teacher" => options with { Teacher = value },
                "--trust" => options with { IsTeacherTrusted = Yes(arguments[i], value) },
                "--turned" => options with { TurnedWeight = Weight(value) },
                "--averaging" => options with { Averaging = Part(arguments[i], value) },
                "--from" => options with { From = value },
                "--mean" => options with { IsMeanWithFirst = Yes(arguments[i], value) },
                "--int8" => options with { IsQuantized = Yes(arguments[i], value) },
                "--rate" => options with { LearningRate = double.Parse(value, CultureInfo.InvariantCulture) },
                _ => throw new FormatException($"'{arguments[i]}' is not an option"),
            };
        }
        if (options.IsTeacherTrusted && options.Teacher.Length == 0)
        {
            throw new FormatException("--trust yes needs the teacher that is to be trusted; give --teacher FOLDER");
        }
        if (options.IsMeanWithFirst && options.From.Length == 0)
        {
            throw new FormatException("--mean yes needs the network that it goes on from; give --from FOLDER");
        }
        return options;
    }

    private static double Weight(string text)
    {
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double weight) && weight is > 0 and <= 100
            ? weight
            : throw new FormatException($"--turned {text} is not a weight above 0, up to 100");
    }

    private static double Part(string option, string text)
    {
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double part) && part < 1
            ? part
            : throw new FormatException($"{option} {text} is not a part from 0 to below 1");
    }

    private static bool Yes(string option, string value) => value is "yes" or "no" ? value == "yes" : throw new FormatException($"{option} {value} is not yes or no");

    /// <summary>A whole number above 0.</summary>
    internal static int Number(string text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"'{text}' is not a whole number above 0");
    }

    private static void Evaluate(string folder, string data, string? file)
    {
        using MeterNetwork network = NetworkExport.Read(folder, out NetworkShape shape);
        SampleSet set = SampleSet.Read(data).For(shape.Input);
        Evaluation result = Evaluation.Run(network, set);
        Console.WriteLine($"{shape.Name}: {set.Count} crops, {result.Accuracy:P2} right; digits {result.ReadableAccuracy:P2}, not readable {result.NotReadableAccuracy:P2}");
        Console.WriteLine("rows: label, columns: prediction");
        for (int label = 0; label < shape.Classes.Length; label++)
        {
            Console.Write($"{shape.Classes[label],4}");
            for (int prediction = 0; prediction < shape.Classes.Length; prediction++)
            {
                Console.Write($"{result.Confusion[label, prediction],5}");
            }
            Console.WriteLine();
        }
        if (file != null)
        {
            var lines = new List<string> { "index,label,prediction,confidence" };
            for (int i = 0; i < set.Count; i++)
            {
                lines.Add(FormattableString.Invariant($"{i},{set.Labels[i]},{result.Predictions[i]},{result.Confidences[i]:F4}"));
            }
            File.WriteAllLines(file, lines);
        }
    }
}
