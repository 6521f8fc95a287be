using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;

namespace Edge.ModelTools.Evaluation;

/// <summary>Compares the layers of a blob with those tensors of a float graph that have the same name, over several samples.</summary>
internal sealed class LayerErrorMeter : IDisposable
{
    private readonly BlobInfo _info;
    private readonly FloatReference _session;
    private readonly Dictionary<string, Tensor> _tensors;
    private readonly Dictionary<string, Operator> _producers = [];
    private readonly SortedDictionary<int, (string Name, LayerStatistics Statistics)> _layers = [];
    private readonly string _inputName;
    private LayerStatistics? _input; // the network's input: what was given against what its range holds

    /// <summary>Prepares the comparison.</summary>
    public LayerErrorMeter(ModelGraph reference, BlobInfo info)
    {
        _info = info;
        HashSet<string> names = [.. Enumerable.Range(0, info.TensorCount).Select(info.TensorName)];
        _tensors = FloatReference.Activations(reference).Where(tensor => names.Contains(tensor.Name)).DistinctBy(tensor => tensor.Name).ToDictionary(tensor => tensor.Name);
        foreach (Operator op in reference.Operators)
        {
            _producers.TryAdd(op.Output.Name, op);
        }

        _inputName = reference.Inputs[0].Name;
        _session = new FloatReference(reference, _tensors.Values);
    }

    /// <summary>Adds one sample: its real input and the layers that were recorded for it.</summary>
    public void Add(float[] input, LayerRecorder recorder)
    {
        AddInput(input, recorder);
        List<RecordedLayer> layers = [.. recorder.Layers.Values.Where(layer => layer.OperatorId >= 0 && _tensors.ContainsKey(_info.TensorName(layer.TensorId)))];
        string[] names = [.. layers.Select(layer => _info.TensorName(layer.TensorId))];
        float[][] expected = _session.Run(input, 1, names);
        for (int i = 0; i < layers.Count; i++)
        {
            // A tensor whose rows were reshaped on the way has other elements under the same name.
            if (expected[i].Length != layers[i].Values.Length)
            {
                continue;
            }

            if (!_layers.TryGetValue(layers[i].OperatorId, out (string Name, LayerStatistics Statistics) layer))
            {
                layer = (names[i], new LayerStatistics(layers[i].Channels, _info.TensorScale(layers[i].TensorId), layers[i].ZeroPoint - 128));
                _layers.Add(layers[i].OperatorId, layer);
            }

            layer.Statistics.Add(expected[i], layers[i].Values);
        }
    }

    /// <summary>
    /// Finds the channels that the quantizer has rescaled between layers, and begins anew: samples that are added from now on are compared
    /// after the same rescaling.
    /// </summary>
    public void FindRescaling()
    {
        _input = null;
        foreach (int id in _layers.Keys.ToArray())
        {
            _layers[id] = (_layers[id].Name, _layers[id].Statistics.WithRescaling());
        }
    }

    /// <summary>The errors of the layers, in the order they run.</summary>
    public List<LayerError> Finish()
    {
        var results = new List<LayerError>();
        var decibels = new Dictionary<string, double>();
        LayerDiagnosis? ofInput = null;
        if (_input is not null)
        {
            (double signal, double error, _) = _input.Compare();
            decibels[_inputName] = Decibels(signal, error);
            ofInput = LayerDiagnosis.Of(_input, error, decibels[_inputName], null, 0);
        }

        foreach ((int id, (string name, LayerStatistics statistics)) in _layers)
        {
            (double signal, double error, double cosine) = statistics.Compare();
            double sqnr = Decibels(signal, error);
            (string? input, double inputSqnr) = WorstInput(name, decibels);
            LayerDiagnosis diagnosis = LayerDiagnosis.Of(statistics, error, sqnr, input, inputSqnr);
            if (diagnosis.Cause == LayerCause.Inherited && input == _inputName && ofInput is not null)
            {
                // No row of the table is about the input, so its first reader says what is wrong with it.
                diagnosis = ofInput with { Reason = $"{ofInput.Reason}, already in the network's input" };
            }

            decibels[name] = sqnr;
            results.Add(new LayerError
            {
                Tensor = name,
                Kind = _info.OperatorKind(id),
                SqnrDecibels = sqnr,
                Cosine = cosine,
                FloatRange = statistics.FloatRange,
                Int8Range = statistics.Int8Range,
                SaturationShare = statistics.SaturationShare,
                UsedSteps = statistics.FloatHistogram.StepsOf(0.999),
                Channels = statistics.Channels,
                DeadChannels = statistics.DeadChannels,
                LostChannels = statistics.LostChannels,
                RescaledChannels = statistics.RescaledChannels,
                Cause = diagnosis.Cause,
                Reason = diagnosis.Reason,
                Hint = diagnosis.Hint,
                FloatHistogram = statistics.FloatHistogram.Counts,
                Int8Histogram = statistics.Int8Histogram.Counts,
            });
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
    }

    private static double Decibels(double signal, double error) => error == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / error);

    private void AddInput(float[] input, LayerRecorder recorder)
    {
        if (recorder.Layers.TryGetValue(-1, out RecordedLayer? recorded) && recorded.Values.Length == input.Length)
        {
            _input ??= new LayerStatistics(recorded.Channels, _info.TensorScale(recorded.TensorId), recorded.ZeroPoint - 128);
            _input.Add(input, recorded.Values);
        }
    }

    /// <summary>Walks up the float graph, over tensors that the blob does not have, to those that were measured.</summary>
    private (string? Name, double Decibels) WorstInput(string tensor, Dictionary<string, double> decibels)
    {
        (string? Name, double Decibels) worst = (null, double.PositiveInfinity);
        var seen = new HashSet<string>();
        var open = new Stack<string>([tensor]);
        while (open.TryPop(out string? current))
        {
            foreach (Tensor input in _producers.TryGetValue(current, out Operator? producer) ? producer.Inputs : [])
            {
                if (!seen.Add(input.Name))
                {
                    continue;
                }

                if (!decibels.TryGetValue(input.Name, out double value))
                {
                    open.Push(input.Name);
                }
                else if (value < worst.Decibels)
                {
                    worst = (input.Name, value);
                }
            }
        }

        return worst;
    }
}
