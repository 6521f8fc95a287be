using System.Collections.Generic;

namespace Edge.ModelTools.Inspection;

/// <summary>A piece of SRAM during a group.</summary>
/// <param name="Kind">What it is used for.</param>
/// <param name="Bytes">Size; 0 for a result that lies in place of its input.</param>
/// <param name="Place">Banks and offsets, "bank:offset" for each band; empty for what is not in the banks.</param>
/// <param name="Detail">Shape and rows held, or empty.</param>
/// <param name="Name">Tensor or operator.</param>
/// <param name="Bands">The same places as addresses, and all that lies there, over another tensor or not; empty for what is not in the banks.</param>
internal sealed record SramItem(SramKind Kind, int Bytes, string Place, string Detail, string Name, IReadOnlyList<SramBand> Bands);
