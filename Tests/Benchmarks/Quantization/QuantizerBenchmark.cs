using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Spectre.Console;

namespace Edge.Benchmarks;

/// <summary>Accuracy of networks in float, quantized naively (min-max, rounding to nearest) and automatically; same data, same run.</summary>
internal sealed class QuantizerBenchmark
{
    private readonly List<string> _selection = [];
    private readonly bool _isVerbose;
    private readonly bool _isSimulated;
    private readonly WeightPurpose _purpose;
    private readonly int _limit = int.MaxValue;

    // All sets give the same bytes, so the fastest one measures what boards reach; --kernels runs a board's own.
    private readonly string _kernels = KernelSets.Default;
    private readonly IAnsiConsole _console;

    private QuantizerBenchmark(IReadOnlyList<string> arguments, IAnsiConsole console)
    {
        _console = console;
        for (int i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--simulated":
                    _isSimulated = true;
                    break;
                case "--trials":
                    _isVerbose = true;
                    break;
                case "--specialized":
                    _purpose = WeightPurpose.Specialized;
                    break;
                case "--packed":
                    _purpose = WeightPurpose.Packed;
                    break;
                case "--samples":
                    _limit = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
                    break;
                case "--kernels":
                    _kernels = arguments[++i];
                    break;
                default:
                    _selection.Add(arguments[i]);
                    break;
            }
        }
    }

    /// <summary>Measures and prints a table.</summary>
    /// <param name="arguments">Names of cases (none for all), <c>--samples N</c> (most test samples), <c>--simulated</c> (float simulation instead of the runtime), <c>--trials</c>, <c>--specialized</c> and <c>--packed</c> (weights for those kernels), <c>--kernels SET</c>.</param>
    public static void Print(IReadOnlyList<string> arguments, IAnsiConsole console) => new QuantizerBenchmark(arguments, console).Run();

    private void Run()
    {
        if (BenchmarkNetwork.FindShared() is not string shared)
        {
            _console.WriteLine("skipped, there is no shared folder (set EDGE_SHARED)");
            return;
        }

        var cases = new QuantizerCases(shared, _limit);
        Table table = new Table().Border(TableBorder.Simple).Title(_isSimulated ? "int8 simulated in float" : $"int8 by the runtime, {_kernels} kernels");
        table.AddColumns("network", "samples", "float", "naive", "drop", "agree", "automatic", "drop", "agree", "quantized in");
        foreach (string name in _selection.Count > 0 ? _selection : [.. QuantizerCases.Names])
        {
            if (cases.Make(name) is { } known)
            {
                AddRow(table, known);
            }
            else
            {
                _console.WriteLine($"{name}: not known; there are {string.Join(", ", QuantizerCases.Names)}");
            }
        }

        _console.Write(table);
    }

    private void AddRow(Table table, QuantizerCase subject)
    {
        var reference = new QuantizerScore();
        var naive = new QuantizerScore();
        var automatic = new QuantizerScore();
        foreach (QuantizerFold fold in subject.Folds)
        {
            int[] expected = Int8Classifier.Simulate(subject.Graph, fold.Test);
            Add(reference, fold, expected, expected);
            Measure(naive, subject.Graph, fold, expected, QuantizationRecipe.Naive);
            Measure(automatic, subject.Graph, fold, expected, null);
        }

        bool hasLabels = subject.Folds[0].Labels.Length != 0;
        table.AddRow(subject.Name, $"{reference.Count}", hasLabels ? $"{reference.Correct}" : "-",
            hasLabels ? $"{naive.Correct}" : "-", Drop(naive), Agreement(naive),
            hasLabels ? $"{automatic.Correct}" : "-", Drop(automatic), Agreement(automatic), $"{automatic.Seconds / subject.Folds.Count:0} s");
        string Drop(QuantizerScore score) => hasLabels ? $"{100.0 * (reference.Correct - score.Correct) / score.Count:0.00}" : "-";
        static string Agreement(QuantizerScore score) => $"{100.0 * score.Agreeing / score.Count:0.0} %";
    }

    private void Measure(QuantizerScore score, ModelGraph graph, QuantizerFold fold, int[] expected, QuantizationRecipe? recipe)
    {
        var clock = Stopwatch.StartNew();
        QuantizationResult result = Quantizer.Run(graph, fold.Calibration, new QuantizerOptions { Recipe = recipe, Purpose = _purpose });
        score.Seconds += clock.Elapsed.TotalSeconds;
        Add(score, fold, expected, _isSimulated ? Int8Classifier.Simulate(result.Graph, fold.Test) : Int8Classifier.Run(result.Graph, fold.Test, _kernels));
        foreach (QuantizationTrial trial in _isVerbose ? result.Trials : [])
        {
            _console.WriteLine($"{graph.Name}: {trial.Name}: output error {trial.OutputError:0.000000}");
        }
    }

    private static void Add(QuantizerScore score, QuantizerFold fold, int[] expected, int[] actual)
    {
        score.Count += actual.Length;
        score.Agreeing += actual.Zip(expected).Count(pair => pair.First == pair.Second);
        score.Correct += actual.Zip(fold.Labels).Count(pair => pair.First == pair.Second);
    }
}
