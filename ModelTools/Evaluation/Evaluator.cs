using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Evaluation;

/// <summary>Runs a blob over a data set on all cores, and beside it the float model it came from.</summary>
internal static class Evaluator
{
    /// <summary>Samples that layers are compared on, unless told otherwise.</summary>
    public const int DefaultLayerSamples = 32;

    private const int RescalingSamples = 8;
    private const int ReferenceBatch = 16;

    /// <summary>Evaluates.</summary>
    /// <param name="load">Makes a model; called once for each thread.</param>
    /// <param name="blob">The blob's bytes, for its names.</param>
    /// <param name="dataset">Samples.</param>
    /// <param name="isLabelled">The samples have labels for this model; without, only the agreement is measured.</param>
    /// <param name="reference">Float graph, or null.</param>
    /// <param name="layerGraph">
    /// Float graph whose layers are compared: the one the quantizer worked on, whose channels are scaled as the blob's; null takes
    /// <paramref name="reference"/>, where they may be scaled otherwise.
    /// </param>
    /// <param name="progress">Called with what is done and its share.</param>
    /// <exception cref="EdgeException">The reference has another input or other outputs than the blob.</exception>
    public static EvaluationResult Run(
        Func<Int8Model> load, byte[] blob, Dataset dataset, bool isLabelled, ModelGraph? reference, ModelGraph? layerGraph, Action<string, double> progress)
    {
        Int8Model model = load();
        if (reference is not null)
        {
            RequireSameInterface(model, reference);
        }

        // The first inference compiles the kernels, which is not their speed.
        ModelRunner.RunZero(model);
        Predictions predictions = Predict(load, dataset, isLabelled, progress);
        var result = new EvaluationResult
        {
            Count = dataset.Count,
            Classes = model.GetOutput(0).Length,
            Int8 = predictions.Score(),
            Confusion = predictions.Confuse(model.GetOutput(0).Length),
            Misread = predictions.Misread(),
            SamplesPerSecond = predictions.SamplesPerSecond,
            Input = InputFit.Of(model.Input, dataset, DefaultLayerSamples),
        };
        if (reference is not null)
        {
            Predictions expected = PredictFloat(reference, dataset, isLabelled, progress);
            result.Reference = expected.Score();
            result.ReferenceSamplesPerSecond = expected.SamplesPerSecond;
            result.Agreeing = predictions.CountAgreeing(expected);
            result.LayerSamples = Math.Min(DefaultLayerSamples, dataset.Count);
            result.Layers = MeasureLayers(model, blob, dataset, layerGraph ?? reference, layerGraph is null && IsEqualized(model, blob), share => progress("layers", share));
        }

        return result;
    }

    /// <summary>Compares a blob's layers with a float graph's on evenly spread samples.</summary>
    /// <param name="mayRescale">The graph is the source, whose channels the quantizer may have rescaled.</param>
    public static List<LayerError> MeasureLayers(Int8Model model, byte[] blob, Dataset dataset, ModelGraph graph, bool mayRescale, Action<double> progress)
    {
        using var meter = new LayerErrorMeter(graph, BlobInfo.Read(model, blob));
        var recorder = new LayerRecorder();
        model.Observe(recorder);
        int count = Math.Min(DefaultLayerSamples, dataset.Count);
        int fitted = mayRescale ? Math.Min(RescalingSamples, count) : 0;
        for (int i = 0; i < fitted + count; i++)
        {
            if (i == fitted && mayRescale)
            {
                meter.FindRescaling();
            }

            int index = i < fitted ? SpreadIndex(i, fitted, dataset) : SpreadIndex(i - fitted, count, dataset);
            ModelRunner.Run(model, InputReader.FromDataset(model.Input, dataset, index));
            meter.Add(dataset.ReadReal(index), recorder);
            progress((i + 1.0) / (fitted + count));
        }

        model.Observe(null);
        return meter.Finish();
    }

    private static Predictions Predict(Func<Int8Model> load, Dataset dataset, bool isLabelled, Action<string, double> progress)
    {
        var predictions = new Predictions(dataset, isLabelled);
        var watch = Stopwatch.StartNew();
        int done = 0;
        ModelRunner.RunAll(load, dataset.Count, (model, index) => InputReader.FromDataset(model.Input, dataset, index), (index, outputs) =>
        {
            predictions.Set<sbyte>(index, outputs[0]);
            int count = Interlocked.Increment(ref done);
            if (count % ReferenceBatch == 0)
            {
                Report(predictions, progress, "int8", (double)count / dataset.Count);
            }
        });
        predictions.SamplesPerSecond = dataset.Count / watch.Elapsed.TotalSeconds;
        return predictions;
    }

    private static Predictions PredictFloat(ModelGraph reference, Dataset dataset, bool isLabelled, Action<string, double> progress)
    {
        using var session = new FloatReference(reference, reference.Outputs);
        string[] names = [reference.Outputs[0].Name];
        var predictions = new Predictions(dataset, isLabelled);
        int batch = session.CanBatch ? ReferenceBatch : 1;
        int batches = (dataset.Count + batch - 1) / batch;
        int done = 0;
        var watch = Stopwatch.StartNew();
        Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, number =>
        {
            int first = number * batch;
            int count = Math.Min(batch, dataset.Count - first);
            var input = new float[count * dataset.SampleLength];
            for (int i = 0; i < count; i++)
            {
                dataset.ReadReal(first + i).CopyTo(input, i * dataset.SampleLength);
            }

            float[] scores = session.Run(input, count, names)[0];
            int classes = scores.Length / count;
            for (int i = 0; i < count; i++)
            {
                predictions.Set<float>(first + i, scores.AsSpan(i * classes, classes));
            }

            Report(predictions, progress, "float", (double)Interlocked.Increment(ref done) / batches);
        });
        predictions.SamplesPerSecond = dataset.Count / watch.Elapsed.TotalSeconds;
        return predictions;
    }

    /// <summary>Progress bars take one report at a time.</summary>
    private static void Report(object gate, Action<string, double> progress, string what, double share)
    {
        lock (gate)
        {
            progress(what, share);
        }
    }

    private static bool IsEqualized(Int8Model model, byte[] blob)
    {
        string recipe = BlobInfo.Read(model, blob).RecipeJson;
        if (recipe.Length == 0)
        {
            return false;
        }

        using var json = JsonDocument.Parse(recipe);
        return json.RootElement.TryGetProperty("equalize", out JsonElement equalize) && equalize.ValueKind == JsonValueKind.True;
    }

    private static int SpreadIndex(int i, int count, Dataset dataset) => (int)((long)i * dataset.Count / count);

    private static void RequireSameInterface(Int8Model model, ModelGraph reference)
    {
        TensorInfo input = model.Input;
        if (reference.Inputs[0].ElementCount != input.Length)
        {
            throw new EdgeException(
                DiagnosticId.InputSizeMismatch,
                reference.Name,
                $"the reference's input is {string.Join("x", reference.Inputs[0].Shape)}, the blob's {input.Height}x{input.Width}x{input.Channels}",
                "give the model that the blob was made of");
        }

        if (reference.Outputs[0].ElementCount != model.GetOutput(0).Length)
        {
            throw new EdgeException(
                DiagnosticId.ClassCountMismatch,
                reference.Name,
                $"the reference has {reference.Outputs[0].ElementCount} outputs, the blob {model.GetOutput(0).Length}",
                "give the model that the blob was made of");
        }
    }
}
