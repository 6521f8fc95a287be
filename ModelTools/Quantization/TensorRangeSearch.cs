using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Chooses the range of single activations by what is measured at the output: those that are predicted to add most noise try the
/// other calibration methods and narrower and wider ranges, everything else staying as it is.
/// </summary>
internal sealed class TensorRangeSearch
{
    private const int Tensors = 8;
    private const double GigaMacs = 1;
    private const double Deviations = 2; // there are many trials

    private static readonly RangeRule[] s_rules =
    [
        new(CalibrationMethod.SquaredError), new(CalibrationMethod.Percentile), new(CalibrationMethod.MinMax), new(CalibrationMethod.Entropy),
        new(CalibrationMethod.SquaredError, 0.8), new(CalibrationMethod.SquaredError, 1.25),
    ];

    private readonly QuantizationWorkspace _workspace;
    private readonly OutputError _error;
    private readonly QuantizerOptions _options;

    /// <summary>Prepares a search.</summary>
    /// <param name="graph">The float graph.</param>
    /// <param name="heldOut">Samples to measure on.</param>
    public TensorRangeSearch(QuantizationWorkspace workspace, ModelGraph graph, CalibrationSet heldOut, QuantizerOptions options)
    {
        _workspace = workspace;
        _error = new OutputError(graph, heldOut.Limit(GraphWork.Samples(graph, GigaMacs, 16, heldOut.Count)), options.Threads);
        _options = options;
    }

    /// <summary>Searches.</summary>
    /// <param name="recipe">Where it starts from.</param>
    /// <param name="trials">Receives what was kept.</param>
    /// <returns>Rules of the tensors for which another range is better; empty when there are none.</returns>
    public IReadOnlyDictionary<string, RangeRule> Run(QuantizationRecipe recipe, List<QuantizationTrial> trials)
    {
        var rules = new Dictionary<string, RangeRule>();
        double[] least = Measure(recipe);
        Tensor[] tensors = NoisiestOf(recipe);
        for (int i = 0; i < tensors.Length; i++)
        {
            foreach (RangeRule rule in s_rules.Where(rule => rule != new RangeRule(recipe.Ranges)))
            {
                var candidate = new Dictionary<string, RangeRule>(rules) { [tensors[i].Name] = rule };
                double[] errors = Measure(recipe with { TensorRanges = candidate });
                if (OutputError.IsBelow(errors, least, Deviations))
                {
                    (rules, least) = (candidate, errors);
                    trials.Add(new QuantizationTrial($"{tensors[i].Name}: {RecipeFile.Name(rule.Method)} range times {rule.Widen}, float weights", errors.Sum()));
                }
            }

            _options.Report("choosing ranges")?.Invoke((i + 1.0) / tensors.Length);
        }

        return rules;
    }

    private double[] Measure(QuantizationRecipe recipe) =>
        _error.Measure(_workspace.WithFloatWeights(_workspace.Build(_workspace.Ranges(recipe))));

    /// <summary>The tensors that are predicted to add most noise to the output: error of the range times sensitivity.</summary>
    private Tensor[] NoisiestOf(QuantizationRecipe recipe)
    {
        Dictionary<Tensor, ActivationRange> ranges = _workspace.Ranges(recipe);
        return [.. _workspace.Statistics.Values
            .Where(statistics => QuantizedGraphBuilder.NaturalParameters(_workspace.Graph.ProducerOf(statistics.Tensor)) is null)
            .OrderByDescending(statistics => RangeChooser.ErrorOf(_workspace.Graph, statistics, ranges[statistics.Tensor]) * WeightOf(statistics))
            .Take(Tensors).Select(statistics => statistics.Tensor)];
    }

    /// <summary>Sum of the sensitivities, which are sums over the positions already.</summary>
    private double WeightOf(ActivationStatistics statistics) =>
        _workspace.Sensitivities.TryGetValue(statistics.Tensor, out double[]? values) ? values.Sum() : 0;
}
