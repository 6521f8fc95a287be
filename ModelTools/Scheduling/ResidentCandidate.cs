namespace Edge.ModelTools.Scheduling;

/// <summary>A stage whose weights may be kept in memory while its group runs.</summary>
/// <param name="Stage">Its index in the group.</param>
/// <param name="Saved">Weighted instructions saved.</param>
/// <param name="Bytes">Weights and parameters.</param>
internal readonly record struct ResidentCandidate(int Stage, double Saved, int Bytes);
