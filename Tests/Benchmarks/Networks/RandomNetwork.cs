using System;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.Benchmarks.Networks;

/// <summary>
/// Builds a quantized network with seeded random weights: memory, multiply-accumulates and counted instructions depend on shapes,
/// not on what a network has learnt.
/// </summary>
internal sealed class RandomNetwork
{
    private const float Scale = 0.05f;

    // Of weights whose largest is 127 in rows of some hundred.
    private const int WeightDeviation = 36;
    private readonly Random _random = new(7);
    private readonly DeviceProgram _program;

    /// <summary>Starts with an input.</summary>
    /// <param name="name">Name of the network.</param>
    /// <param name="size">Rows and columns of the input.</param>
    public RandomNetwork(string name, int size)
    {
        Last = new DeviceTensor("input", size, size, 3, Scale, 128);
        _program = new DeviceProgram(name, RoundingMode.Single, Last) { SourceInput = Source(Last) };
    }

    /// <summary>The tensor made last.</summary>
    public DeviceTensor Last { get; private set; }

    /// <summary>A convolution with padding kernel / 2.</summary>
    /// <param name="channels">Output channels.</param>
    /// <param name="kernel">Kernel height and width.</param>
    /// <param name="stride">Stride both ways.</param>
    /// <param name="hasTable">Whether a hard-swish or another table follows.</param>
    public RandomNetwork Convolve(int channels, int kernel = 1, int stride = 1, bool hasTable = false)
    {
        return Convolve(OpCode.Conv2D, channels, kernel, stride, hasTable);
    }

    /// <summary>A depthwise convolution with padding kernel / 2.</summary>
    public RandomNetwork Depthwise(int kernel, int stride, bool hasTable = false)
    {
        return Convolve(OpCode.DepthwiseConv2D, Last.Channels, kernel, stride, hasTable);
    }

    /// <summary>Adds an earlier tensor of the same shape.</summary>
    public RandomNetwork AddTo(DeviceTensor other)
    {
        return Add(new DeviceOperator(OpCode.Add, Name("sum"), [Last, other], Tensor(Last.Height, Last.Width, Last.Channels))
        {
            Multipliers = [new FixedPointMultiplier(1 << 19, -20), new FixedPointMultiplier(1 << 18, -20), new FixedPointMultiplier(0, 0)],
        });
    }

    /// <summary>The mean over rows and columns.</summary>
    public RandomNetwork Mean()
    {
        return Add(new DeviceOperator(OpCode.Mean, Name("mean"), [Last], Tensor(1, 1, Last.Channels))
        {
            ReducedAxes = 3,
            Multipliers = [FixedPointMultiplier.FromReal(1.0 / (Last.Height * Last.Width))],
        });
    }

    /// <summary>A squeeze-excite gate.</summary>
    /// <param name="squeezed">Channels between its two convolutions.</param>
    public RandomNetwork Gate(int squeezed)
    {
        DeviceTensor scaled = Last;
        Mean().Convolve(squeezed).Convolve(scaled.Channels, hasTable: true);
        return Add(new DeviceOperator(OpCode.Mul, Name("scale"), [scaled, Last], Tensor(scaled.Height, scaled.Width, scaled.Channels))
        {
            Multipliers = [FixedPointMultiplier.FromReal(0.012)],
        });
    }

    /// <summary>Expand, depthwise, gate, project; a sum where the shapes allow it.</summary>
    /// <param name="expanded">Channels of the depthwise convolution; no expansion when the input has as many.</param>
    /// <param name="channels">Channels of the result.</param>
    /// <param name="kernel">Kernel of the depthwise convolution.</param>
    /// <param name="stride">Its stride.</param>
    /// <param name="hasTable">Whether hard-swish stands in the place of ReLU.</param>
    /// <param name="squeezed">Channels of the gate's middle, or 0 for none.</param>
    public RandomNetwork Block(int expanded, int channels, int kernel = 3, int stride = 1, bool hasTable = false, int squeezed = 0)
    {
        DeviceTensor input = Last;
        if (expanded != input.Channels)
        {
            Convolve(expanded, hasTable: hasTable);
        }

        Depthwise(kernel, stride, hasTable);
        if (squeezed > 0)
        {
            Gate(squeezed);
        }

        Convolve(channels);
        return stride == 1 && channels == input.Channels ? AddTo(input) : this;
    }

    /// <summary>Makes the last tensor the network's output.</summary>
    public DeviceProgram Finish()
    {
        _program.Outputs.Add(Last);
        _program.SourceOutputs.Add(Source(Last));
        _program.Number();
        return _program;
    }

    private RandomNetwork Convolve(int opCode, int channels, int kernel, int stride, bool hasTable)
    {
        int taps = kernel * kernel * (opCode == OpCode.Conv2D ? Last.Channels : 1);
        var convolution = new DeviceOperator(opCode, Name("conv"), [Last], Tensor((Last.Height + stride - 1) / stride, (Last.Width + stride - 1) / stride, channels))
        {
            KernelH = kernel,
            KernelW = kernel,
            StrideH = stride,
            StrideW = stride,
            PadTop = kernel / 2,
            PadLeft = kernel / 2,
            Weights = [.. Enumerable.Range(0, channels * taps).Select(_ => Weight())],
            FoldedBias = [.. Enumerable.Range(0, channels).Select(_ => _random.Next(-20000, 20000))],
            ChannelMultipliers = [.. Enumerable.Range(0, channels).Select(_ => FixedPointMultiplier.FromReal((0.5 + _random.NextDouble()) / (WeightDeviation * Math.Sqrt(taps))))],
            Table = hasTable ? [.. Enumerable.Range(0, BlobFormat.TableEntries).Select(_ => (byte)_random.Next(256))] : null,
        };
        convolution.LaneTaps = LaneRuns.Longest(convolution);
        return Add(convolution);
    }

    // As trained weights are, near zero more often than not: the sum of three even ones. What lanes hold depends on it.
    private sbyte Weight()
    {
        double sum = _random.NextDouble() + _random.NextDouble() + _random.NextDouble() - 1.5;
        return (sbyte)Math.Clamp(Math.Round(sum * 2 * WeightDeviation), -127, 127);
    }

    private RandomNetwork Add(DeviceOperator op)
    {
        _program.Operators.Add(op);
        Last = op.Output;
        return this;
    }

    private DeviceTensor Tensor(int height, int width, int channels) => new(Name("tensor"), height, width, channels, Scale, 128);

    private string Name(string kind) => $"{kind}{_program.Operators.Count}";

    private static SourceInterface Source(DeviceTensor tensor)
    {
        return new SourceInterface(tensor.Name, ElementType.Float32, [1, tensor.Height, tensor.Width, tensor.Channels], false);
    }
}
