namespace Edge.ModelTools.Evaluation;

/// <summary>Error of one layer's output against the float reference.</summary>
/// <param name="Tensor">Name of the tensor.</param>
/// <param name="Kind">Operator that makes it.</param>
/// <param name="SqnrDecibels">10 log10(signal power / error power); infinite when equal.</param>
internal sealed record LayerError(string Tensor, string Kind, double SqnrDecibels);
