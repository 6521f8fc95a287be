using System;

namespace Edge.ModelTools.Arithmetic;

/// <summary>
/// The error function in double, which .NET does not have: its Taylor series up to 3, the continued fraction of its complement beyond
/// (Abramowitz and Stegun 7.1.6 and 7.1.14). Absolute error below 1e-14.
/// </summary>
internal static class ErrorFunction
{
    private const double SeriesLimit = 3;
    private const double One = 6; // erf(6) differs from 1 by 2e-17
    private const int FractionTerms = 60;

    /// <summary>2 / sqrt(pi) times the integral of e^(-t * t) from 0 to <paramref name="x"/>.</summary>
    public static double Erf(double x)
    {
        double magnitude = Math.Abs(x);
        double value = magnitude >= One ? 1 : magnitude <= SeriesLimit ? Series(magnitude) : 1 - Complement(magnitude);
        return x < 0 ? -value : value;
    }

    // 2 / sqrt(pi) * e^(-x * x) * sum of 2^n * x^(2n + 1) / (1 * 3 * ... * (2n + 1)): all terms are positive, nothing cancels.
    private static double Series(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // e^(-x * x) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / ...)))
    private static double Complement(double x)
    {
        double fraction = x;
        for (int n = FractionTerms; n > 0; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction;
    }
}
