using System.Collections.Generic;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Everything that decides how a float graph is quantized, beside the calibration samples: what the automatic mode finds, what
/// <c>--recipe</c> pins, and what the blob remembers.
/// </summary>
internal sealed record QuantizationRecipe
{
    /// <summary>Plain post-training quantization: min-max ranges, rounding to nearest, nothing else.</summary>
    public static QuantizationRecipe Naive { get; } = new() { Equalize = false, Ranges = CalibrationMethod.MinMax, Correction = CorrectionMethod.None };

    /// <summary>Whether channels are rescaled between layers, dead channels cleaned up and biases absorbed (function-preserving).</summary>
    public bool Equalize { get; init; } = true;

    /// <summary>How ranges of activations are chosen.</summary>
    public CalibrationMethod Ranges { get; init; } = CalibrationMethod.SquaredError;

    /// <summary>Activations whose range is chosen in another way, by name.</summary>
    public IReadOnlyDictionary<string, RangeRule> TensorRanges { get; init; } = new Dictionary<string, RangeRule>();

    /// <summary>What is adjusted after the scales are chosen.</summary>
    public CorrectionMethod Correction { get; init; } = CorrectionMethod.Rounding;

    /// <summary>
    /// Noise at the output that is given for all instructions of weights in generated code, as a share of what the rounding of activations adds; 0 where
    /// weights serve accuracy alone. Needs <see cref="CorrectionMethod.Rounding"/> or more.
    /// </summary>
    public double InstructionPrice { get; init; }

    /// <summary>
    /// Whether weights of convolutions get scales with which multipliers are powers of two (<see cref="PowerOfTwoScales"/>): results of packed kernels take less
    /// then. Not with <see cref="InstructionPrice"/>, which chooses scales itself.
    /// </summary>
    public bool PowerOfTwoMultipliers { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The recipe in a line, for people.</summary>
    public override string ToString()
    {
        string own = TensorRanges.Count == 0 ? string.Empty : $" ({TensorRanges.Count} tensors otherwise)";
        string correction = Correction == CorrectionMethod.None ? "nearest" : $"{RecipeFile.Name(Correction)} correction";
        string price = InstructionPrice > 0 ? System.FormattableString.Invariant($", for specialized code (price {InstructionPrice:0.####})") : string.Empty;
        string powers = PowerOfTwoMultipliers ? ", for packed kernels (multipliers are powers of two)" : string.Empty;
        return $"{(Equalize ? "equalized, " : string.Empty)}{RecipeFile.Name(Ranges)} ranges{own}, {correction}{price}{powers}";
    }
}
