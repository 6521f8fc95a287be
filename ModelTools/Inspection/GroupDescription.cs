using System.Collections.Generic;

namespace Edge.ModelTools.Inspection;

/// <summary>A group of a blob's schedule.</summary>
/// <param name="Index">Number of the group.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Stages">What runs in it.</param>
/// <param name="Buffers">What it holds.</param>
internal sealed record GroupDescription(int Index, long Macs, IReadOnlyList<StageDescription> Stages, IReadOnlyList<BufferDescription> Buffers);
