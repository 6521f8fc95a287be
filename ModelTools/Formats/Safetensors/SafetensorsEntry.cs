using Edge.ModelTools.Formats.Weights;

namespace Edge.ModelTools.Formats.Safetensors;

/// <summary>One tensor of a safetensors file; offsets were checked against the file.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Type">Type as the file spells it: F32, F16, BF16, I64, ...</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="Offset">First byte, from the beginning of the file.</param>
/// <param name="Length">Bytes.</param>
internal sealed record SafetensorsEntry(string Name, string Type, int[] Shape, long Offset, long Length) : WeightEntry(Name, Type, Shape);
