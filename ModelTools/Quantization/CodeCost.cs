using System;

namespace Edge.ModelTools.Quantization;

// See Packing/Specialization/TapSum: a term for each weight that is not 0, a factor for each odd part of their magnitudes, a shift for each
// further power of two of it.

/// <summary>Weighted instructions (first column of the cost table) that a row of weights takes in generated code, for each three pixels.</summary>
internal static class CodeCost
{
    /// <summary>A load and an addition.</summary>
    public const double Term = 67;

    /// <summary>A multiplication by a constant.</summary>
    public const double Factor = 67;

    /// <summary>A shift by a constant.</summary>
    public const double Shift = 43;

    /// <summary>What three results take less when their multiplier is a power of two.</summary>
    public const double Results = 283;

    /// <summary>What a row takes, without its results.</summary>
    public static double Instructions(ReadOnlySpan<double> weights)
    {
        Span<bool> magnitudes = stackalloc bool[WeightQuantizer.Highest + 1];
        Span<bool> odds = stackalloc bool[WeightQuantizer.Highest + 1];
        double sum = 0;
        foreach (double weight in weights)
        {
            int magnitude = (int)Math.Abs(weight);
            if (magnitude == 0)
            {
                continue;
            }

            sum += Term + (magnitudes[magnitude] ? 0 : FactorCost(magnitude, odds[Odd(magnitude)]));
            magnitudes[magnitude] = true;
            odds[Odd(magnitude)] = true;
        }

        return sum;
    }

    /// <summary>A magnitude without its powers of two.</summary>
    public static int Odd(int magnitude) => magnitude >> int.TrailingZeroCount(magnitude);

    /// <summary>What a magnitude takes that no other weight has.</summary>
    /// <param name="magnitude">The magnitude, not 0.</param>
    /// <param name="hasOddPart">Whether another one has its odd part.</param>
    public static double FactorCost(int magnitude, bool hasOddPart) =>
        magnitude == 1 && !hasOddPart ? 0 : hasOddPart || Odd(magnitude) == 1 ? Shift : Factor;
}
