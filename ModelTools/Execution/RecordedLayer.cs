namespace Edge.ModelTools.Execution;

/// <summary>An operator's output: int8 [Height, Width, Channels].</summary>
/// <param name="OperatorId">Operator that made it; -1 for the network input.</param>
/// <param name="TensorId">Number of the tensor in the blob.</param>
/// <param name="ZeroPoint">Zero point in offset binary.</param>
internal sealed record RecordedLayer(int OperatorId, int TensorId, int Height, int Width, int Channels, int ZeroPoint, sbyte[] Values);
