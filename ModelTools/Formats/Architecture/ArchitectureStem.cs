using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>The first convolution, with its batch normalisation and activation (null: none).</summary>
internal sealed record ArchitectureStem(int Kernel, int Stride, int Output, UnaryFunction? Activation);
