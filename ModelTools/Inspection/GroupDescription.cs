using System.Collections.Generic;

namespace Edge.ModelTools.Inspection;

/// <summary>A group of a blob's schedule.</summary>
/// <param name="Index">Number of the group.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Stages">What runs in it.</param>
/// <param name="Buffers">What it holds.</param>
/// <param name="WindowBytes">Its weight window, where that lies in a bank; else 0.</param>
/// <param name="WindowPlace">Bank and offset, bank:offset.</param>
internal sealed record GroupDescription(int Index, long Macs, IReadOnlyList<StageDescription> Stages, IReadOnlyList<BufferDescription> Buffers, int WindowBytes, string WindowPlace);
