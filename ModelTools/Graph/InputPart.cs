namespace Edge.ModelTools.Graph;

/// <summary>One of several inputs of the source model: a part of the one input that the device takes, see <see cref="Passes.PackInputs"/>.</summary>
/// <param name="Pick">Attributes of the operator that picks it.</param>
/// <param name="Shape">Its shape in the graph, [1, H, W, C] for images.</param>
/// <param name="Source">The source model's view of it.</param>
internal sealed record InputPart(SelectAttributes Pick, int[] Shape, SourceInterface Source);
