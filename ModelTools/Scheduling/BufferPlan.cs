using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling;

/// <summary>Where a tensor's rows lie during one group.</summary>
internal sealed class BufferPlan
{
    /// <summary>Makes a plan; bands are filled in by the memory planner.</summary>
    public BufferPlan(DeviceTensor tensor, int ringRows)
    {
        Tensor = tensor;
        Number = tensor.Id;
        RingRows = ringRows;
        BandRows = ringRows;
    }

    public DeviceTensor Tensor { get; }

    /// <summary>
    /// Number in the blob. A tensor that is made again has another one each time: its lives are apart, even when one group sees two.
    /// </summary>
    public int Number { get; init; }

    /// <summary>Rows held at a time.</summary>
    public int RingRows { get; set; }

    /// <summary>Rows of each band but the last.</summary>
    public int BandRows { get; set; }

    /// <summary>Complete before the group begins.</summary>
    public bool IsReady { get; set; }

    /// <summary>Read by a later group.</summary>
    public bool IsKept { get; set; }

    /// <summary>The buffer of the same group whose memory this one shares (in-place operator), or null.</summary>
    public BufferPlan? AliasOf { get; set; }

    /// <summary>The tensor whose consumed rows this one's may take the place of, or null.</summary>
    public RowOverlay? Overlay { get; set; }

    /// <summary>The placement is to make use of <see cref="Overlay"/>.</summary>
    public bool UsesOverlay { get; set; }

    /// <summary>The buffer of <see cref="Overlay"/> where the placement made use of it, or null.</summary>
    public BufferPlan? Over { get; set; }

    /// <summary>Bank and offset of each band.</summary>
    public List<Placement> Bands { get; set; } = [];

    /// <summary>Bytes of all slots.</summary>
    public int Bytes => RingRows * Tensor.RowBytes;

    /// <summary>Bytes that lie over the tensor whose consumed rows it takes the place of.</summary>
    public int BytesOver()
    {
        return Over is null ? 0 : Enumerable.Range(0, Bands.Count).Sum(band => Enumerable.Range(0, Over.Bands.Count)
            .Where(other => Bands[band].Bank == Over.Bands[other].Bank)
            .Sum(other => Math.Max(0, Math.Min(BandEnd(band), Over.BandEnd(other)) - Math.Max(Bands[band].Offset, Over.Bands[other].Offset))));
    }

    private int BandEnd(int band)
    {
        return Bands[band].Offset + (Math.Min(BandRows, RingRows - (band * BandRows)) * Tensor.RowBytes);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tensor} ring {RingRows}";
}
