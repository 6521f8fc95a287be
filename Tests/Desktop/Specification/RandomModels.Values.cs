using System;
using System.Linq;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.Tests.Desktop.Tflite;

namespace Edge.Tests.Desktop.Specification;

/// <content>Shapes, scales, weights and biases.</content>
internal sealed partial class RandomModels
{
    private static readonly int[] s_zeroPoints = [-128, 127, 0, -1, 3];

    private int[] Image() => [1, Range(1, 16), Range(1, 16), Range(1, 20)];

    private (int Height, int Width, int KernelH, int KernelW) Window()
    {
        int kernelH = Pick(1, 1, 2, 3, 3, 5, 7);
        int kernelW = Pick(1, kernelH, kernelH, 3, 4);
        return (Math.Max(kernelH, Range(1, 16)), Math.Max(kernelW, Range(1, 16)), kernelH, kernelW);
    }

    private (TflitePadding Padding, int StrideH, int StrideW) Steps(int height, int width, int kernelH, int kernelW)
    {
        bool fits = kernelH <= height && kernelW <= width;
        TflitePadding padding = fits ? Pick(TflitePadding.Same, TflitePadding.Valid) : TflitePadding.Same;
        int stride = Pick(1, 1, 2, 3);
        if (!_hasUnreadRows && UnreadRows(height, kernelH, stride, padding) > 0)
        {
            stride = 1;
        }

        return (padding, stride, Pick(stride, stride, 1, 2));
    }

    private static int UnreadRows(int size, int kernel, int stride, TflitePadding padding)
    {
        int covered = ((Size(size, kernel, stride, padding) - 1) * stride) + kernel;
        int before = padding == TflitePadding.Same ? Math.Max(covered - size, 0) / 2 : 0;
        return size - (covered - before);
    }

    private static int Size(int size, int kernel, int stride, TflitePadding padding)
    {
        return padding == TflitePadding.Same ? (size + stride - 1) / stride : ((size - kernel) / stride) + 1;
    }

    private int Activation(string name, int[] shape, float scale) => _builder.Int8(name, shape, scale, ZeroPoint());

    private int ZeroPoint() => _random.Next(2) == 0 ? s_zeroPoints[_random.Next(s_zeroPoints.Length)] : _random.Next(-128, 128);

    private float ActivationScale() => (float)Math.Exp((_random.NextDouble() * 8) - 7);

    /// <summary>Weights over all of int8, per tensor or per channel; now and then a dead channel with a scale next to nothing.</summary>
    private int Weights(int[] shape, int channels, int axis)
    {
        float typical = (float)Math.Exp((_random.NextDouble() * 4) - 7);
        bool isPerChannel = channels > 1 && _random.Next(3) != 0;
        float[] scales = [.. Enumerable.Range(0, isPerChannel ? channels : 1).Select(_ => (float)(typical * Math.Exp((_random.NextDouble() * 3) - 1.5)))];
        if (isPerChannel && _random.Next(4) == 0)
        {
            scales[_random.Next(channels)] = 1e-13f;
        }

        return _builder.Add(new TfliteTensorSpec
        {
            Name = "w",
            Type = TfliteTensorType.Int8,
            Shape = shape,
            Data = Bytes(shape.Aggregate(1, (count, size) => count * size)),
            Scales = scales,
            ZeroPoints = [.. scales.Select(_ => 0L)],
            Axis = axis,
        });
    }

    /// <summary>Biases of the size of the sums; one in a while as large as real models have them.</summary>
    private int Bias(int channels, int taps)
    {
        int typical = (int)(5000 * Math.Sqrt(taps));
        int[] values = [.. Enumerable.Range(0, channels).Select(_ => _random.Next(-typical, typical))];
        if (_random.Next(8) == 0)
        {
            values[_random.Next(channels)] = Pick(1 << 30, -(1 << 30));
        }

        return _random.Next(6) == 0 ? -1 : _builder.Int32Constant("bias", [channels], values);
    }

    /// <summary>An output scale that spreads sums of random products over int8, or is far from it.</summary>
    private float SumScale(int input, int weights, int taps)
    {
        double step = _builder.Tensors[input].Scales![0] * (double)_builder.Tensors[weights].Scales!.Max();
        double natural = step * 5000 * Math.Sqrt(taps) / 60;
        double factor = _random.Next(10) switch
        {
            0 => 1e-3,
            1 => 1e4,
            _ => Math.Exp((_random.NextDouble() * 2) - 1),
        };
        return (float)(natural * factor);
    }

    private TfliteActivation AnyActivation() => Pick(TfliteActivation.None, TfliteActivation.None, TfliteActivation.Relu, TfliteActivation.Relu6, TfliteActivation.ReluN1To1);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private int Range(int lowest, int highest) => _random.Next(lowest, highest + 1);

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
