using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Finds how much accuracy weights may give for less generated code: the highest price whose output error on the held-out samples stays
/// within bounds that do not depend on the network.
/// </summary>
internal sealed class InstructionPriceSearch
{
    /// <summary>The output error may grow to so many times that of the best recipe.</summary>
    public const double MostNoise = 1.25;

    /// <summary>An output error that is always allowed, noise over signal.</summary>
    public const double FreeNoise = 0.001;

    /// <summary>So many more of the held-out samples may get another answer than in float.</summary>
    public const double MostChanged = 0.01;

    private const double Highest = 64;
    private const int Steps = 10; // each half the price of the one before

    private readonly QuantizationWorkspace _workspace;
    private readonly OutputError _error;
    private readonly QuantizerOptions _options;
    private readonly List<QuantizationTrial> _trials;

    /// <summary>Prepares the search.</summary>
    /// <param name="workspace">Of the best recipe.</param>
    /// <param name="error">Measures on the held-out samples.</param>
    /// <param name="options">The quantizer's.</param>
    /// <param name="trials">Receives what was tried.</param>
    public InstructionPriceSearch(QuantizationWorkspace workspace, OutputError error, QuantizerOptions options, List<QuantizationTrial> trials)
    {
        _workspace = workspace;
        _error = error;
        _options = options;
        _trials = trials;
    }

    /// <summary>Adds a price to a recipe.</summary>
    /// <param name="best">The best recipe for accuracy.</param>
    /// <returns>The recipe with the highest price allowed; as it was when none is.</returns>
    public QuantizationRecipe Run(QuantizationRecipe best)
    {
        QuantizationRecipe refined = best with { Correction = best.Correction < CorrectionMethod.Rounding ? CorrectionMethod.Rounding : best.Correction };
        if (_workspace.Sensitivities.Count == 0)
        {
            _options.Warn?.Invoke($"--for specialized: {InstructionPrices.Unknown}");
            return best;
        }

        (double[] least, int changed) = Measure(best);
        double price = HighestAllowed(price =>
        {
            (double[] errors, int changes) = Measure(refined with { InstructionPrice = price });
            return IsAllowed(errors.Sum(), changes, least.Sum(), changed, errors.Length);
        });
        if (price == 0)
        {
            _options.Warn?.Invoke("--for specialized: weights that take less code add more noise to the output than is allowed (docs/quantization.md); they serve accuracy alone");
            return best;
        }

        return refined with { InstructionPrice = price };
    }

    /// <summary>Whether weights for generated code are as good as they have to be.</summary>
    /// <param name="noise">Their output error.</param>
    /// <param name="changed">Held-out samples with another answer than in float.</param>
    /// <param name="leastNoise">Output error of the best recipe.</param>
    /// <param name="leastChanged">Its samples with another answer.</param>
    /// <param name="samples">Held-out samples.</param>
    public static bool IsAllowed(double noise, int changed, double leastNoise, int leastChanged, int samples) =>
        noise <= Math.Max(FreeNoise, MostNoise * leastNoise) && changed <= leastChanged + (MostChanged * samples);

    /// <summary>The highest of the prices that are tried which is allowed, 0 when none is; where one is, lower ones are taken to be.</summary>
    public static double HighestAllowed(Func<double, bool> isAllowed)
    {
        int refused = -1;
        int allowed = Steps;
        while (allowed - refused > 1)
        {
            int middle = (allowed + refused) / 2;
            if (isAllowed(Price(middle)))
            {
                allowed = middle;
            }
            else
            {
                refused = middle;
            }
        }

        return allowed == Steps ? 0 : Price(allowed);
    }

    private static double Price(int step) => Highest / (1 << step);

    private (double[] Errors, int Changed) Measure(QuantizationRecipe recipe)
    {
        ModelGraph quantized = _workspace.Build(_workspace.Ranges(recipe));
        _workspace.Correct(quantized, recipe, _options.Report("choosing weights for specialized code"));
        double[] errors = _error.Measure(quantized, out int changed);
        if (recipe.InstructionPrice > 0)
        {
            _trials.Add(new QuantizationTrial(recipe.ToString(), errors.Sum()));
        }

        return (errors, changed);
    }
}
