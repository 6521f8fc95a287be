using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Export;
using Edge.ModelTools.Graph;
using Microsoft.ML.OnnxRuntime;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Runs a graph with ONNX Runtime: a float graph as it is, a quantized one as its float simulation (<see cref="OnnxExporter"/>).
/// One thread within a run, operators in order: the same values on every run on one machine. Several threads may call
/// <c>Run</c> at once.
/// </summary>
internal sealed class FloatReference : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly Tensor[] _inputs;
    private readonly Dictionary<string, Tensor> _tensors = [];

    /// <summary>Prepares a graph.</summary>
    /// <param name="graph">Float or quantized graph.</param>
    /// <param name="fetch">Activations that <c>Run</c> will be asked for; null takes the graph's outputs.</param>
    public FloatReference(ModelGraph graph, IEnumerable<Tensor>? fetch = null)
    {
        List<Tensor> outputs = [.. (fetch ?? graph.Outputs).Distinct()];
        foreach (Tensor output in outputs)
        {
            _tensors.Add(output.Name, output);
        }

        _inputs = [.. graph.Inputs];
        CanBatch = OnnxExporter.CanBatch(graph);
        using SessionOptions options = NewOptions();
        _session = new InferenceSession(OnnxExporter.Export(graph, outputs), options);
    }

    /// <summary>Whether <c>Run</c> takes more than one sample at once.</summary>
    public bool CanBatch { get; }

    /// <summary>Session settings with which every run gives the same values.</summary>
    public static SessionOptions NewOptions()
    {
        var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            InterOpNumThreads = 1,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.disable_quant_qdq", "1"); // the simulation rounds where the exporter says, nowhere else
        options.AddSessionConfigEntry("optimization.disable_specified_optimizers", "Pad_Fusion"); // version 1.31 lets a max pool leave out zeros that a Pad before it adds
        return options;
    }

    /// <summary>All activations of a graph, the input included.</summary>
    public static IEnumerable<Tensor> Activations(ModelGraph graph) =>
        graph.Inputs.Concat(graph.Operators.SelectMany(op => op.Outputs));

    /// <summary>Runs a batch.</summary>
    /// <param name="input">Real input values, [batch, H, W, C] (or the input's own shape), row-major.</param>
    /// <param name="batch">Number of samples.</param>
    /// <param name="names">Tensors wanted; each must have been named to the constructor.</param>
    /// <returns>For each name its values, [batch, ...] in the IR's layout (NHWC).</returns>
    public float[][] Run(float[] input, int batch, IReadOnlyList<string> names) => Run([input], batch, names);

    /// <summary>Runs a batch of a graph with any number of inputs.</summary>
    /// <param name="inputs">For each graph input its real values, as in the other overload.</param>
    public float[][] Run(float[][] inputs, int batch, IReadOnlyList<string> names)
    {
        if (batch > 1 && !CanBatch)
        {
            return RunOneByOne(inputs, batch, names);
        }

        OrtValue[] values = [.. inputs.Zip(_inputs, (input, tensor) => OrtValue.CreateTensorValueFromMemory(input, BatchShape(tensor, batch)))];
        string[] outputs = [.. names.Select(name => OnnxExporter.OutputName(_tensors[name]))];
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_runOptions, [.. _inputs.Select(OnnxExporter.InputName)], values, outputs);
        float[][] copies = [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
        foreach (OrtValue value in values)
        {
            value.Dispose();
        }

        return copies;
    }

    /// <summary>Runs one sample and returns the values of the first output named.</summary>
    public float[] Run(float[] input, string name) => Run(input, 1, [name])[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private static long[] BatchShape(Tensor tensor, int batch)
    {
        long[] shape = Array.ConvertAll(tensor.Shape, dimension => (long)dimension);
        shape[0] *= batch;
        return shape;
    }

    private float[][] RunOneByOne(float[][] inputs, int batch, IReadOnlyList<string> names)
    {
        var collected = new float[names.Count][];
        for (int i = 0; i < batch; i++)
        {
            int sample = i;
            float[][] one = [.. inputs.Select(input => input.AsSpan(sample * (input.Length / batch), input.Length / batch).ToArray())];
            float[][] single = Run(one, 1, names);
            for (int j = 0; j < single.Length; j++)
            {
                collected[j] ??= new float[single[j].Length * batch];
                single[j].CopyTo(collected[j], i * single[j].Length);
            }
        }

        return collected;
    }
}
