using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Edge.Runtime.Int8;
using Spectre.Console;

namespace Edge.Benchmarks;

/// <summary>
/// Inferences per second of float networks in ONNX Runtime and of their int8 blobs, measured in turn on the same threads with
/// inputs that are ready in memory.
/// </summary>
internal static class ThroughputBenchmark
{
    private const int Samples = 64;
    private const int Rounds = 3;
    private const int Batch = 32;
    private const double RoundSeconds = 1.5;

    private static readonly BenchmarkNetwork[] s_networks =
    [
        Network("digits_mbv3se", false, "Samples/MeterDigits/model/digits_mbv3se.onnx", "Samples/MeterDigits/calibration"),
        Network("cifar_mbv3se", true, "models/cifar_mbv3se/cifar_mbv3se.onnx", "data/cifar10/calib"),
        Network("mbnetv1_025_128", true, "models/mbnetv1_025_128/imagenet_mbnetv1_025_128.onnx", "data/imagenet128/dev200"),
    ];

    /// <summary>Measures networks and prints a row for each.</summary>
    /// <param name="selection">Names; empty for all.</param>
    /// <param name="console">Receives the table.</param>
    public static void Print(IReadOnlyList<string> selection, IAnsiConsole console)
    {
        int threads = Environment.ProcessorCount;
        var table = new Table().Border(TableBorder.Simple).Title($"inferences per second, measured on {threads} threads, median of {Rounds} rounds of {RoundSeconds} s each, in turn");
        string[] columns = ["float, batch 1", $"float, batch {Batch}", "int8, plain schedule", "int8, 64 KB schedule", "best float / plain", "best float / 64 KB"];
        table.AddColumn("network");
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (BenchmarkNetwork network in s_networks.Where(each => selection.Count == 0 || selection.Contains(each.Name)))
        {
            if (network.FindRoot() is string root)
            {
                table.AddRow([network.Name, .. Measure(network, root, threads)]);
            }
            else
            {
                console.WriteLine($"{network.Name}: skipped, there is no shared folder (set EDGE_SHARED)");
            }
        }

        console.Write(table);
    }

    private static string[] Measure(BenchmarkNetwork network, string root, int threads)
    {
        ModelGraph graph = SourceModel.Read(Path.Combine(root, network.Model), inputShape: null);
        Dataset dataset = Dataset.Open(Path.Combine(root, network.Calibration!), graph.Inputs[0].Shape);
        float[][] samples = [.. Enumerable.Range(0, Samples).Select(i => dataset.ReadReal(i % dataset.Count))];
        byte[] plain = Convert(graph, root, network, isPlain: true);
        byte[] fused = Convert(graph, root, network, isPlain: false);
        using var reference = new FloatReference(graph);
        Func<Func<int, int>>[] workers =
        [
            () => FloatWorker(reference, graph, samples, 1),
            () => FloatWorker(reference, graph, samples, Batch),
            () => Int8Worker(plain, samples),
            () => Int8Worker(fused, samples),
        ];
        double[][] rates = [.. workers.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < workers.Length; i++)
            {
                rates[i][round] = Rate(workers[i], threads);
            }
        }

        double[] medians = [.. rates.Select(each => each.Order().ElementAt(Rounds / 2))];
        double best = Math.Max(medians[0], medians[1]);
        return [.. medians.Select(rate => $"{rate:F0}"), $"{best / medians[2]:F1}x", $"{best / medians[3]:F1}x"];
    }

    private static byte[] Convert(ModelGraph graph, string root, BenchmarkNetwork network, bool isPlain)
    {
        return ModelConverter.Convert(graph, new ConversionOptions
        {
            CalibrationPath = Path.Combine(root, network.Calibration!),
            CalibrationLimit = Samples,
            IsPlain = isPlain,
            Quantizer = new QuantizerOptions { Recipe = QuantizationRecipe.Naive },
        }).Blob;
    }

    /// <summary>Runs batches of samples; the argument is the number of the call, the result how many inferences it made.</summary>
    private static Func<int, int> FloatWorker(FloatReference reference, ModelGraph graph, float[][] samples, int batch)
    {
        string[] names = [graph.Outputs[0].Name];
        float[] input = [.. samples.Take(batch).SelectMany(sample => sample)];
        return _ =>
        {
            reference.Run(input, batch, names);
            return batch;
        };
    }

    private static Func<int, int> Int8Worker(byte[] blob, float[][] samples)
    {
        // What edge eval and edge run take on the desktop. What boards run is counted, not timed: cost.
        Int8Model model = BlobFile.Load("benchmark", blob, KernelSets.Create(KernelSets.Default));
        sbyte[][] inputs = [.. samples.Select(sample => TensorConverter.Quantize(model.Input, sample))];
        return call =>
        {
            ModelRunner.Run(model, inputs[call % inputs.Length]);
            return 1;
        };
    }

    /// <summary>Inferences per second of a worker on each thread.</summary>
    private static double Rate(Func<Func<int, int>> makeWorker, int threads)
    {
        long inferences = 0;
        double seconds = 0;
        using var start = new Barrier(threads);
        Thread[] all = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            Func<int, int> worker = makeWorker();
            worker(0);
            start.SignalAndWait();
            var watch = Stopwatch.StartNew();
            long done = 0;
            for (int call = 1; watch.Elapsed.TotalSeconds < RoundSeconds; call++)
            {
                done += worker(call);
            }

            double elapsed = watch.Elapsed.TotalSeconds;
            lock (start)
            {
                inferences += done;
                seconds += elapsed / threads;
            }
        }))];
        foreach (Thread thread in all)
        {
            thread.Start();
        }

        foreach (Thread thread in all)
        {
            thread.Join();
        }

        return inferences / seconds;
    }

    private static BenchmarkNetwork Network(string name, bool isShared, string model, string data)
    {
        return new BenchmarkNetwork(name, isShared, model, false, data, 0, false, new Dictionary<string, double>());
    }
}
