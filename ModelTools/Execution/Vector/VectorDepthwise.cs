using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>
/// Depthwise convolution with multiplier 1, sixteen channels of a pixel at a time, taps in pairs. The same sums as
/// Reference.DepthwiseConv2D in another order, so the same bytes.
/// </summary>
internal sealed class VectorDepthwise
{
    private readonly WeightCache _weights = new();
    private readonly ChannelParameters _parameters = new();
    private readonly PaddedRows _rows = new();
    private int[] _tapOffsets = []; // offset in the slots of each tap of the first pixel; an odd number is filled up
    private byte[] _results = []; // [pixel][channels, whole blocks]

    /// <summary>Runs rows and channels.</summary>
    public void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        RowBuffer output = stage.Output;
        PackedWeights weights = _weights.Get(stage, firstChannel, channelCount);
        _parameters.Load(stage, firstChannel, channelCount);
        _rows.Begin(stage);
        int blocks = (channelCount + PackedWeights.BlockChannels - 1) / PackedWeights.BlockChannels;
        int stride = blocks * PackedWeights.BlockChannels;
        Reserve(2 * weights.PairCount, output.Width * stride);
        for (int oy = first; oy < first + count; oy++)
        {
            FindTaps(stage, oy);
            for (int block = 0; block < blocks; block++)
            {
                RunBlock(stage, weights, block, firstChannel, stride);
            }

            ResultRows.WritePixels(stage, oy * output.Width, output.Width, firstChannel, channelCount, _results, stride);
        }
    }

    private void Reserve(int taps, int resultBytes)
    {
        if (_tapOffsets.Length < taps)
        {
            _tapOffsets = new int[taps];
        }

        if (_results.Length < resultBytes)
        {
            _results = new byte[resultBytes];
        }
    }

    private void FindTaps(Stage stage, int oy)
    {
        int tap = 0;
        for (int ky = 0; ky < stage.KernelH; ky++)
        {
            int row = _rows.Offset((oy * stage.StrideH) - stage.PadTop + ky);
            for (int kx = 0; kx < stage.KernelW; kx++)
            {
                _tapOffsets[tap] = row + (kx * stage.Input.Channels);
                tap++;
            }
        }

        if (tap % 2 != 0)
        {
            _tapOffsets[tap] = _tapOffsets[tap - 1];
        }
    }

    private void RunBlock(Stage stage, PackedWeights weights, int block, int firstChannel, int stride)
    {
        int channel = block * PackedWeights.BlockChannels;
        int pairs = weights.PairCount;
        int pixelStep = stage.StrideW * stage.Input.Channels;
        ref byte source = ref Unsafe.Add(ref _rows.First, firstChannel + channel);
        ref byte target = ref _results[channel];
        ref int offsets = ref MemoryMarshal.GetArrayDataReference(_tapOffsets);
        ref int blockWeights = ref weights.Pairs[block * pairs * PackedWeights.BlockChannels];
        Vector256<int> biasA = _parameters.Biases(channel);
        Vector256<int> biasB = _parameters.Biases(channel + ResultLanes.Count);
        ref readonly ResultLanes lanesA = ref _parameters.Lanes(channel);
        ref readonly ResultLanes lanesB = ref _parameters.Lanes(channel + ResultLanes.Count);
        for (int ox = 0; ox < stage.Output.Width; ox++)
        {
            Vector256<int> a = biasA;
            Vector256<int> b = biasB;
            ref int w = ref blockWeights;
            for (nint pair = 0; pair < pairs; pair++)
            {
                Vector128<byte> even = Vector128.LoadUnsafe(ref source, (nuint)Unsafe.Add(ref offsets, 2 * pair));
                Vector128<byte> odd = Vector128.LoadUnsafe(ref source, (nuint)Unsafe.Add(ref offsets, (2 * pair) + 1));
                a += PairProducts.Multiply(PairProducts.PairLow(even, odd), Vector256.LoadUnsafe(ref w));
                b += PairProducts.Multiply(PairProducts.PairHigh(even, odd), Vector256.LoadUnsafe(ref w, ResultLanes.Count));
                w = ref Unsafe.Add(ref w, PackedWeights.BlockChannels);
            }

            ResultLanes.Store(lanesA.Finish(a), ref target);
            ResultLanes.Store(lanesB.Finish(b), ref Unsafe.Add(ref target, ResultLanes.Count));
            source = ref Unsafe.Add(ref source, pixelStep);
            target = ref Unsafe.Add(ref target, stride);
        }
    }
}
