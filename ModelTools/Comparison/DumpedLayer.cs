namespace Edge.ModelTools.Comparison;

/// <summary>One tensor of a dump.</summary>
/// <param name="Operator">Index of the source operator that makes it, -1 for the network input.</param>
/// <param name="Kind">Kind of that operator.</param>
/// <param name="Name">Name of the tensor.</param>
/// <param name="SourceIndex">Index of the tensor in the source file, or -1.</param>
/// <param name="Shape">[H, W, C].</param>
/// <param name="Scale">real = Scale * (q - ZeroPoint).</param>
/// <param name="ZeroPoint">-128 to 127.</param>
/// <param name="File">File with the int8 values, beside the index.</param>
internal sealed record DumpedLayer(int Operator, string Kind, string Name, int SourceIndex, int[] Shape, float Scale, int ZeroPoint, string File);
