using System;

namespace Edge.ModelTools.Quantization;

/// <summary>Range of real values that an int8 tensor has to represent.</summary>
/// <param name="Min">Lowest value.</param>
/// <param name="Max">Highest value, at least <paramref name="Min"/>.</param>
internal readonly record struct ActivationRange(float Min, float Max)
{
    /// <summary>The smallest range that holds both.</summary>
    public ActivationRange Union(ActivationRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
