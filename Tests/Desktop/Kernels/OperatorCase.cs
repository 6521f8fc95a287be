using System;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>One operator that is no convolution, with random numbers, run by two kernel sets on the same input rows.</summary>
internal sealed class OperatorCase
{
    private readonly KernelRandom _random;

    /// <summary>A case with a random result range, table and rounding.</summary>
    public OperatorCase(int opCode, KernelRandom random, params (int Height, int Width, int Channels)[] inputs)
    {
        _random = random;
        Stage = new Stage
        {
            OpCode = opCode,
            Rounding = (RoundingMode)random.Next(2),
            InputCount = inputs.Length,
            ResultZeroPoint = random.Next(256),
            ActivationMax = 255,
            HasTable = random.Next(3) == 0,
            Table = [.. Enumerable.Range(0, 300).Select(_ => (byte)random.Next(256))],
            TableOffset = 17,
            Accumulators = new int[4096],
            AccumulatorBase = 3,
            Groups = 1,
            StrideH = 1,
            StrideW = 1,
            Sign = 1,
            Lanes = new long[random.Next(4) == 0 ? 0 : 256],
            ScratchBytes = new byte[random.Next(4) == 0 ? PackedScratch.LeastBytes(opCode) : PackedScratch.Bytes(OpCode.Conv2D)],
        };
        if (random.Next(3) == 0)
        {
            Stage.ActivationMin = random.Next(256);
            Stage.ActivationMax = random.Between(Stage.ActivationMin, 255);
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            (int height, int width, int channels) = inputs[i];
            Stage.Inputs[i] = TestBuffer.Make(height, width, channels, random.Next(256), height, BandRows(height));
            var values = new byte[height * width * channels];
            for (int k = 0; k < values.Length; k++)
            {
                values[k] = (byte)(random.Next(8) == 0 ? random.Next(2) * 255 : random.Next(256));
            }

            for (int y = 0; y < height; y++)
            {
                TestBuffer.SetRow(Stage.Inputs[i], y, values);
            }
        }

        Stage.Input = Stage.Inputs[0];
    }

    /// <summary>The operator; both runs use it.</summary>
    public Stage Stage { get; }

    /// <summary>Sets the output's shape.</summary>
    public void SetOutput(int height, int width, int channels)
    {
        Stage.Output = TestBuffer.Make(height, width, channels, Stage.ResultZeroPoint, height, BandRows(height));
    }

    /// <summary>One band or two.</summary>
    private int BandRows(int height) => _random.Next(2) == 0 ? height : (height + 1) / 2;

    /// <summary>A random multiplier of a plausible or an extreme size.</summary>
    public (int Multiplier, int Shift) DrawMultiplier(int shift)
    {
        return (_random.Next(20) == 0 ? 0 : (1 << 30) + _random.Next(1 << 30), _random.Next(4) == 0 ? _random.Between(-31, 4) : shift + _random.Between(-1, 1));
    }

    /// <summary>Runs both; null when all bytes are equal.</summary>
    public string? FindDifference(KernelSet kernels, string description)
    {
        byte[] expected = Run(new ReferenceKernels(), Stage.Output.Height);
        byte[] actual = Run(kernels, _random.Between(1, Stage.Output.Height));
        int first = Enumerable.Range(0, expected.Length).FirstOrDefault(i => expected[i] != actual[i], -1);
        if (!TestBuffer.GuardsHold(Stage.Output))
        {
            return description + ": wrote outside its rows";
        }

        return first < 0 ? null : $"{description}: element {first}: expected {expected[first]}, actual {actual[first]}";
    }

    private byte[] Run(KernelSet kernels, int step)
    {
        RowBuffer output = Stage.Output;
        var result = new byte[output.Height * output.RowBytes];
        for (int y = 0; y < output.Height; y += step)
        {
            int count = Math.Min(step, output.Height - y);
            RunRows(kernels, y, count);
        }

        for (int y = 0; y < output.Height; y++)
        {
            TestBuffer.GetRow(output, y, result);
            Array.Clear(output.RowArray(y), output.RowOffset(y), output.RowBytes);
        }

        return result;
    }

    private void RunRows(KernelSet kernels, int first, int count)
    {
        switch (Stage.OpCode)
        {
            case OpCode.Add:
                kernels.Add(Stage, first, count);
                break;
            case OpCode.Mul:
                kernels.Mul(Stage, first, count);
                break;
            case OpCode.PRelu:
                kernels.PRelu(Stage, first, count);
                break;
            case OpCode.MaxPool:
                kernels.MaxPool(Stage, first, count);
                break;
            case OpCode.AveragePool when Stage.Accumulates:
                Accumulate(0, Stage.Input.Height, kernels.AveragePoolAccumulate);
                kernels.AveragePoolFinish(Stage);
                break;
            case OpCode.AveragePool:
                kernels.AveragePool(Stage, first, count);
                break;
            case OpCode.Mean:
                for (int oy = first; oy < first + count; oy++)
                {
                    bool isWhole = (Stage.ReducedAxes & 1) != 0;
                    Accumulate(isWhole ? 0 : oy, isWhole ? Stage.Input.Height : oy + 1, kernels.MeanAccumulate);
                    kernels.MeanFinish(Stage, oy);
                }

                break;
            case OpCode.Pad:
                kernels.Pad(Stage, first, count);
                break;
            case OpCode.Reshape:
                kernels.Reshape(Stage, first, count);
                break;
            case OpCode.Transpose:
                kernels.Transpose(Stage, first, count);
                break;
            case OpCode.Table:
                kernels.Table(Stage, first, count);
                break;
            case OpCode.Concat:
                kernels.Concat(Stage, first, count);
                break;
            case OpCode.Resize:
                kernels.Resize(Stage, first, count);
                break;
            default:
                throw new NotSupportedException($"operator code {Stage.OpCode}");
        }
    }

    private void Accumulate(int first, int end, Action<Stage, int, bool> add)
    {
        for (int iy = first; iy < end; iy++)
        {
            add(Stage, iy, iy == first);
        }
    }
}
