namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>Names of the two 1x1 convolutions of squeeze-excite, without ".weight".</summary>
/// <param name="Prefix">Name of the whole squeeze-excite.</param>
/// <param name="Reduce">To the bottleneck.</param>
/// <param name="Restore">Back from it.</param>
internal sealed record SqueezeNames(string Prefix, string Reduce, string Restore);
