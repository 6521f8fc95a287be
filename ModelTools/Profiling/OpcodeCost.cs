namespace Edge.ModelTools.Profiling;

/// <summary>The row that an opcode is charged by.</summary>
/// <param name="Row">The row.</param>
/// <param name="IsNearest">Whether the opcode was not measured itself and this is only the nearest measured row.</param>
internal sealed record OpcodeCost(CostRow Row, bool IsNearest);
