using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Walks through the network operator by operator with two streams of calibration data, the float one and the one that the quantized
/// network computes so far, and refines each layer (<see cref="LayerRefinement"/>) on what it will really be fed: later layers make up
/// for errors of earlier ones. Values are dropped after their last use.
/// </summary>
internal sealed class SequentialRefiner
{
    private const long MemoryBytes = 800L << 20;
    private const int MaxSamples = 256;
    private const int FewestPositions = 4096;
    private const int MostPositions = 16384;
    private const int PositionsPerTap = 12;

    private readonly ModelGraph _float;
    private readonly ModelGraph _quantized;
    private readonly QuantizationRecipe _recipe;
    private readonly InstructionPrices? _prices;
    private readonly int _seed;
    private readonly int _threads;
    private readonly int _samples;
    private readonly Dictionary<string, float[]> _floatValues = [];
    private readonly Dictionary<string, float[]> _quantizedValues = [];

    private SequentialRefiner(ModelGraph graph, ModelGraph quantized, CalibrationSet data, QuantizationRecipe recipe, InstructionPrices? prices, int seed, int threads)
    {
        _prices = prices;
        _float = graph;
        _quantized = quantized;
        _recipe = recipe;
        _seed = seed;
        _threads = threads;
        _samples = (int)Math.Clamp(MemoryBytes / Math.Max(PeakElements(graph) * 2 * sizeof(float), 1), 1, Math.Min(MaxSamples, data.Count));
        float[] input = new float[_samples * data.SampleLength];
        for (int i = 0; i < _samples; i++)
        {
            data.Sample((int)((long)i * data.Count / _samples)).CopyTo(input, i * data.SampleLength);
        }

        _floatValues.Add(graph.Inputs[0].Name, input);
        _quantizedValues.Add(graph.Inputs[0].Name, input);
    }

    /// <summary>Refines a quantized graph in place.</summary>
    /// <param name="graph">The prepared float graph it was built from: same operators in the same order, same tensor names.</param>
    /// <param name="recipe">Correction, and which scales weights may have.</param>
    /// <param name="progress">Called with the share done.</param>
    /// <param name="prices">What instructions of generated code are worth, or null.</param>
    public static void Run(ModelGraph graph, ModelGraph quantized, CalibrationSet data, QuantizationRecipe recipe, int seed, int threads, Action<double>? progress = null, InstructionPrices? prices = null)
    {
        var refiner = new SequentialRefiner(graph, quantized, data, recipe, prices, seed, threads);
        for (int i = 0; i < graph.Operators.Count; i++)
        {
            refiner.Step(i);
            progress?.Invoke((i + 1.0) / graph.Operators.Count);
        }
    }

    private void Step(int index)
    {
        Operator op = _float.Operators[index];
        Operator quantized = _quantized.Operators[index];
        Operator open = WithoutClamp(op, out Clamp? clamp);
        float[] expected = Evaluate(open, _floatValues);
        if (op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected)
        {
            int taps = LayerBlock.Of(op)[0].Taps;
            int positions = Math.Clamp(taps * PositionsPerTap, FewestPositions, MostPositions);
            var sampler = new PatchSampler(op, _samples, positions, unchecked((_seed * 1_000_003) + index));
            LayerRefinement.Run(
                op,
                quantized,
                _recipe.Correction,
                sampler,
                _quantizedValues[op.Inputs[0].Name],
                expected,
                _threads,
                _prices?.Of(op),
                _recipe.PowerOfTwoMultipliers && PowerOfTwoScales.AreFor(op));
            CorrectBias(op, quantized, expected, clamp);
        }

        if (clamp is not null)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                expected[i] = Math.Clamp(expected[i], clamp.Min, clamp.Max);
            }
        }

        _floatValues[op.Output.Name] = expected;
        _quantizedValues[op.Output.Name] = Evaluate(quantized, _quantizedValues);
        foreach (Tensor input in op.Inputs.Where(input => !input.IsConstant && !IsReadAfter(input, index)))
        {
            _floatValues.Remove(input.Name);
            _quantizedValues.Remove(input.Name);
        }
    }

    private void CorrectBias(Operator op, Operator quantized, float[] expected, Clamp? clamp)
    {
        Operator open = WithoutClamp(quantized, out _);
        open.Outputs[0] = new Tensor(quantized.Output.Name, ElementType.Float32, quantized.Output.Shape);
        float[] actual = Evaluate(open, _quantizedValues);
        Tensor bias = quantized.Inputs[2];
        double[] corrections = BiasCorrection.Compute(expected, actual, _samples, bias.ElementCount, BiasCorrection.SlopeBehind(_float, op, clamp));
        float[] corrected = new float[corrections.Length];
        for (int c = 0; c < corrected.Length; c++)
        {
            corrected[c] = (float)((bias.Int32s[c] * (double)bias.Quantization!.Scales[c]) + corrections[c]);
        }

        quantized.Inputs[2] = WeightQuantizer.QuantizeBias(bias.Name, corrected, quantized.Inputs[0].Quantization!.Scale, quantized.Inputs[1].Quantization!.Scales);
    }

    private bool IsReadAfter(Tensor tensor, int index) => _float.Operators.Skip(index + 1).Any(op => op.Inputs.Contains(tensor));

    private static Operator WithoutClamp(Operator op, out Clamp? clamp)
    {
        clamp = op.Attributes switch
        {
            ConvAttributes conv => conv.Activation,
            FullyConnectedAttributes full => full.Activation,
            _ => null,
        };
        OperatorAttributes? open = op.Attributes switch
        {
            ConvAttributes conv => conv with { Activation = null },
            FullyConnectedAttributes full => full with { Activation = null },
            _ => op.Attributes,
        };
        return new Operator(op.Kind, op.Name, op.Inputs, op.Outputs, open);
    }

    /// <summary>Runs one operator on all samples.</summary>
    private float[] Evaluate(Operator op, Dictionary<string, float[]> values)
    {
        var graph = new ModelGraph(op.Name);
        graph.Inputs.AddRange(op.Inputs.Where(input => !input.IsConstant).Distinct());
        graph.Operators.Add(op);
        graph.Outputs.Add(op.Output);
        using var reference = new FloatReference(graph);
        int length = op.Output.ElementCount;
        float[] result = new float[_samples * length];
        int batchSize = StatisticsCollector.BatchSize(graph);
        string[] names = [op.Output.Name];
        Parallel.For(0, (_samples + batchSize - 1) / batchSize, new ParallelOptions { MaxDegreeOfParallelism = _threads }, batch =>
        {
            int first = batch * batchSize;
            int count = Math.Min(batchSize, _samples - first);
            float[][] inputs = [.. graph.Inputs.Select(input => values[input.Name].AsSpan(first * input.ElementCount, count * input.ElementCount).ToArray())];
            reference.Run(inputs, count, names)[0].CopyTo(result, first * length);
        });
        return result;
    }

    /// <summary>Most elements of activations that are needed at one time, for one sample.</summary>
    private static long PeakElements(ModelGraph graph)
    {
        var lastUse = new Dictionary<Tensor, int>();
        for (int i = 0; i < graph.Operators.Count; i++)
        {
            foreach (Tensor tensor in graph.Operators[i].Inputs.Concat(graph.Operators[i].Outputs))
            {
                lastUse[tensor] = i;
            }
        }

        long live = graph.Inputs[0].ElementCount;
        long peak = live;
        for (int i = 0; i < graph.Operators.Count; i++)
        {
            live += graph.Operators[i].Output.ElementCount;
            peak = Math.Max(peak, live);
            live -= graph.Operators[i].Inputs.Where(input => !input.IsConstant && lastUse[input] == i).Distinct().Sum(input => (long)input.ElementCount);
        }

        return peak;
    }
}
