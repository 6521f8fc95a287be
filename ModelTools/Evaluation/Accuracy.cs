namespace Edge.ModelTools.Evaluation;

/// <summary>How often a model's best classes hold the label.</summary>
/// <param name="Count">Samples.</param>
/// <param name="Top1">Samples whose best class is the label; of equal scores the first class counts as the best.</param>
/// <param name="Top5">Samples whose label is among the five best classes.</param>
internal sealed record Accuracy(int Count, int Top1, int Top5);
