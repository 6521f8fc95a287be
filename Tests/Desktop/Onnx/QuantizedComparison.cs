using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.PyTorch;
using Microsoft.ML.OnnxRuntime;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>
/// Converts an ONNX file as a user does, runs the blob with every kernel set, and compares what comes out with ONNX Runtime on the
/// original: int8 against float, as signal to noise in decibels over all samples of an output.
/// </summary>
internal static class QuantizedComparison
{
    private const int Samples = 48;

    /// <summary>Converts a model built in memory.</summary>
    public static void Check(OnnxModelBuilder builder, string[] outputs, double leastDecibels = 30)
    {
        Array.ForEach(outputs, builder.Output);
        using var folder = new TemporaryFolder();
        Check(folder.Write("model.onnx", builder.ToBytes()), leastDecibels);
    }

    /// <summary>Converts a file.</summary>
    /// <returns>The signal to noise of every output.</returns>
    public static double[] Check(string path, double leastDecibels = 30)
    {
        ModelGraph graph = SourceModel.Read(path, null);
        using var folder = new TemporaryFolder();
        float[][] inputs = Inputs(graph.SourceInputs[0].Shape);
        int[] shape = [Samples, .. graph.SourceInputs[0].Shape[1..]];
        string samples = folder.Write("samples.npy", Npy.Floats(shape, [.. inputs.SelectMany(values => values)]));
        var options = new ConversionOptions { CalibrationPath = samples, IsChannelsFirst = graph.SourceInputs[0].IsChannelsFirst ? true : null };
        byte[] blob = ModelConverter.Convert(graph, options).Blob;
        Dataset dataset = ModelConverter.OpenCalibration(SourceModel.Read(path, null), options);
        double[] decibels = Compare(path, blob, inputs, dataset);
        for (int i = 0; i < decibels.Length; i++)
        {
            Assert.IsGreaterThanOrEqualTo(leastDecibels, decibels[i], $"{Path.GetFileName(path)}, output {i}");
        }

        return decibels;
    }

    private static float[][] Inputs(int[] shape)
    {
        var random = new Random(11);
        int count = shape.Aggregate(1, (product, size) => product * size);
        return [.. Enumerable.Range(0, Samples).Select(_ => Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray())];
    }

    private static double[] Compare(string path, byte[] blob, float[][] inputs, Dataset dataset)
    {
        using var session = new InferenceSession(path);
        Int8Model[] models = [.. KernelSets.Names.Select(name => BlobFile.Load(path, blob, KernelSets.Create(name)))];
        BlobInfo info = BlobInfo.Read(models[0], blob);
        var signal = new double[models[0].OutputCount];
        var noise = new double[models[0].OutputCount];
        for (int sample = 0; sample < inputs.Length; sample++)
        {
            float[][] expected = Original(session, inputs[sample]);
            sbyte[] input = InputReader.FromDataset(models[0].Input, dataset, sample);
            sbyte[][] first = ModelRunner.Run(models[0], input);
            for (int i = 0; i < first.Length; i++)
            {
                foreach (Int8Model other in models.Skip(1))
                {
                    CollectionAssert.AreEqual(first[i], ModelRunner.Run(other, input)[i], $"{Path.GetFileName(path)}, sample {sample}: kernel sets differ");
                }

                float[] actual = Source(models[0].GetOutput(i), info.FinishOf(i), first[i]);
                Assert.HasCount(expected[i].Length, actual);
                signal[i] += expected[i].Sum(value => (double)value * value);
                noise[i] += expected[i].Zip(actual, (a, b) => ((double)a - b) * (a - b)).Sum();
            }
        }

        return [.. signal.Zip(noise, (s, n) => 10 * Math.Log10(s / n))];
    }

    private static float[] Source(TensorInfo info, OutputFinish finish, sbyte[] values)
    {
        byte[] raw = FinishedOutput.ToRaw(info, finish, values);
        return finish == OutputFinish.ArgMax
            ? [.. Enumerable.Range(0, raw.Length / 8).Select(i => (float)BitConverter.ToInt64(raw, 8 * i))]
            : [.. Enumerable.Range(0, raw.Length / 4).Select(i => BitConverter.ToSingle(raw, 4 * i))];
    }

    private static float[][] Original(InferenceSession session, float[] input)
    {
        long[] shape = [.. session.InputMetadata.Values.First().Dimensions.Select(size => (long)Math.Max(size, 1))];
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [value], session.OutputNames);
        return [.. results.Select(Floats)];
    }

    private static float[] Floats(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64
        ? [.. value.GetTensorDataAsSpan<long>().ToArray().Select(index => (float)index)]
        : value.GetTensorDataAsSpan<float>().ToArray();
}
