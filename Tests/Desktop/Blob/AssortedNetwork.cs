using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.Tests.Desktop.Blob;

/// <summary>A small network of the operators that bottlenecks have not: concatenation, resize, pools, padding, transpose, PReLU, table, softmax.</summary>
internal sealed class AssortedNetwork
{
    private readonly Random _random = new(9);
    private readonly DeviceProgram _program;

    private AssortedNetwork(RoundingMode rounding)
    {
        var input = new DeviceTensor("input", 6, 5, 2, 0.02f, 120);
        _program = new DeviceProgram("assorted", rounding, input)
        {
            SourceInput = new SourceInterface("input", ElementType.Float32, [1, 6, 5, 2], false),
            Labels = ["a", "b", "c"],
            PixelScale = [0.1f, 0.2f],
            PixelOffset = [0f, -1f],
        };
    }

    /// <summary>Builds a new program; its numbers are seeded.</summary>
    public static DeviceProgram Build(RoundingMode rounding)
    {
        var network = new AssortedNetwork(rounding);
        DeviceTensor stem = network.Convolve("stem", network._program.Input, 6, 5, 4, 3, 9 * 2);
        DeviceTensor most = network.Add(OpCode.MaxPool, [stem], 6, 5, 4, op => Window(op, 3, 1, 1));
        DeviceTensor both = network.Add(OpCode.Concat, [stem, most], 6, 5, 8, op => op.ConcatAxis = 2);
        DeviceTensor large = network.Add(OpCode.Resize, [both], 12, 10, 8, op => op.IndexMaps = [.. Enumerable.Range(0, 12).Select(y => y / 2), .. Enumerable.Range(0, 10).Select(x => x / 2)]);
        DeviceTensor mean = network.Add(OpCode.AveragePool, [large], 6, 5, 8, op => Window(op, 2, 2, 0));
        DeviceTensor padded = network.Add(OpCode.Pad, [mean], 8, 7, 8, op => (op.PadTop, op.PadLeft, op.PadValue) = (1, 1, 77));
        DeviceTensor turned = network.Add(OpCode.Transpose, [padded], 7, 8, 8, op => op.Permutation = 1 + (9 * 2));
        var alpha = new DeviceTensor("alpha", 1, 1, 8, 0.01f, 128) { Data = [10, 90, 128, 140, 200, 255, 0, 129] };
        DeviceTensor bent = network.Add(OpCode.PRelu, [turned, alpha], 7, 8, 8, op => op.Multipliers = [FixedPointMultiplier.FromReal(0.7), FixedPointMultiplier.FromReal(0.01)]);
        DeviceTensor mapped = network.Add(OpCode.Table, [bent], 7, 8, 8, op => op.Table = [.. Enumerable.Range(0, BlobFormat.TableEntries).Select(i => (byte)(255 - i))]);
        DeviceTensor flat = network.Add(OpCode.Reshape, [mapped], 1, 1, 7 * 8 * 8, _ => { });
        DeviceTensor scores = network.Convolve("scores", flat, 1, 1, 3, 1, 7 * 8 * 8);
        DeviceTensor output = network.Add(OpCode.Softmax, [scores], 1, 1, 3, op => op.Exponentials = SoftmaxLowering.BuildExponentials(1, 0.05f));
        network._program.Outputs.Add(output);
        network._program.SourceOutputs.Add(new SourceInterface("softmax", ElementType.Float32, [1, 3], false));
        network._program.Number();
        return network._program;
    }

    private static void Window(DeviceOperator op, int kernel, int stride, int padding)
    {
        (op.KernelH, op.KernelW, op.StrideH, op.StrideW, op.PadTop, op.PadLeft) = (kernel, kernel, stride, stride, padding, padding);
    }

    private DeviceTensor Convolve(string name, DeviceTensor input, int height, int width, int channels, int kernel, int taps)
    {
        return Add(OpCode.Conv2D, [input], height, width, channels, op =>
        {
            Window(op, kernel, 1, kernel / 2);
            op.Weights = [.. Enumerable.Range(0, channels * taps).Select(_ => (sbyte)_random.Next(-127, 128))];
            op.FoldedBias = [.. Enumerable.Range(0, channels).Select(_ => _random.Next(-20000, 20000))];
            op.ChannelMultipliers = [.. Enumerable.Range(0, channels).Select(_ => FixedPointMultiplier.FromReal(0.05 / Math.Sqrt(taps)))];
        });
    }

    private DeviceTensor Add(int opCode, IEnumerable<DeviceTensor> inputs, int height, int width, int channels, Action<DeviceOperator> set)
    {
        string name = $"operator{_program.Operators.Count}";
        var op = new DeviceOperator(opCode, name, inputs, new DeviceTensor(name, height, width, channels, 0.05f, 128));
        set(op);
        _program.Operators.Add(op);
        return op.Output;
    }
}
