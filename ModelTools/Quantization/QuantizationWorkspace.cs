using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>A prepared float graph with everything measured on it that quantization needs; made once, quantized in several ways.</summary>
internal sealed class QuantizationWorkspace
{
    private readonly CalibrationSet _data;
    private readonly int _threads;
    private readonly int _seed;
    private readonly Dictionary<(Tensor Tensor, CalibrationMethod Method), ActivationRange> _chosen = [];

    private QuantizationWorkspace(ModelGraph graph, CalibrationSet data, int seed, int threads, Action<double>? progress)
    {
        Graph = graph;
        _data = data;
        _seed = seed;
        _threads = threads;
        Sensitivities = SensitivityAnalysis.Measure(graph, OutputError.TargetOf(graph, graph.Outputs[0]), data, seed, threads);
        Statistics = StatisticsCollector.Collect(graph, data, threads, Sensitivities, progress);
    }

    /// <summary>The prepared float graph.</summary>
    public ModelGraph Graph { get; }

    /// <summary>Statistics of every activation.</summary>
    public Dictionary<Tensor, ActivationStatistics> Statistics { get; }

    /// <summary>How much each channel of each activation matters to the output.</summary>
    public Dictionary<Tensor, double[]> Sensitivities { get; }

    /// <summary>Prepares and measures a float graph as it is.</summary>
    public static QuantizationWorkspace Plain(ModelGraph floatGraph, CalibrationSet data, int seed, int threads, Action<double>? progress) =>
        new(QuantizationPreparation.Run(floatGraph), data, seed, threads, progress);

    /// <summary>The same network after the function-preserving passes, measured again; null when they find nothing to do.</summary>
    public QuantizationWorkspace? Equalized(Action<double>? progress)
    {
        ModelGraph graph = GraphCopy.Of(Graph, out Dictionary<Tensor, Tensor> copies);
        Dictionary<Tensor, ActivationStatistics> statistics = Statistics.ToDictionary(pair => copies[pair.Key], pair => pair.Value);
        Dictionary<Tensor, double[]> sensitivities = Sensitivities.ToDictionary(pair => copies[pair.Key], pair => pair.Value);
        int changes = DeadChannels.Remove(graph, statistics, _data.Count);
        changes += BiasAbsorption.Run(graph, statistics);
        changes += Equalizer.Run(graph, statistics, sensitivities);
        if (changes == 0)
        {
            return null;
        }

        var equalized = new QuantizationWorkspace(graph, _data, _seed, _threads, progress);
        ModelGraph reused = GraphCopy.Of(graph, out copies);
        statistics = equalized.Statistics.ToDictionary(pair => copies[pair.Key], pair => pair.Value);
        sensitivities = equalized.Sensitivities.ToDictionary(pair => copies[pair.Key], pair => pair.Value);
        return DeadChannelReuse.Run(reused, statistics, sensitivities, _data.Count) == 0
            ? equalized
            : new QuantizationWorkspace(reused, _data, _seed, _threads, progress);
    }

    /// <summary>The ranges that a recipe asks for.</summary>
    public Dictionary<Tensor, ActivationRange> Ranges(QuantizationRecipe recipe)
    {
        Dictionary<Tensor, ActivationRange> ranges = [];
        foreach ((Tensor tensor, ActivationStatistics statistics) in Statistics)
        {
            RangeRule rule = recipe.TensorRanges.TryGetValue(tensor.Name, out RangeRule own) ? own : new RangeRule(recipe.Ranges);
            ActivationRange range = Chosen(statistics, rule.Method);
            ranges.Add(tensor, new ActivationRange((float)(range.Min * rule.Widen), (float)(range.Max * rule.Widen)));
        }

        return ranges;
    }

    /// <summary>Quantizes with given ranges, every weight and bias rounded to nearest.</summary>
    /// <param name="hasPowerOfTwoMultipliers">See <see cref="QuantizationRecipe.PowerOfTwoMultipliers"/>.</param>
    public ModelGraph Build(Dictionary<Tensor, ActivationRange> ranges, bool hasPowerOfTwoMultipliers = false) => QuantizedGraphBuilder.Build(Graph, ranges, hasPowerOfTwoMultipliers);

    /// <summary>Adjusts biases and weights of a graph that <see cref="Build"/> made, in place.</summary>
    public void Correct(ModelGraph quantized, QuantizationRecipe recipe, Action<double>? progress)
    {
        if (recipe.Correction != CorrectionMethod.None)
        {
            InstructionPrices? prices = recipe.InstructionPrice > 0 ? new InstructionPrices(Graph, quantized, Sensitivities, recipe.InstructionPrice) : null;
            SequentialRefiner.Run(Graph, quantized, _data, recipe, _seed, _threads, progress, prices);
        }
    }

    /// <summary>A graph that <see cref="Build"/> made, with the float weights instead: what is left is the activations' error.</summary>
    public ModelGraph WithFloatWeights(ModelGraph quantized)
    {
        ModelGraph copy = GraphCopy.Of(quantized);
        for (int i = 0; i < copy.Operators.Count; i++)
        {
            for (int j = 0; j < copy.Operators[i].Inputs.Count; j++)
            {
                if (Graph.Operators[i].Inputs[j].IsConstant)
                {
                    copy.Operators[i].Inputs[j] = Graph.Operators[i].Inputs[j];
                }
            }
        }

        return copy;
    }

    private ActivationRange Chosen(ActivationStatistics statistics, CalibrationMethod method)
    {
        if (!_chosen.TryGetValue((statistics.Tensor, method), out ActivationRange range))
        {
            range = RangeChooser.Choose(Graph, statistics, method);
            _chosen.Add((statistics.Tensor, method), range);
        }

        return range;
    }
}
