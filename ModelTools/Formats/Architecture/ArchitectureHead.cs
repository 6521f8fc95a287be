using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>What follows the blocks: 1x1 convolution (0 channels: none), mean, hidden layer (0: none), classifier.</summary>
internal sealed record ArchitectureHead(int Convolution, int Hidden, UnaryFunction? Activation);
