namespace Edge.ModelTools.Scheduling;

/// <summary>A schedule of the memory/cost front.</summary>
/// <param name="BudgetBytes">Budget it was searched for; its own peak when the smallest was searched.</param>
/// <param name="Scheduled">The schedule and what it takes.</param>
/// <param name="IsTaken">The conversion took this one.</param>
internal sealed record ParetoPoint(int BudgetBytes, ScheduledProgram Scheduled, bool IsTaken);
