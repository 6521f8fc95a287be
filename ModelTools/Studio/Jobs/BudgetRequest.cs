namespace Edge.ModelTools.Studio.Jobs;

/// <summary>The budget that a network is to be scheduled for.</summary>
/// <param name="BudgetBytes">Bytes.</param>
internal sealed record BudgetRequest(int BudgetBytes);
