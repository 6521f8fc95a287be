namespace Edge.ModelTools.Scheduling;

/// <summary>A buffer that is placed, and how long it lives.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="FirstGroup">Group that makes it.</param>
/// <param name="LastGroup">Last group that reads it.</param>
internal sealed record BandMember(BufferPlan Buffer, int FirstGroup, int LastGroup)
{
    /// <summary>Where its bands begin, beside those of the oldest member.</summary>
    public int Offset { get; set; }

    /// <summary>Place of its first band; band 0 of the oldest member has place 0.</summary>
    public int FirstPlace { get; set; }

    /// <summary>Number of bands.</summary>
    public int Bands => (Buffer.RingRows + Buffer.BandRows - 1) / Buffer.BandRows;

    /// <summary>Whether it has a band at a place.</summary>
    public bool IsAt(int place)
    {
        return place >= FirstPlace && place < FirstPlace + Bands;
    }

    /// <summary>Bytes of its band at a place; 0 when it has none there.</summary>
    public int BytesAt(int place)
    {
        int band = place - FirstPlace;
        return IsAt(place) ? System.Math.Min(Buffer.BandRows, Buffer.RingRows - (band * Buffer.BandRows)) * Buffer.Tensor.RowBytes : 0;
    }
}
