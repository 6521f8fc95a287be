namespace Edge.ModelTools.Profiling;

/// <summary>Weighted instructions in the kernels of one operator of one group.</summary>
/// <param name="Group">Number of the group.</param>
/// <param name="Id">Number of the operator in the model.</param>
/// <param name="Kind">What it computes, as reports name it.</param>
/// <param name="Macs">Multiply-accumulates of the operator; 0 when an earlier group has already counted them.</param>
/// <param name="Weighted">Weighted instructions of its kernel calls.</param>
internal sealed record OperatorProfile(int Group, int Id, string Kind, long Macs, double Weighted);
