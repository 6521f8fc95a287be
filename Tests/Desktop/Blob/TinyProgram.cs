using System;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.Tests.Desktop.Blob;

/// <summary>A small program with most kinds of operators: 6x5x3, conv, depthwise with table, squeeze-excite, residual add, pool, softmax.</summary>
internal static class TinyProgram
{
    /// <summary>Builds a new program; weights are seeded.</summary>
    public static DeviceProgram Build()
    {
        var random = new Random(3);
        var input = new DeviceTensor("input", 6, 5, 3, 0.02f, 120);
        var program = new DeviceProgram("tiny", RoundingMode.Single, input)
        {
            SourceInput = new SourceInterface("input", ElementType.Float32, [1, 6, 5, 3], false),
            Labels = ["a", "b", "c", "d"],
        };
        DeviceTensor stem = Convolve(program, random, OpCode.Conv2D, input, 8, 3, 3 * 9, "stem");
        DeviceTensor depthwise = Convolve(program, random, OpCode.DepthwiseConv2D, stem, 8, 3, 9, "depthwise");
        program.Operators[^1].Table = Inverted();
        DeviceTensor squeezed = Add(program, new DeviceOperator(OpCode.Mean, "mean", [depthwise], Tensor("mean", 1, 1, 8))
        {
            ReducedAxes = 3,
            Multipliers = [FixedPointMultiplier.FromReal(1.0 / 30)],
        });
        DeviceTensor gate = Convolve(program, random, OpCode.Conv2D, squeezed, 8, 1, 8, "gate");
        DeviceTensor scaled = Add(program, new DeviceOperator(OpCode.Mul, "scale", [depthwise, gate], Tensor("scaled", 6, 5, 8))
        {
            Multipliers = [FixedPointMultiplier.FromReal(0.01)],
        });
        DeviceTensor sum = Add(program, new DeviceOperator(OpCode.Add, "residual", [scaled, stem], Tensor("sum", 6, 5, 8))
        {
            Multipliers = [new FixedPointMultiplier(1 << 19, -20), new FixedPointMultiplier(1 << 18, -20), new FixedPointMultiplier(0, 0)],
        });
        DeviceTensor pooled = Add(program, new DeviceOperator(OpCode.MaxPool, "pool", [sum], Tensor("pooled", 3, 2, 8))
        {
            KernelH = 2,
            KernelW = 2,
            StrideH = 2,
            StrideW = 2,
        });
        DeviceTensor scores = Convolve(program, random, OpCode.Conv2D, pooled, 4, 0, 3 * 2 * 8, "classes");
        DeviceTensor output = Add(program, new DeviceOperator(OpCode.Softmax, "softmax", [scores], Tensor("softmax", 1, 1, 4))
        {
            Exponentials = SoftmaxLowering.BuildExponentials(1, 0.05f),
        });
        program.Outputs.Add(output);
        program.SourceOutputs.Add(new SourceInterface("softmax", ElementType.Float32, [1, 4], false));
        program.Number();
        return program;
    }

    private static DeviceTensor Tensor(string name, int height, int width, int channels)
    {
        return new DeviceTensor(name, height, width, channels, 0.05f, 128);
    }

    private static DeviceTensor Add(DeviceProgram program, DeviceOperator op)
    {
        program.Operators.Add(op);
        return op.Output;
    }

    /// <summary>Adds a convolution with padding "same"; a kernel of 0 is the whole input.</summary>
    private static DeviceTensor Convolve(DeviceProgram program, Random random, int opCode, DeviceTensor input, int channels, int kernel, int taps, string name)
    {
        bool isWhole = kernel == 0;
        var weights = new sbyte[channels * taps];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (sbyte)random.Next(-127, 128);
        }

        var op = new DeviceOperator(opCode, name, [input], Tensor(name, isWhole ? 1 : input.Height, isWhole ? 1 : input.Width, channels))
        {
            KernelH = isWhole ? input.Height : kernel,
            KernelW = isWhole ? input.Width : kernel,
            PadTop = kernel / 2,
            PadLeft = kernel / 2,
            Weights = weights,
            FoldedBias = new int[channels],
            ChannelMultipliers = new FixedPointMultiplier[channels],
            ActivationMin = 10,
        };
        for (int c = 0; c < channels; c++)
        {
            op.FoldedBias[c] = random.Next(-20000, 20000);
            op.ChannelMultipliers[c] = FixedPointMultiplier.FromReal(0.002 + (0.0001 * c));
        }

        return Add(program, op);
    }

    private static byte[] Inverted()
    {
        var table = new byte[BlobFormat.TableEntries];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (byte)(255 - i);
        }

        return table;
    }
}
