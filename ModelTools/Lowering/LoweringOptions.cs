using Edge.Runtime.Int8;

namespace Edge.ModelTools.Lowering;

/// <summary>How a quantized graph becomes a device program.</summary>
/// <param name="Rounding">Rounding of all operators.</param>
/// <param name="IsTflite">Multipliers and tables follow TFLite's reference kernels to the bit.</param>
/// <param name="Fuse">Fold tables, padding and spelled-out functions into their neighbours; off, every source operator keeps its own result (for comparisons).</param>
internal sealed record LoweringOptions(RoundingMode Rounding, bool IsTflite, bool Fuse = true);
