namespace Edge.ModelTools.Profiling;

/// <summary>What all operators of one kind cost together.</summary>
/// <param name="Kind">Kind of operator, or what is left: executor and weight reads.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Weighted">Weighted instructions.</param>
/// <param name="Share">Fraction of the inference, 0 to 1.</param>
internal sealed record KindEstimate(string Kind, long Macs, double Weighted, double Share);
