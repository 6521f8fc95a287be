using System.Collections.Generic;

namespace Edge.ModelTools.Profiling;

/// <summary>A copy of an assembly that counts what it executes.</summary>
/// <param name="Name">Simple name of the assembly.</param>
/// <param name="Image">The woven assembly file.</param>
/// <param name="Blocks">What each counter stands for.</param>
/// <param name="SizeCount">Number of size counters.</param>
internal sealed record WovenAssembly(string Name, byte[] Image, IReadOnlyList<CodeBlock> Blocks, int SizeCount);
