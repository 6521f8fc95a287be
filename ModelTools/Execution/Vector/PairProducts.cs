using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>
/// Products of pairs of 16-bit numbers, added up in 32 bits. Inputs are 0 to 255 and weights -255 to 255, so a pair's sum is
/// below 2^17 and exact; sums of pairs wrap as the reference's do.
/// </summary>
internal static class PairProducts
{
    /// <summary>Lane i: a[2i] * b[2i] + a[2i + 1] * b[2i + 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Multiply(Vector256<int> a, Vector256<int> b)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16());
        }

        Vector256<int> low = Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(a, 16), 16) * Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(b, 16), 16);
        return low + (Vector256.ShiftRightArithmetic(a, 16) * Vector256.ShiftRightArithmetic(b, 16));
    }

    /// <summary>Pairs (a[i], b[i]) of the first eight bytes, each widened to 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> PairLow(Vector128<byte> a, Vector128<byte> b)
    {
        return Widen(Sse2.IsSupported ? Sse2.UnpackLow(a, b)
            : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
            : Interleave(a.GetLower(), b.GetLower()));
    }

    /// <summary>Pairs (a[i], b[i]) of the last eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> PairHigh(Vector128<byte> a, Vector128<byte> b)
    {
        return Widen(Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
            : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
            : Interleave(a.GetUpper(), b.GetUpper()));
    }

    /// <summary>Sixteen bytes, each widened to 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Widen(Vector128<byte> bytes)
    {
        return Avx2.IsSupported
            ? Avx2.ConvertToVector256Int16(bytes).AsInt32()
            : Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes)).AsInt32();
    }

    private static Vector128<byte> Interleave(Vector64<byte> a, Vector64<byte> b)
    {
        Vector128<byte> both = Vector128.Create(a, b);
        return Vector128.Shuffle(both, Vector128.Create((byte)0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15));
    }
}
