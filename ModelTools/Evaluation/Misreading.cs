namespace Edge.ModelTools.Evaluation;

/// <summary>A sample that the blob takes for something else than its label says.</summary>
/// <param name="Index">The sample.</param>
/// <param name="Label">Its class.</param>
/// <param name="Prediction">The class that it was taken for.</param>
internal sealed record Misreading(int Index, int Label, int Prediction);
