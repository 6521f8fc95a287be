using Edge.ModelTools.Inspection;
using Edge.ModelTools.Profiling;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>What a network takes in one budget.</summary>
/// <param name="BudgetBytes">The budget.</param>
/// <param name="IsTaken">The conversion's own.</param>
/// <param name="Blob">The blob that this budget gives.</param>
/// <param name="Profile">Its counted inference.</param>
internal sealed record BudgetPoint(int BudgetBytes, bool IsTaken, BlobDescription Blob, InferenceProfile Profile);
