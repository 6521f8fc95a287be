namespace Edge.ModelTools.Packing.Specialization;

/// <summary>A method that ConstantKernels calls, with those that it alone calls.</summary>
/// <param name="Text">C#.</param>
/// <param name="IlBytes">Bytes of IL, an upper bound.</param>
/// <param name="Clamps">Whether it calls <see cref="SumWindow.Clamp"/>.</param>
internal sealed record GeneratedMethod(string Text, int IlBytes, bool Clamps = false);
