using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Finds out whether a network may have multipliers that are powers of two: the best recipe with them is measured on the held-out samples and taken within
/// the bounds that <see cref="InstructionPriceSearch"/> has.
/// </summary>
internal sealed class PowerOfTwoSearch
{
    private const double Deviations = 1;

    private readonly QuantizationWorkspace _workspace;
    private readonly OutputError _error;
    private readonly QuantizerOptions _options;
    private readonly List<QuantizationTrial> _trials;

    /// <summary>Prepares the search.</summary>
    /// <param name="workspace">Of the best recipe.</param>
    /// <param name="error">Measures on the held-out samples.</param>
    /// <param name="options">The quantizer's.</param>
    /// <param name="trials">Receives what was tried.</param>
    public PowerOfTwoSearch(QuantizationWorkspace workspace, OutputError error, QuantizerOptions options, List<QuantizationTrial> trials)
    {
        _workspace = workspace;
        _error = error;
        _options = options;
        _trials = trials;
    }

    /// <summary>Adds such multipliers to a recipe.</summary>
    /// <param name="best">The best recipe for accuracy.</param>
    /// <returns>With its own correction, or with the rounding that chooses between scales where that is better; as it was when neither is allowed.</returns>
    public QuantizationRecipe Run(QuantizationRecipe best)
    {
        double[] leastErrors = Measure(best, out int leastChanged);
        QuantizationRecipe taken = best;
        double[]? least = null;
        foreach (CorrectionMethod correction in new[] { best.Correction, CorrectionMethod.Rounding }.Distinct().Where(correction => correction >= best.Correction))
        {
            QuantizationRecipe candidate = best with { Correction = correction, PowerOfTwoMultipliers = true };
            double[] errors = Measure(candidate, out int changed);
            _trials.Add(new QuantizationTrial(candidate.ToString(), errors.Sum()));
            if (InstructionPriceSearch.IsAllowed(errors.Sum(), changed, leastErrors.Sum(), leastChanged, errors.Length)
                && (least is null || OutputError.IsBelow(errors, least, Deviations)))
            {
                (taken, least) = (candidate, errors);
            }
        }

        if (least is null)
        {
            _options.Warn?.Invoke("--for packed: multipliers that are powers of two add more noise to the output than is allowed (docs/quantization.md); weights serve accuracy alone");
        }

        return taken;
    }

    private double[] Measure(QuantizationRecipe recipe, out int changed)
    {
        ModelGraph quantized = _workspace.Build(_workspace.Ranges(recipe), recipe.PowerOfTwoMultipliers);
        _workspace.Correct(quantized, recipe, _options.Report("choosing scales for packed kernels"));
        return _error.Measure(quantized, out changed);
    }
}
