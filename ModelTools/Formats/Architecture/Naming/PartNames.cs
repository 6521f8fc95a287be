namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>Names, without ".weight" and the like, of a convolution and of the batch normalisation behind it.</summary>
internal sealed record PartNames(string Convolution, string Norm);
