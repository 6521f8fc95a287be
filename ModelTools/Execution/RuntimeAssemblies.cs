using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Execution;

/// <summary>The assemblies that a device runs an inference with, as this program has them: what is counted, and what generated code refers to.</summary>
internal static class RuntimeAssemblies
{
    /// <summary>Their files, each after those it uses.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        typeof(Int8Model).Assembly.Location, typeof(Lanes).Assembly.Location, typeof(DepthwiseBlocks).Assembly.Location, typeof(OctetDepthwise).Assembly.Location,
        typeof(PackedKernels).Assembly.Location,
    ];
}
