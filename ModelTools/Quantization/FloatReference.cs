using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx;
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
    private readonly Tensor _input;
    private readonly Dictionary<string, Tensor> _tensors = [];

    /// <summary>Prepares a graph.</summary>
    /// <param name="graph">Float or quantized graph with one input.</param>
    /// <param name="fetch">Activations that <c>Run</c> will be asked for; null takes the graph's outputs.</param>
    public FloatReference(ModelGraph graph, IEnumerable<Tensor>? fetch = null)
    {
        List<Tensor> outputs = [.. (fetch ?? graph.Outputs).Distinct()];
        foreach (Tensor output in outputs)
        {
            _tensors.Add(output.Name, output);
        }

        _input = graph.Inputs[0];
        CanBatch = OnnxExporter.CanBatch(graph);
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            InterOpNumThreads = 1,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.disable_quant_qdq", "1"); // the simulation rounds where the exporter says, nowhere else
        options.AddSessionConfigEntry("optimization.disable_specified_optimizers", "Pad_Fusion"); // version 1.31 lets a max pool leave out zeros that a Pad before it adds
        _session = new InferenceSession(OnnxExporter.Export(graph, outputs), options);
    }

    /// <summary>Whether <c>Run</c> takes more than one sample at once.</summary>
    public bool CanBatch { get; }

    /// <summary>All activations of a graph, the input included.</summary>
    public static IEnumerable<Tensor> Activations(ModelGraph graph) =>
        graph.Inputs.Concat(graph.Operators.SelectMany(op => op.Outputs));

    /// <summary>Runs a batch.</summary>
    /// <param name="input">Real input values, [batch, H, W, C] (or the input's own shape), row-major.</param>
    /// <param name="batch">Number of samples.</param>
    /// <param name="names">Tensors wanted; each must have been named to the constructor.</param>
    /// <returns>For each name its values, [batch, ...] in the IR's layout (NHWC).</returns>
    public float[][] Run(float[] input, int batch, IReadOnlyList<string> names)
    {
        if (batch > 1 && !CanBatch)
        {
            return RunOneByOne(input, batch, names);
        }

        long[] shape = Array.ConvertAll(_input.Shape, dimension => (long)dimension);
        shape[0] *= batch;
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, shape);
        string[] outputs = [.. names.Select(name => OnnxExporter.OutputName(_tensors[name]))];
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_runOptions, [OnnxExporter.InputName(_input)], [value], outputs);
        return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
    }

    /// <summary>Runs one sample and returns the values of the first output named.</summary>
    public float[] Run(float[] input, string name) => Run(input, 1, [name])[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private float[][] RunOneByOne(float[] input, int batch, IReadOnlyList<string> names)
    {
        int length = input.Length / batch;
        var collected = new float[names.Count][];
        for (int i = 0; i < batch; i++)
        {
            float[][] single = Run(input.AsSpan(i * length, length).ToArray(), 1, names);
            for (int j = 0; j < single.Length; j++)
            {
                collected[j] ??= new float[single[j].Length * batch];
                single[j].CopyTo(collected[j], i * single[j].Length);
            }
        }

        return collected;
    }
}
