using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Comparison;

/// <summary>
/// Runs inputs through a blob with several kernel sets and compares every layer and every output. A set that is run here
/// says nothing of what a board gives before this says that both are the same.
/// </summary>
internal sealed class KernelCheck
{
    private readonly string _path;
    private readonly BlobInfo _info;
    private readonly List<(string Name, Int8Model Model)> _models;

    /// <summary>Makes a check of sets by name.</summary>
    /// <param name="path">Path of the blob, for messages.</param>
    /// <param name="blob">Its bytes.</param>
    /// <param name="kernels">Names of two or more sets; the others are compared with the first.</param>
    public KernelCheck(string path, byte[] blob, params IEnumerable<string> kernels)
        : this(path, blob, [.. kernels.Select(name => (name, KernelSets.Create(name)))])
    {
    }

    /// <summary>Makes a check of kernel sets.</summary>
    /// <param name="path">Path of the blob, for messages.</param>
    /// <param name="blob">Its bytes.</param>
    /// <param name="kernels">Two or more sets; the others are compared with the first.</param>
    public KernelCheck(string path, byte[] blob, IReadOnlyList<(string Name, KernelSet Kernels)> kernels)
    {
        _path = path;
        _models = [.. kernels.Select(set => (set.Name, BlobFile.Load(path, blob, set.Kernels)))];
        _info = BlobInfo.Read(_models[0].Model, blob, path);
    }

    /// <summary>The blob's input.</summary>
    public TensorInfo Input => _models[0].Model.Input;

    /// <summary>Runs an input with every set.</summary>
    /// <param name="what">The input, for the message.</param>
    /// <param name="input">int8 [H, W, C].</param>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.KernelsDiffer"/>: two sets give other bytes, a fault of Edge.</exception>
    public void Require(string what, sbyte[] input)
    {
        (IReadOnlyDictionary<int, RecordedLayer> layers, sbyte[][] outputs) = Run(_models[0].Model, input);
        foreach ((string name, Int8Model model) in _models.Skip(1))
        {
            (IReadOnlyDictionary<int, RecordedLayer> otherLayers, sbyte[][] otherOutputs) = Run(model, input);
            string? difference = DescribeLayers(layers, otherLayers) ?? DescribeOutputs(outputs, otherOutputs);
            if (difference is not null)
            {
                throw new EdgeException(
                    DiagnosticId.KernelsDiffer,
                    _path,
                    $"{what}: the kernel sets {_models[0].Name} and {name} give different bytes, {difference}",
                    "this is a fault of edge, not of the model: do not deploy the blob, and report it with the blob and the input");
            }
        }
    }

    private static (IReadOnlyDictionary<int, RecordedLayer> Layers, sbyte[][] Outputs) Run(Int8Model model, sbyte[] input)
    {
        var recorder = new LayerRecorder();
        model.Observe(recorder);
        sbyte[][] outputs = ModelRunner.Run(model, input);
        model.Observe(null);
        return (recorder.Layers, outputs);
    }

    private string? DescribeLayers(IReadOnlyDictionary<int, RecordedLayer> expected, IReadOnlyDictionary<int, RecordedLayer> actual)
    {
        foreach ((int key, RecordedLayer layer) in expected)
        {
            string? difference = TensorDifference.Describe([layer.Height, layer.Width, layer.Channels], layer.Values, actual[key].Values);
            if (difference is not null)
            {
                string kind = layer.OperatorId < 0 ? "input" : $"operator {layer.OperatorId} {_info.OperatorKind(layer.OperatorId)}";
                return $"first in {kind} {_info.TensorName(layer.TensorId)}: {difference}";
            }
        }

        return null;
    }

    private string? DescribeOutputs(sbyte[][] expected, sbyte[][] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            TensorInfo info = _models[0].Model.GetOutput(i);
            string? difference = TensorDifference.Describe([info.Height, info.Width, info.Channels], expected[i], actual[i]);
            if (difference is not null)
            {
                return $"in output {i}: {difference}";
            }
        }

        return null;
    }
}
