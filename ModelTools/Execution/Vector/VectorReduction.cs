using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Reference;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>Pools and means: sums and maxima of a row, several channels at a time. The arithmetic of Reference.Pool and Reference.Mean.</summary>
internal sealed class VectorReduction
{
    private int[] _sums = [];
    private byte[] _maxima = [];

    /// <summary>Adds an input row to the sums of a mean that keeps the channels apart.</summary>
    public static void AccumulateMean(Stage stage, int iy, bool isFirst)
    {
        RowBuffer input = stage.Input;
        Span<int> sums = stage.Accumulators.AsSpan(stage.AccumulatorBase, stage.AccumulatorCount);
        if (isFirst)
        {
            sums.Clear();
        }

        ReadOnlySpan<byte> row = input.RowArray(iy).AsSpan(input.RowOffset(iy), input.RowBytes);
        int channels = input.Channels;
        int strideX = (stage.ReducedAxes & Mean.AxisW) != 0 ? 0 : channels;
        for (int ix = 0; ix < input.Width; ix++)
        {
            Add(row.Slice(ix * channels, channels), sums.Slice(ix * strideX, channels), input.ZeroPoint);
        }
    }

    /// <summary>Adds an input row to the sums of an average over the whole height.</summary>
    public static void AccumulateAverage(Stage stage, int iy, bool isFirst)
    {
        RowBuffer input = stage.Input;
        Span<int> sums = stage.Accumulators.AsSpan(stage.AccumulatorBase, stage.AccumulatorCount);
        if (isFirst)
        {
            sums.Clear();
        }

        ReadOnlySpan<byte> row = input.RowArray(iy).AsSpan(input.RowOffset(iy), input.RowBytes);
        int channels = input.Channels;
        for (int ox = 0; ox < stage.Output.Width; ox++)
        {
            int left = (ox * stage.StrideW) - stage.PadLeft;
            int end = Math.Min(left + stage.KernelW, input.Width);
            for (int ix = Math.Max(left, 0); ix < end; ix++)
            {
                Add(row.Slice(ix * channels, channels), sums.Slice(ox * channels, channels), stage.ResultZeroPoint);
            }
        }
    }

    /// <summary>Averages or maxima of windows.</summary>
    public void Run(Stage stage, int first, int count)
    {
        RowBuffer input = stage.Input;
        RowBuffer output = stage.Output;
        int channels = input.Channels;
        if (_sums.Length < channels)
        {
            _sums = new int[channels];
            _maxima = new byte[channels];
        }

        bool isMax = stage.OpCode == OpCode.MaxPool;
        for (int oy = first; oy < first + count; oy++)
        {
            int top = (oy * stage.StrideH) - stage.PadTop;
            int bottom = Math.Min(top + stage.KernelH, input.Height);
            top = Math.Max(top, 0);
            Span<byte> outputRow = output.RowArray(oy).AsSpan(output.RowOffset(oy), output.RowBytes);
            for (int ox = 0; ox < output.Width; ox++)
            {
                int left = (ox * stage.StrideW) - stage.PadLeft;
                int right = Math.Min(left + stage.KernelW, input.Width);
                left = Math.Max(left, 0);
                Array.Clear(_sums, 0, channels);
                Array.Clear(_maxima, 0, channels);
                for (int iy = top; iy < bottom; iy++)
                {
                    ReadOnlySpan<byte> row = input.RowArray(iy).AsSpan(input.RowOffset(iy), input.RowBytes);
                    for (int ix = left; ix < right; ix++)
                    {
                        ReadOnlySpan<byte> pixel = row.Slice(ix * channels, channels);
                        if (isMax)
                        {
                            Max(pixel, _maxima);
                        }
                        else
                        {
                            Add(pixel, _sums, stage.ResultZeroPoint);
                        }
                    }
                }

                int taps = (bottom - top) * (right - left);
                Span<byte> target = outputRow.Slice(ox * channels, channels);
                for (int oc = 0; oc < channels; oc++)
                {
                    target[oc] = Result.Clamp(stage, isMax ? _maxima[oc] : FixedPoint.DivideRounded(_sums[oc], taps) + stage.ResultZeroPoint);
                }
            }
        }
    }

    /// <summary>sums[i] += values[i] - zeroPoint.</summary>
    private static void Add(ReadOnlySpan<byte> values, Span<int> sums, int zeroPoint)
    {
        Vector256<int> zero = Vector256.Create(zeroPoint);
        int i = 0;
        for (; i <= values.Length - ResultLanes.Count; i += ResultLanes.Count)
        {
            Span<int> eight = sums.Slice(i, ResultLanes.Count);
            (Vector256.Create<int>(eight) + ResultLanes.Load(ref MemoryMarshal.GetReference(values[i..])) - zero).CopyTo(eight);
        }

        for (; i < values.Length; i++)
        {
            sums[i] += values[i] - zeroPoint;
        }
    }

    private static void Max(ReadOnlySpan<byte> values, Span<byte> maxima)
    {
        int i = 0;
        for (; i <= values.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Span<byte> sixteen = maxima.Slice(i, Vector128<byte>.Count);
            Vector128.Max(Vector128.Create(values[i..]), Vector128.Create<byte>(sixteen)).CopyTo(sixteen);
        }

        for (; i < values.Length; i++)
        {
            maxima[i] = Math.Max(maxima[i], values[i]);
        }
    }
}
