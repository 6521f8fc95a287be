using System;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// A result whose rows may take the place of rows of a dying tensor that no reader needs any more, found by walking the group.
/// </summary>
/// <param name="Target">The dying tensor, complete before the group begins.</param>
/// <param name="NeededRows">For each row of the result, the first row of the target that is still needed when it is written.</param>
internal sealed record RowOverlay(BufferPlan Target, int[] NeededRows)
{
    /// <summary>Bytes that each band of the result must begin before the band of the target that it lies over.</summary>
    /// <param name="result">The result.</param>
    /// <param name="bandRows">Rows of its bands.</param>
    /// <param name="targetBandRows">Rows of the target's bands.</param>
    /// <param name="shift">Bands of the result before the one that lies over the target's first.</param>
    public int LeadBytes(BufferPlan result, int bandRows, int targetBandRows, int shift)
    {
        int lead = 0;
        for (int y = shift * bandRows; y < NeededRows.Length; y++)
        {
            int firstRow = ((y / bandRows) - shift) * targetBandRows;
            int needed = Math.Max(NeededRows[y], firstRow) - firstRow;
            if (needed < Math.Min(targetBandRows, Target.Tensor.Height - firstRow))
            {
                int end = ((y % bandRows) + 1) * result.Tensor.RowBytes;
                lead = Math.Max(lead, end - (needed * Target.Tensor.RowBytes));
            }
        }

        return lead;
    }

    /// <summary>Bytes by which both together are smaller than side by side, each in one piece.</summary>
    public int SavedBytes(BufferPlan result)
    {
        int lead = LeadBytes(result, result.RingRows, Target.Tensor.Height, 0);
        return Math.Max(0, Math.Min(Target.Bytes, result.Bytes - lead));
    }
}
