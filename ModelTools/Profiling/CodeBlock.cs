using System.Collections.Generic;

namespace Edge.ModelTools.Profiling;

/// <summary>Instructions that are executed together: a counter stands for all of them.</summary>
/// <param name="Method">Method it belongs to, as <c>Namespace.Type::Method</c>.</param>
/// <param name="Instructions">In order of execution.</param>
internal sealed record CodeBlock(string Method, IReadOnlyList<CountedInstruction> Instructions);
