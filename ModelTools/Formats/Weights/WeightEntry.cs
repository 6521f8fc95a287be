namespace Edge.ModelTools.Formats.Weights;

/// <summary>One tensor of a file of trained weights; each format adds where its values lie.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Type">Type as safetensors spells it: F64, F32, F16, BF16, I64, ...</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
internal abstract record WeightEntry(string Name, string Type, int[] Shape);
