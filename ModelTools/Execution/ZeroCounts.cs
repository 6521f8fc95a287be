using System;

namespace Edge.ModelTools.Execution;

/// <summary>How many bytes, pairs and octets of a tensor are not 0.</summary>
/// <param name="Bytes">Bytes.</param>
/// <param name="NonzeroBytes">Those that are not 0.</param>
/// <param name="NonzeroPairs">Pairs of neighbours with a byte that is not 0.</param>
/// <param name="NonzeroOctets">Eight neighbours with a byte that is not 0.</param>
internal readonly record struct ZeroCounts(long Bytes, long NonzeroBytes, long NonzeroPairs, long NonzeroOctets)
{
    public static ZeroCounts operator +(ZeroCounts left, ZeroCounts right) => new(
        left.Bytes + right.Bytes, left.NonzeroBytes + right.NonzeroBytes, left.NonzeroPairs + right.NonzeroPairs, left.NonzeroOctets + right.NonzeroOctets);

    /// <summary>Counts a row.</summary>
    public static ZeroCounts In(ReadOnlySpan<byte> row)
    {
        return new ZeroCounts(row.Length, Nonzeros(row, 1), Nonzeros(row, 2), Nonzeros(row, 8));
    }

    private static long Nonzeros(ReadOnlySpan<byte> row, int size)
    {
        long count = 0;
        for (int i = 0; i < row.Length; i += size)
        {
            count += row.Slice(i, Math.Min(size, row.Length - i)).IndexOfAnyExcept((byte)0) >= 0 ? 1 : 0;
        }

        return count;
    }
}
