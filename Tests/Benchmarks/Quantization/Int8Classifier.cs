using System;
using System.Threading.Tasks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;

namespace Edge.Benchmarks;

/// <summary>The class with the largest output for each sample: of the float network, of the device's runtime, or of its float simulation.</summary>
internal static class Int8Classifier
{
    private const int Batch = 32;

    /// <summary>Runs a graph in ONNX Runtime: a float graph, or a quantized one simulated in float.</summary>
    public static int[] Simulate(ModelGraph graph, CalibrationSet samples)
    {
        using var reference = new FloatReference(graph);
        string[] names = [graph.Outputs[0].Name];
        int[] classes = new int[samples.Count];
        int batch = reference.CanBatch ? Batch : 1;
        Parallel.For(0, (samples.Count + batch - 1) / batch, index =>
        {
            int first = index * batch;
            int count = Math.Min(batch, samples.Count - first);
            float[] values = reference.Run(samples.Batch(first, count), count, names)[0];
            for (int i = 0; i < count; i++)
            {
                classes[first + i] = IndexOfLargest(values.AsSpan(i * (values.Length / count), values.Length / count));
            }
        });
        return classes;
    }

    /// <summary>Runs a quantized graph with the runtime, on all cores.</summary>
    /// <param name="kernels">Name of the kernel set.</param>
    public static int[] Run(ModelGraph quantized, CalibrationSet samples, string kernels)
    {
        DeviceProgram program = Lowerer.Lower(quantized, new LoweringOptions(RoundingMode.Single, false, true));
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(program));
        int[] classes = new int[samples.Count];
        Parallel.For(0, samples.Count, () => Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels)), (index, _, model) =>
        {
            sbyte[] output = ModelRunner.Run(model, TensorConverter.Quantize(model.Input, samples.Sample(index)))[0];
            classes[index] = IndexOfLargest<sbyte>(output);
            return model;
        }, _ => { });
        return classes;
    }

    private static int IndexOfLargest<T>(ReadOnlySpan<T> values)
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
