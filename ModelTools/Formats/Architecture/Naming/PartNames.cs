namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>Names, without ".weight" and the like, of a convolution and of the batch normalisation behind it.</summary>
/// <param name="Convolution">The convolution.</param>
/// <param name="Norm">Its batch normalisation; null: it has none.</param>
internal sealed record PartNames(string Convolution, string? Norm);
