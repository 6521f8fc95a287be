using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Finds the recipe: tries combinations on one half of the calibration samples and measures the output error on the other. It starts
/// from plain min-max quantization, goes from simple to complex, and takes a step only where the error falls by more than the choice
/// of samples explains. The recipe found is then carried out on all samples.
/// </summary>
internal sealed class AutomaticQuantizer
{
    private const int FewestToSplit = 32;
    private const double HeldOutGigaMacs = 4;
    private const double Deviations = 1;

    private static readonly CalibrationMethod[] s_methods = [CalibrationMethod.SquaredError, CalibrationMethod.Percentile, CalibrationMethod.MinMax, CalibrationMethod.Entropy];
    private static readonly CorrectionMethod[] s_corrections = [CorrectionMethod.Bias, CorrectionMethod.Rounding, CorrectionMethod.LeastSquares];

    private readonly ModelGraph _graph;
    private readonly CalibrationSet _data;
    private readonly CalibrationSet _train;
    private readonly CalibrationSet _heldOut;
    private readonly OutputError _error;
    private readonly QuantizerOptions _options;
    private readonly List<QuantizationTrial> _trials = [];
    private QuantizationRecipe _best = QuantizationRecipe.Naive;
    private double[] _least = [];

    private AutomaticQuantizer(ModelGraph graph, CalibrationSet data, QuantizerOptions options)
    {
        _graph = graph;
        _data = data;
        _options = options;
        IsSplit = data.Count >= FewestToSplit;
        _train = IsSplit ? data.Part(0, 2) : data;
        CalibrationSet heldOut = IsSplit ? data.Part(1, 2) : data;
        _heldOut = heldOut.Limit(GraphWork.Samples(graph, HeldOutGigaMacs, 16, heldOut.Count));
        _error = new OutputError(graph, _heldOut, options.Threads);
    }

    /// <summary>Whether there are enough samples to measure on others than those that are calibrated with.</summary>
    private bool IsSplit { get; }

    /// <summary>Quantizes a float graph with the best recipe found.</summary>
    public static QuantizationResult Run(ModelGraph graph, CalibrationSet data, QuantizerOptions options) =>
        new AutomaticQuantizer(graph, data, options).Run();

    private QuantizationResult Run()
    {
        var plain = QuantizationWorkspace.Plain(_graph, _train, _options.Seed, _options.Threads, _options.Report("calibrating"));
        _best = QuantizationRecipe.Naive with { Seed = _options.Seed };
        _least = Measure("naive: minMax, nearest", plain.Build(plain.Ranges(_best)));
        if (!_trials[0].HasSignal)
        {
            _options.Warn?.Invoke($"{_data.Source}: {QuantizationTrial.HardlyDepends}: over {_heldOut.Count} samples the float network gives almost the same; check how they are prepared, and that the model is trained");
        }

        var starts = new List<(QuantizationWorkspace Workspace, QuantizationRecipe Recipe)> { (plain, BestRanges(plain, false)) };
        if (plain.Equalized(_options.Report("equalizing")) is { } equalized)
        {
            starts.Add((equalized, BestRanges(equalized, true)));
        }

        foreach (CorrectionMethod correction in s_corrections.Where(correction => IsSplit || correction == CorrectionMethod.Bias))
        {
            foreach ((QuantizationWorkspace workspace, QuantizationRecipe ranges) in starts)
            {
                Consider(workspace, ranges with { Correction = correction });
            }
        }

        if (_best.Correction != CorrectionMethod.None && IsSplit)
        {
            QuantizationWorkspace workspace = _best.Equalize ? starts[1].Workspace : plain;
            IReadOnlyDictionary<string, RangeRule> rules = new TensorRangeSearch(workspace, _graph, _heldOut, _options).Run(_best, _trials);
            if (rules.Count != 0)
            {
                Consider(workspace, _best with { TensorRanges = rules });
            }
        }

        _best = ForPurpose(_best.Equalize ? starts[1].Workspace : plain);
        return Quantizer.RunRecipe(_graph, _data, _options, _best) with { Trials = _trials };
    }

    /// <summary>The best recipe with weights that take less in the kernels they are for, where that is allowed.</summary>
    /// <param name="workspace">Of the best recipe.</param>
    private QuantizationRecipe ForPurpose(QuantizationWorkspace workspace)
    {
        if (_options.Purpose != WeightPurpose.None && !IsSplit)
        {
            _options.Warn?.Invoke($"--for {RecipeFile.Name(_options.Purpose)}: {_data.Source}: {_data.Count} samples do not show what such weights cost, so they serve accuracy alone; give at least {FewestToSplit}");
            return _best;
        }

        return _options.Purpose switch
        {
            WeightPurpose.Specialized => new InstructionPriceSearch(workspace, _error, _options, _trials).Run(_best),
            WeightPurpose.Packed => new PowerOfTwoSearch(workspace, _error, _options, _trials).Run(_best),
            _ => _best,
        };
    }

    /// <summary>The best calibration method for all tensors, compared with float weights.</summary>
    private QuantizationRecipe BestRanges(QuantizationWorkspace workspace, bool isEqualized)
    {
        QuantizationRecipe best = new() { Equalize = isEqualized, Seed = _options.Seed };
        double[]? least = null;
        foreach (CalibrationMethod method in s_methods)
        {
            QuantizationRecipe candidate = best with { Ranges = method };
            ModelGraph quantized = workspace.Build(workspace.Ranges(candidate));
            double[] errors = Measure($"{(isEqualized ? "equalized, " : string.Empty)}{RecipeFile.Name(method)} ranges, float weights", workspace.WithFloatWeights(quantized));
            if (least is null || OutputError.IsBelow(errors, least, Deviations))
            {
                (best, least) = (candidate, errors);
            }
        }

        return best;
    }

    /// <summary>Tries a recipe and keeps it when it is better than the best so far.</summary>
    private void Consider(QuantizationWorkspace workspace, QuantizationRecipe recipe)
    {
        ModelGraph quantized = workspace.Build(workspace.Ranges(recipe));
        workspace.Correct(quantized, recipe, _options.Report($"trying {RecipeFile.Name(recipe.Correction)} correction"));
        double[] errors = Measure(recipe.ToString(), quantized);
        if (OutputError.IsBelow(errors, _least, Deviations))
        {
            (_best, _least) = (recipe, errors);
        }
    }

    private double[] Measure(string name, ModelGraph quantized)
    {
        double[] errors = _error.Measure(quantized);
        _trials.Add(new QuantizationTrial(name, errors.Sum()));
        return errors;
    }
}
