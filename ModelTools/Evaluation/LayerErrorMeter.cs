using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;

namespace Edge.ModelTools.Evaluation;

/// <summary>Adds up signal and error power of each layer over several samples.</summary>
internal sealed class LayerErrorMeter
{
    private readonly ModelGraph _reference;
    private readonly BlobInfo _info;
    private readonly Dictionary<string, Tensor> _tensors;
    private readonly SortedDictionary<int, (string Name, double Signal, double Error)> _power = [];

    /// <summary>Compares the layers of a blob with those tensors of <paramref name="reference"/> that have the same name.</summary>
    public LayerErrorMeter(ModelGraph reference, BlobInfo info)
    {
        _reference = reference;
        _info = info;
        _tensors = FloatReference.Activations(reference).DistinctBy(tensor => tensor.Name).ToDictionary(tensor => tensor.Name);
    }

    /// <summary>Adds one sample: its real input and the layers that were recorded for it.</summary>
    public void Add(float[] input, LayerRecorder recorder)
    {
        List<KeyValuePair<int, RecordedLayer>> layers =
            [.. recorder.Layers.Where(layer => layer.Value.OperatorId >= 0 && _tensors.ContainsKey(_info.TensorName(layer.Value.TensorId)))];
        string[] names = [.. layers.Select(layer => _info.TensorName(layer.Value.TensorId))];
        using var session = new FloatReference(_reference, names.Select(name => _tensors[name]));
        float[][] expected = session.Run(input, 1, names);
        for (int i = 0; i < layers.Count; i++)
        {
            Accumulate(layers[i].Value.OperatorId, names[i], expected[i], layers[i].Value);
        }
    }

    /// <summary>The ratio of each layer, in the order they run.</summary>
    public IEnumerable<LayerError> Finish()
    {
        return _power.Select(pair => new LayerError(
            pair.Value.Name,
            _info.OperatorKind(pair.Key),
            pair.Value.Error == 0 ? double.PositiveInfinity : 10 * Math.Log10(pair.Value.Signal / pair.Value.Error)));
    }

    private void Accumulate(int operatorId, string name, float[] expected, RecordedLayer layer)
    {
        float scale = _info.TensorScale(layer.TensorId);
        (string _, double signal, double error) = _power.GetValueOrDefault(operatorId);
        for (int k = 0; k < expected.Length; k++)
        {
            double actual = scale * (double)(layer.Values[k] + 128 - layer.ZeroPoint);
            signal += (double)expected[k] * expected[k];
            error += (expected[k] - actual) * (expected[k] - actual);
        }

        _power[operatorId] = (name, signal, error);
    }
}
