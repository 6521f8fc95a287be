using System.Collections.Generic;

namespace Edge.ModelTools.Inspection;

/// <summary>Rows of a tensor that a group holds.</summary>
/// <param name="Tensor">Name of the tensor.</param>
/// <param name="Shape">"H x W x C".</param>
/// <param name="Scale">real = Scale * (q - ZeroPoint).</param>
/// <param name="ZeroPoint">-128 to 127.</param>
/// <param name="RingRows">Rows held.</param>
/// <param name="Bytes">Bytes held; 0 for in-place outputs, which share their input's.</param>
/// <param name="Place">Banks and offsets.</param>
/// <param name="Bands">The same as addresses, with all bytes that lie there.</param>
/// <param name="IsKept">A later group reads it.</param>
/// <param name="IsReady">An earlier group made it.</param>
internal sealed record BufferDescription(
    string Tensor,
    string Shape,
    float Scale,
    int ZeroPoint,
    int RingRows,
    int Bytes,
    string Place,
    IReadOnlyList<SramBand> Bands,
    bool IsKept,
    bool IsReady);
