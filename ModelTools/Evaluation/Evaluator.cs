using System;
using System.Collections.Generic;
using System.Threading;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Images;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Evaluation;

/// <summary>Runs a blob over a labelled data set on all cores, beside the float model it came from.</summary>
internal static class Evaluator
{
    private const int LayerSamples = 32;
    private const int ReferenceBatch = 64;

    /// <summary>Evaluates.</summary>
    /// <param name="load">Makes a model; called once for each thread.</param>
    /// <param name="blob">The blob's bytes, for its names.</param>
    /// <param name="dataset">Labelled samples.</param>
    /// <param name="reference">Float graph, or null.</param>
    /// <param name="progress">Called with what is done and its share.</param>
    public static EvaluationResult Run(Func<Int8Model> load, byte[] blob, Dataset dataset, ModelGraph? reference, Action<string, double> progress)
    {
        int[] predictions = Predict(load, dataset, share => progress("int8", share));
        var result = new EvaluationResult
        {
            Count = dataset.Count,
            Correct = CountCorrect(predictions, dataset),
            Confusion = Confuse(predictions, dataset, load().GetOutput(0).Length),
        };
        if (reference is not null)
        {
            int[] expected = PredictFloat(reference, dataset, share => progress("float", share));
            result.ReferenceCorrect = CountCorrect(expected, dataset);
            int agreeing = 0;
            for (int i = 0; i < expected.Length; i++)
            {
                agreeing += expected[i] == predictions[i] ? 1 : 0;
            }

            result.Agreeing = agreeing;
            result.Layers.AddRange(MeasureLayers(load(), blob, dataset, reference));
        }

        return result;
    }

    private static int[] Predict(Func<Int8Model> load, Dataset dataset, Action<double> progress)
    {
        var predictions = new int[dataset.Count];
        int done = 0;
        ModelRunner.RunAll(load, dataset.Count, (model, index) => InputReader.FromDataset(model.Input, dataset, index), (index, outputs) =>
        {
            predictions[index] = ArgMax(outputs[0]);
            int count = Interlocked.Increment(ref done);
            if (count % 16 == 0)
            {
                lock (predictions)
                {
                    progress((double)count / dataset.Count);
                }
            }
        });
        return predictions;
    }

    private static int[] PredictFloat(ModelGraph reference, Dataset dataset, Action<double> progress)
    {
        using var session = new FloatReference(reference, reference.Outputs);
        string[] names = [reference.Outputs[0].Name];
        var predictions = new int[dataset.Count];
        int batch = session.CanBatch ? ReferenceBatch : 1;
        for (int first = 0; first < dataset.Count; first += batch)
        {
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
                predictions[first + i] = ArgMax(scores.AsSpan(i * classes, classes).ToArray());
            }

            progress((double)(first + count) / dataset.Count);
        }

        return predictions;
    }

    private static IEnumerable<LayerError> MeasureLayers(Int8Model model, byte[] blob, Dataset dataset, ModelGraph reference)
    {
        BlobInfo info = BlobInfo.Read(model, blob);
        var meter = new LayerErrorMeter(reference, info);
        var recorder = new LayerRecorder();
        model.Observe(recorder);
        int count = Math.Min(LayerSamples, dataset.Count);
        for (int i = 0; i < count; i++)
        {
            int index = (int)((long)i * dataset.Count / count);
            ModelRunner.Run(model, InputReader.FromDataset(model.Input, dataset, index));
            meter.Add(dataset.ReadReal(index), recorder);
        }

        model.Observe(null);
        return meter.Finish();
    }

    private static int CountCorrect(int[] predictions, Dataset dataset)
    {
        int correct = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            correct += predictions[i] == dataset.Label(i) ? 1 : 0;
        }

        return correct;
    }

    private static int[][] Confuse(int[] predictions, Dataset dataset, int classes)
    {
        var confusion = new int[classes][];
        for (int label = 0; label < classes; label++)
        {
            confusion[label] = new int[classes];
        }

        for (int i = 0; i < predictions.Length; i++)
        {
            confusion[dataset.Label(i)][predictions[i]]++;
        }

        return confusion;
    }

    private static int ArgMax<T>(T[] values)
        where T : IComparable<T>
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i].CompareTo(values[best]) > 0 ? i : best;
        }

        return best;
    }
}
