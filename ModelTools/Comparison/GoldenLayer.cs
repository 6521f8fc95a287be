using System.Collections.Generic;

namespace Edge.ModelTools.Comparison;

/// <summary>A tensor of a golden folder.</summary>
/// <param name="TensorIndex">Index in the source file.</param>
/// <param name="Operator">Operator that makes it.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Type">Element type: INT8, FLOAT32, ...</param>
/// <param name="Hashes">SHA-256 of the values, hexadecimal, by vector.</param>
internal sealed record GoldenLayer(int TensorIndex, int Operator, string Kind, string Type, IReadOnlyDictionary<string, string> Hashes);
