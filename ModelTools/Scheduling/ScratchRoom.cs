using System;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Scheduling;

/// <summary>Scratch memory that kernels have.</summary>
internal sealed class ScratchRoom
{
    private const int LeastLongs = 64;
    private const int UsefulLongs = 800;
    private const int UsefulWindowBytes = 3072;

    /// <summary>Makes scratch memory.</summary>
    /// <param name="longs">Longs.</param>
    /// <param name="bytes">Bytes.</param>
    public ScratchRoom(int longs, int bytes)
    {
        Lanes = new long[longs];
        Bytes = new byte[bytes];
    }

    /// <summary>As much as helps.</summary>
    public static ScratchRoom Useful { get; } = new(UsefulLongs, ResultTable.End + UsefulWindowBytes);

    /// <summary>For packed inputs and sums.</summary>
    public long[] Lanes { get; }

    /// <summary>For tables and windows.</summary>
    public byte[] Bytes { get; }

    /// <summary>What a schedule will about have: least where every byte counts.</summary>
    /// <param name="budgetBytes">Its budget; 0 for the smallest peak.</param>
    public static ScratchRoom For(int budgetBytes)
    {
        int free = budgetBytes / KernelScratch.BudgetShare / 2;
        return new ScratchRoom(Math.Min(LeastLongs + (free / sizeof(long)), UsefulLongs), ResultTable.End + Math.Min(free, UsefulWindowBytes));
    }
}
