using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>
/// Convolution as a product of matrices: the windows of up to a tile of pixels, widened to 16 bits, times the packed weights,
/// four pixels by sixteen channels at a time. The same sums as Reference.Conv2D in another order, so the same bytes.
/// </summary>
internal sealed class VectorConvolution
{
    private const int TileInts = 8 * 1024; // windows of a tile: 32 KB, near the core
    private const int TilePixels = 64; // most pixels of a tile
    private const int Step = 4; // pixels at a time; tiles are whole steps

    private readonly WeightCache _weights = new();
    private readonly ChannelParameters _parameters = new();
    private readonly PaddedRows _rows = new();
    private int[] _windows = []; // [pixel][pair of taps]
    private byte[] _results = []; // [pixel][channels, whole blocks]

    /// <summary>Runs rows and channels of a Conv2D, or of a depthwise convolution with a multiplier, which is the same with as many groups as channels.</summary>
    public void Run(Stage stage, int groups, int first, int count, int firstChannel, int channelCount)
    {
        int perGroup = stage.Output.Channels / groups;
        int end = firstChannel + channelCount;
        for (int channel = firstChannel; channel < end;)
        {
            int group = channel / perGroup;
            int next = Math.Min((group + 1) * perGroup, end);
            RunGroup(stage, group, stage.Input.Channels / groups, first, count, channel, next - channel);
            channel = next;
        }
    }

    private void RunGroup(Stage stage, int group, int groupChannels, int first, int count, int firstChannel, int channelCount)
    {
        PackedWeights weights = _weights.Get(stage, firstChannel, channelCount);
        _parameters.Load(stage, firstChannel, channelCount);
        _rows.Begin(stage);
        int blocks = (channelCount + PackedWeights.BlockChannels - 1) / PackedWeights.BlockChannels;
        int stride = blocks * PackedWeights.BlockChannels;
        int pairs = weights.PairCount;
        int tile = Math.Clamp(TileInts / pairs / Step * Step, Step, TilePixels);
        Reserve(tile * pairs, tile * stride);
        int firstPixel = first * stage.Output.Width;
        int lastPixel = (first + count) * stage.Output.Width;
        for (int pixel = firstPixel; pixel < lastPixel; pixel += tile)
        {
            int pixels = Math.Min(tile, lastPixel - pixel);
            for (int i = 0; i < pixels; i++)
            {
                CopyWindow(stage, pixel + i, group * groupChannels, groupChannels, i * pairs);
            }

            for (int block = 0; block < blocks; block++)
            {
                Multiply(weights, block, pixels, stride);
            }

            ResultRows.WritePixels(stage, pixel, pixels, firstChannel, channelCount, _results, stride);
        }
    }

    private void Reserve(int windowInts, int resultBytes)
    {
        // Widening writes whole vectors.
        int ints = windowInts + Vector256<int>.Count;
        if (_windows.Length < ints)
        {
            _windows = new int[ints];
        }

        if (_results.Length < resultBytes)
        {
            _results = new byte[resultBytes];
        }
    }

    /// <summary>Widens the window of a pixel: taps in the order of the weights, [ky][kx][ic].</summary>
    private void CopyWindow(Stage stage, int pixel, int firstInput, int groupChannels, int target)
    {
        RowBuffer input = stage.Input;
        int oy = pixel / stage.Output.Width;
        int ox = pixel % stage.Output.Width;
        bool isWhole = groupChannels == input.Channels;
        int pieces = isWhole ? 1 : stage.KernelW;
        int pieceBytes = isWhole ? stage.KernelW * groupChannels : groupChannels;
        ref short window = ref Unsafe.As<int, short>(ref _windows[target]);
        for (int ky = 0; ky < stage.KernelH; ky++)
        {
            int source = _rows.Offset((oy * stage.StrideH) - stage.PadTop + ky) + (ox * stage.StrideW * input.Channels) + firstInput;
            for (int piece = 0; piece < pieces; piece++)
            {
                Widen(ref Unsafe.Add(ref _rows.First, source), ref window, pieceBytes);
                window = ref Unsafe.Add(ref window, pieceBytes);
                source += input.Channels;
            }
        }
    }

    /// <summary>Writes up to 15 numbers too many; what comes later overwrites them, or meets weights of 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(ref byte source, ref short target, int count)
    {
        for (int i = 0; i < count; i += Vector128<byte>.Count)
        {
            PairProducts.Widen(Vector128.LoadUnsafe(ref source, (nuint)i)).AsInt16().StoreUnsafe(ref target, (nuint)i);
        }
    }

    private void Multiply(PackedWeights weights, int block, int pixels, int stride)
    {
        int pairs = weights.PairCount;
        int channel = block * PackedWeights.BlockChannels;
        ref int w = ref weights.Pairs[block * pairs * PackedWeights.BlockChannels];
        int pixel = 0;
        for (; pixel + 1 < pixels; pixel += Step)
        {
            // The last step may take pixels that are not there: their windows are those of an earlier tile.
            MultiplyFour(ref w, pairs, channel, pixel * pairs, (pixel * stride) + channel, stride);
        }

        if (pixel < pixels)
        {
            MultiplyOne(ref w, pairs, channel, pixel * pairs, (pixel * stride) + channel);
        }
    }

    private void MultiplyFour(ref int w, int pairs, int channel, int window, int result, int stride)
    {
        Vector256<int> a0 = _parameters.Biases(channel);
        Vector256<int> b0 = _parameters.Biases(channel + ResultLanes.Count);
        Vector256<int> a1 = a0, a2 = a0, a3 = a0;
        Vector256<int> b1 = b0, b2 = b0, b3 = b0;
        ref int u0 = ref _windows[window];
        ref int u1 = ref Unsafe.Add(ref u0, pairs);
        ref int u2 = ref Unsafe.Add(ref u1, pairs);
        ref int u3 = ref Unsafe.Add(ref u2, pairs);
        for (nint pair = 0; pair < pairs; pair++)
        {
            Vector256<int> wa = Vector256.LoadUnsafe(ref w);
            Vector256<int> wb = Vector256.LoadUnsafe(ref w, ResultLanes.Count);
            w = ref Unsafe.Add(ref w, PackedWeights.BlockChannels);
            Vector256<int> u = Vector256.Create(Unsafe.Add(ref u0, pair));
            a0 += PairProducts.Multiply(u, wa);
            b0 += PairProducts.Multiply(u, wb);
            u = Vector256.Create(Unsafe.Add(ref u1, pair));
            a1 += PairProducts.Multiply(u, wa);
            b1 += PairProducts.Multiply(u, wb);
            u = Vector256.Create(Unsafe.Add(ref u2, pair));
            a2 += PairProducts.Multiply(u, wa);
            b2 += PairProducts.Multiply(u, wb);
            u = Vector256.Create(Unsafe.Add(ref u3, pair));
            a3 += PairProducts.Multiply(u, wa);
            b3 += PairProducts.Multiply(u, wb);
        }

        ref readonly ResultLanes lanesA = ref _parameters.Lanes(channel);
        ref readonly ResultLanes lanesB = ref _parameters.Lanes(channel + ResultLanes.Count);
        ref byte target = ref _results[result];
        Store(in lanesA, in lanesB, a0, b0, ref target);
        Store(in lanesA, in lanesB, a1, b1, ref Unsafe.Add(ref target, stride));
        Store(in lanesA, in lanesB, a2, b2, ref Unsafe.Add(ref target, 2 * stride));
        Store(in lanesA, in lanesB, a3, b3, ref Unsafe.Add(ref target, 3 * stride));
    }

    private void MultiplyOne(ref int w, int pairs, int channel, int window, int result)
    {
        Vector256<int> a = _parameters.Biases(channel);
        Vector256<int> b = _parameters.Biases(channel + ResultLanes.Count);
        ref int u0 = ref _windows[window];
        for (nint pair = 0; pair < pairs; pair++)
        {
            Vector256<int> u = Vector256.Create(Unsafe.Add(ref u0, pair));
            a += PairProducts.Multiply(u, Vector256.LoadUnsafe(ref w));
            b += PairProducts.Multiply(u, Vector256.LoadUnsafe(ref w, ResultLanes.Count));
            w = ref Unsafe.Add(ref w, PackedWeights.BlockChannels);
        }

        Store(in _parameters.Lanes(channel), in _parameters.Lanes(channel + ResultLanes.Count), a, b, ref _results[result]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in ResultLanes lanesA, in ResultLanes lanesB, Vector256<int> a, Vector256<int> b, ref byte target)
    {
        ResultLanes.Store(lanesA.Finish(a), ref target);
        ResultLanes.Store(lanesB.Finish(b), ref Unsafe.Add(ref target, ResultLanes.Count));
    }
}
