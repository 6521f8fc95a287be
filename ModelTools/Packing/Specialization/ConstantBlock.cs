namespace Edge.ModelTools.Packing.Specialization;

/// <summary>A generated method: some channels of a convolution, with their weights as constants.</summary>
/// <param name="OperatorId">The operator.</param>
/// <param name="Number">Number of the block within it.</param>
/// <param name="Text">The method, C#.</param>
/// <param name="IlBytes">Bytes of IL, an upper bound.</param>
/// <param name="Clamps">Whether it calls <see cref="SumWindow.Clamp"/>.</param>
internal sealed record ConstantBlock(int OperatorId, int Number, string Text, int IlBytes, bool Clamps = false);
