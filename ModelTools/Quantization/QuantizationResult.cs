using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>A quantized graph and how it came about.</summary>
/// <param name="Graph">Int8 graph.</param>
/// <param name="Float">The float graph it stands for: same function as the source, operators and tensor names as in <paramref name="Graph"/>.</param>
/// <param name="Recipe">The recipe that was found or given.</param>
/// <param name="Trials">What the automatic mode measured; empty when the recipe was given.</param>
/// <param name="Statistics">What calibration saw, by tensor of <paramref name="Float"/>.</param>
internal sealed record QuantizationResult(
    ModelGraph Graph,
    ModelGraph Float,
    QuantizationRecipe Recipe,
    IReadOnlyList<QuantizationTrial> Trials,
    IReadOnlyDictionary<Tensor, ActivationStatistics> Statistics);
