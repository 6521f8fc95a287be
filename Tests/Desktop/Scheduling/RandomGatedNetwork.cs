using System;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>
/// Seeded networks of inverted bottlenecks with squeeze-excite gates: shapes, strides, residual adds, tables, a second gate over the same
/// tensor and a gated tensor that is an output of the network, too.
/// </summary>
internal sealed class RandomGatedNetwork
{
    private readonly Random _random;
    private readonly DeviceProgram _program;
    private int _names;

    private RandomGatedNetwork(int seed, RoundingMode? rounding)
    {
        _random = new Random(seed);
        var input = new DeviceTensor("input", _random.Next(6, 15), _random.Next(4, 12), _random.Next(1, 4), 0.02f, _random.Next(256));
        _program = new DeviceProgram($"gated {seed}", rounding ?? (RoundingMode)(seed % 2), input)
        {
            SourceInput = Source(input),
        };
    }

    /// <summary>The network of a seed.</summary>
    public static DeviceProgram Make(int seed, RoundingMode? rounding = null)
    {
        var network = new RandomGatedNetwork(seed, rounding);
        DeviceTensor last = network.Convolve(OpCode.Conv2D, network._program.Input, network._random.Next(2, 9), 3, network._random.Next(1, 3));
        int blocks = network._random.Next(1, 4);
        for (int block = 0; block < blocks; block++)
        {
            last = network.Bottleneck(last);
        }

        network.Finish(last);
        network._program.Number();
        return network._program;
    }

    private DeviceTensor Bottleneck(DeviceTensor input)
    {
        int stride = _random.Next(3) == 0 ? 2 : 1;
        int channels = stride == 1 && _random.Next(2) == 0 ? input.Channels : _random.Next(2, 9);
        DeviceTensor wide = _random.Next(4) == 0 ? input : Convolve(OpCode.Conv2D, input, input.Channels * _random.Next(2, 5), 1, 1);
        DeviceTensor depthwise = Convolve(OpCode.DepthwiseConv2D, wide, wide.Channels, _random.Next(2) == 0 ? 3 : 5, stride);
        if (_random.Next(6) == 0)
        {
            _program.Outputs.Add(depthwise);
        }

        DeviceTensor gated = Gate(depthwise);
        if (_random.Next(4) == 0)
        {
            gated = Sum(gated, Gate(depthwise));
        }

        DeviceTensor narrow = Convolve(OpCode.Conv2D, gated, channels, 1, 1);
        bool isSame = narrow.Height == input.Height && narrow.Width == input.Width && narrow.Channels == input.Channels;
        return isSame ? Sum(narrow, input) : narrow;
    }

    private DeviceTensor Gate(DeviceTensor scaled)
    {
        DeviceTensor squeezed = Add(new DeviceOperator(OpCode.Mean, Name("mean"), [scaled], Tensor(1, 1, scaled.Channels))
        {
            ReducedAxes = 3,
            Multipliers = [FixedPointMultiplier.FromReal(1.0 / (scaled.Height * scaled.Width))],
        });
        DeviceTensor reduced = Convolve(OpCode.Conv2D, squeezed, Math.Max(1, scaled.Channels / 4), 1, 1);
        DeviceTensor gate = Convolve(OpCode.Conv2D, reduced, scaled.Channels, 1, 1);
        return Add(new DeviceOperator(OpCode.Mul, Name("scale"), [scaled, gate], Tensor(scaled.Height, scaled.Width, scaled.Channels))
        {
            Multipliers = [FixedPointMultiplier.FromReal(0.012)],
        });
    }

    private DeviceTensor Sum(DeviceTensor a, DeviceTensor b)
    {
        bool isDouble = _program.Rounding == RoundingMode.Double;
        return Add(new DeviceOperator(OpCode.Add, Name("sum"), [a, b], Tensor(a.Height, a.Width, a.Channels))
        {
            LeftShift = isDouble ? 20 : 0,
            Multipliers = isDouble
                ? [FixedPointMultiplier.FromReal(0.5), FixedPointMultiplier.FromReal(0.4), FixedPointMultiplier.FromReal(1.0 / (1 << 19))]
                : [new FixedPointMultiplier(1 << 19, -20), new FixedPointMultiplier(1 << 18, -20), new FixedPointMultiplier(0, 0)],
        });
    }

    private DeviceTensor Convolve(int opCode, DeviceTensor input, int channels, int kernel, int stride)
    {
        int taps = kernel * kernel * (opCode == OpCode.Conv2D ? input.Channels : 1);
        DeviceTensor output = Tensor((input.Height + stride - 1) / stride, (input.Width + stride - 1) / stride, channels);
        var op = new DeviceOperator(opCode, Name("conv"), [input], output)
        {
            KernelH = kernel,
            KernelW = kernel,
            StrideH = stride,
            StrideW = stride,
            PadTop = kernel / 2,
            PadLeft = kernel / 2,
            Weights = [.. Enumerable.Range(0, channels * taps).Select(_ => (sbyte)_random.Next(-127, 128))],
            FoldedBias = [.. Enumerable.Range(0, channels).Select(_ => _random.Next(-20000, 20000))],
            ChannelMultipliers = [.. Enumerable.Range(0, channels).Select(_ => FixedPointMultiplier.FromReal((0.5 + _random.NextDouble()) / (20 * Math.Sqrt(taps))))],
            Table = _random.Next(3) == 0 ? [.. Enumerable.Range(0, BlobFormat.TableEntries).Select(_ => (byte)_random.Next(256))] : null,
        };
        return Add(op);
    }

    private void Finish(DeviceTensor last)
    {
        _program.Outputs.Add(last);
        _program.SourceOutputs.AddRange(_program.Outputs.Select(Source));
    }

    private DeviceTensor Add(DeviceOperator op)
    {
        _program.Operators.Add(op);
        return op.Output;
    }

    private string Name(string kind) => $"{kind}{_names++}";

    private DeviceTensor Tensor(int height, int width, int channels)
    {
        return new DeviceTensor($"tensor{_names}", height, width, channels, 0.05f, _random.Next(256));
    }

    private static SourceInterface Source(DeviceTensor tensor)
    {
        return new SourceInterface(tensor.Name, ElementType.Float32, [1, tensor.Height, tensor.Width, tensor.Channels], false);
    }
}
