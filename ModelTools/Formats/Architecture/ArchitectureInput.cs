using Edge.ModelTools.Data;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>The network's input: an image, and how its bytes become the real values the network was trained on.</summary>
internal sealed record ArchitectureInput(int Height, int Width, int Channels, Normalisation? Normalisation);
