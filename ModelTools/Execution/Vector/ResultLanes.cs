using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>
/// From eight accumulators to eight result bytes: <see cref="FixedPoint.Requantize"/>, zero point and clamp, eight lanes at a
/// time. 64-bit products of even and odd lanes; |value * multiplier| is at most 2^62 and a rounding half at most 2^61, so
/// nothing overflows. The same bytes as FixedPoint for every input, wrapped ones included.
/// </summary>
internal readonly struct ResultLanes
{
    /// <summary>Lanes of a vector.</summary>
    public const int Count = 8;

    private readonly Vector256<int> _multipliers;
    private readonly Vector256<int> _shifts;
    private readonly Vector256<int> _leftShifts;
    private readonly Vector256<long> _halfEven;
    private readonly Vector256<long> _halfOdd;
    private readonly Vector256<long> _tieEven; // -1 where a negative value is rounded away from zero
    private readonly Vector256<long> _tieOdd;
    private readonly Vector256<long> _rightEven;
    private readonly Vector256<long> _rightOdd;
    private readonly Vector256<int> _zeroPoint;
    private readonly Vector256<int> _min;
    private readonly Vector256<int> _max;
    private readonly bool _isDouble;

    /// <summary>Prepares eight channels.</summary>
    /// <param name="stage">Rounding, zero point and clamp.</param>
    /// <param name="multipliers">Q31 multipliers, at least 0.</param>
    /// <param name="shifts">-31 to 30, positive is left.</param>
    public ResultLanes(Stage stage, Vector256<int> multipliers, Vector256<int> shifts)
    {
        _isDouble = stage.Rounding == RoundingMode.Double;
        _multipliers = multipliers;
        _shifts = shifts;
        _leftShifts = Vector256.Max(shifts, Vector256<int>.Zero);
        Vector256<int> right = _isDouble ? Vector256.Max(-shifts, Vector256<int>.Zero) : Vector256.Create(31) - shifts;
        Vector256<int> oneLess = Vector256.Max(right - Vector256<int>.One, Vector256<int>.Zero);
        Vector256<int> isShifted = Vector256.GreaterThan(right, Vector256<int>.Zero);
        _rightEven = Even(right);
        _rightOdd = Odd(right);
        _tieEven = SignedEven(isShifted);
        _tieOdd = SignedOdd(isShifted);
        _halfEven = HalfOf(Even(oneLess)) & _tieEven;
        _halfOdd = HalfOf(Odd(oneLess)) & _tieOdd;
        _zeroPoint = Vector256.Create(stage.ResultZeroPoint);
        _min = Vector256.Create(stage.ActivationMin);
        _max = Vector256.Create(stage.ActivationMax);
    }

    /// <summary>Prepares eight lanes with the same multiplier.</summary>
    public ResultLanes(Stage stage, int multiplier, int shift)
        : this(stage, Vector256.Create(multiplier), Vector256.Create(shift))
    {
    }

    /// <summary>Requantizes, adds the zero point and clamps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> Finish(Vector256<int> accumulators)
    {
        return Clamp(Requantize(accumulators));
    }

    /// <summary>Adds the zero point and clamps to the activation range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> Clamp(Vector256<int> values)
    {
        return Vector256.Min(Vector256.Max(values + _zeroPoint, _min), _max);
    }

    /// <summary>value * multiplier * 2^(shift - 31), rounded as the stage says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> Requantize(Vector256<int> values)
    {
        if (!Avx2.IsSupported)
        {
            return RequantizeEach(values);
        }

        return _isDouble ? RequantizeDouble(Avx2.ShiftLeftLogicalVariable(values, _leftShifts.AsUInt32())) : RequantizeSingle(values);
    }

    /// <summary>Writes the low bytes of eight lanes of 0 to 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> values, ref byte target)
    {
        Vector128<ushort> narrow = Vector128.Narrow(values.GetLower().AsUInt32(), values.GetUpper().AsUInt32());
        Unsafe.WriteUnaligned(ref target, Vector128.Narrow(narrow, narrow).AsUInt64().ToScalar());
    }

    /// <summary>Reads eight bytes as lanes of 0 to 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(ref byte source)
    {
        Vector128<byte> bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref source)).AsByte();
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int32(bytes);
        }

        Vector128<ushort> words = Vector128.WidenLower(bytes);
        return Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
    }

    private static Vector256<long> Even(Vector256<int> values)
    {
        return values.AsInt64() & Vector256.Create(0xFFFFFFFFL);
    }

    private static Vector256<long> Odd(Vector256<int> values)
    {
        return Vector256.ShiftRightLogical(values.AsInt64(), 32);
    }

    private static Vector256<long> SignedEven(Vector256<int> values)
    {
        return Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(values.AsInt64(), 32), 32);
    }

    private static Vector256<long> SignedOdd(Vector256<int> values)
    {
        return Vector256.ShiftRightArithmetic(values.AsInt64(), 32);
    }

    private static Vector256<long> HalfOf(Vector256<long> exponents)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ShiftLeftLogicalVariable(Vector256<long>.One, exponents.AsUInt64());
        }

        Vector256<long> half = Vector256<long>.Zero;
        for (int i = 0; i < Vector256<long>.Count; i++)
        {
            half = half.WithElement(i, 1L << (int)exponents[i]);
        }

        return half;
    }

    /// <summary>Arithmetic shift by 0 to 63, a count for each lane; AVX2 only has the logical one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> ShiftRight(Vector256<long> values, Vector256<long> counts)
    {
        if (Avx512F.VL.IsSupported)
        {
            return Avx512F.VL.ShiftRightArithmeticVariable(values, counts.AsUInt64());
        }

        Vector256<long> sign = Vector256.Create(long.MinValue);
        return Avx2.ShiftRightLogicalVariable(values ^ sign, counts.AsUInt64()) - Avx2.ShiftRightLogicalVariable(sign, counts.AsUInt64());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Join(Vector256<long> even, Vector256<long> odd)
    {
        return Avx2.Blend(even.AsInt32(), Vector256.ShiftLeft(odd, 32).AsInt32(), 0b10101010);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> RequantizeSingle(Vector256<int> values)
    {
        Vector256<long> even = Avx2.Multiply(values, _multipliers) + _halfEven;
        Vector256<long> odd = Avx2.Multiply(Odd(values).AsInt32(), Odd(_multipliers).AsInt32()) + _halfOdd;
        return Join(ShiftRight(even, _rightEven), ShiftRight(odd, _rightOdd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> RequantizeDouble(Vector256<int> values)
    {
        Vector256<long> halfQ31 = Vector256.Create(1L << 30);
        Vector256<long> even = Vector256.ShiftRightArithmetic(Avx2.Multiply(values, _multipliers) + halfQ31, 31);
        Vector256<long> odd = Vector256.ShiftRightArithmetic(Avx2.Multiply(Odd(values).AsInt32(), Odd(_multipliers).AsInt32()) + halfQ31, 31);
        even += _halfEven + (Vector256.LessThan(even, Vector256<long>.Zero) & _tieEven);
        odd += _halfOdd + (Vector256.LessThan(odd, Vector256<long>.Zero) & _tieOdd);
        return Join(ShiftRight(even, _rightEven), ShiftRight(odd, _rightOdd));
    }

    private Vector256<int> RequantizeEach(Vector256<int> values)
    {
        RoundingMode mode = _isDouble ? RoundingMode.Double : RoundingMode.Single;
        Span<int> results = stackalloc int[Count];
        for (int i = 0; i < Count; i++)
        {
            results[i] = FixedPoint.Requantize(values[i], _multipliers[i], _shifts[i], mode);
        }

        return Vector256.Create<int>(results);
    }
}
