namespace Edge.ModelTools.Scheduling;

/// <summary>A place in a bank.</summary>
internal readonly record struct Placement(int Bank, int Offset);
