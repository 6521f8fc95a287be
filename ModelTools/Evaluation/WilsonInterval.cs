using System;

namespace Edge.ModelTools.Evaluation;

/// <summary>
/// 95 % interval of a share: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927. It holds for
/// few samples and for shares near 0 and 1, where the normal approximation does not.
/// </summary>
/// <param name="Low">Lower bound, 0 to 1.</param>
/// <param name="High">Upper bound, 0 to 1.</param>
internal readonly record struct WilsonInterval(double Low, double High)
{
    private const double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution

    /// <summary>The interval of <paramref name="successes"/> among <paramref name="count"/> samples, at least 1.</summary>
    public static WilsonInterval Of(int successes, int count)
    {
        double share = (double)successes / count;
        double square = Z * Z / count;
        double centre = (share + (square / 2)) / (1 + square);
        double half = Z * Math.Sqrt((share * (1 - share) / count) + (square / (4 * count))) / (1 + square);

        // Rounding may leave the ends a hair outside.
        return new WilsonInterval(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
