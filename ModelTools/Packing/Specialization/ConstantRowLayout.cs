using Edge.Runtime.Int8;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Where a tensor's rows lie: as <see cref="RowBuffer"/> says, which is the same in every inference of a blob.</summary>
internal sealed class ConstantRowLayout
{
    private readonly int _rowBytes;
    private readonly int _ringRows;
    private readonly int _bandRows;
    private readonly int[] _offsets;

    /// <summary>Copies that of a tensor.</summary>
    public ConstantRowLayout(RowBuffer buffer)
    {
        _rowBytes = buffer.RowBytes;
        _ringRows = buffer.RingRows;
        _bandRows = buffer.BandRows;
        _offsets = buffer.BandOffsets[..buffer.BandCount];
    }

    /// <summary>Number of arrays.</summary>
    public int Bands => _offsets.Length;

    /// <summary>The array of a row and the index of its first byte.</summary>
    public (int Band, int Offset) Find(int y)
    {
        int slot = y % _ringRows;
        return (slot / _bandRows, _offsets[slot / _bandRows] + (slot % _bandRows * _rowBytes));
    }
}
