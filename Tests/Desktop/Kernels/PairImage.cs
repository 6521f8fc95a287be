using System;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>An operator of two inputs on pairs of bytes, 16 values of a, both ends among them, with every b; compared with the reference.</summary>
internal static class PairImage
{
    /// <summary>Results of one comparison.</summary>
    public const int Results = Rows * 256;

    private const int Rows = 16;

    /// <summary>A stage with random zero points, clamp and table.</summary>
    public static Stage Make(int opCode, RoundingMode rounding, KernelRandom random)
    {
        var stage = new Stage
        {
            OpCode = opCode,
            Rounding = rounding,
            InputCount = 2,
            Sign = random.Next(2) == 0 ? 1 : -1,
            LeftShift = random.Next(3) == 0 ? random.Between(1, 22) : 20,
            ResultZeroPoint = random.Next(256),
            ActivationMin = random.Next(2) * random.Next(256),
            HasTable = random.Next(3) == 0,
            Table = [.. Enumerable.Range(0, 260).Select(i => (byte)(i * 7))],
            TableOffset = 3,
            Output = TestBuffer.MakeWhole(Rows, 256, 1, 0),
            ScratchBytes = new byte[ResultTable.End],
            Lanes = new long[256],
        };
        stage.ActivationMax = random.Between(stage.ActivationMin, 255);

        // What lies around the table is no result.
        Array.Fill(stage.ScratchBytes, (byte)0xA5, 0, ResultTable.Start);
        byte[] rows = [0, 255, .. Enumerable.Range(2, Rows - 2).Select(_ => (byte)random.Next(256))];
        stage.Inputs[0] = Fill(random.Next(256), (y, _) => rows[y]);
        stage.Inputs[1] = Fill(random.Next(256), (_, b) => (byte)b);
        stage.Input = stage.Inputs[0];
        return stage;
    }

    /// <summary>Compares all results.</summary>
    public static void Check(Stage stage, KernelSet kernels, string description)
    {
        byte[] expected = Run(new ReferenceKernels(), stage);
        byte[] actual = Run(kernels, stage);
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] != actual[i])
            {
                Assert.Fail(
                    $"{description}, {stage.Rounding}, sign {stage.Sign}, left shift {stage.LeftShift}, multipliers {stage.Multiplier0} {stage.Shift0}, "
                    + $"{stage.Multiplier1} {stage.Shift1}, {stage.Multiplier2} {stage.Shift2}, zero points {stage.Inputs[0].ZeroPoint}, {stage.Inputs[1].ZeroPoint}: "
                    + $"row {i / 256} and {i % 256} expected {expected[i]}, actual {actual[i]}");
            }
        }
    }

    private static RowBuffer Fill(int zeroPoint, Func<int, int, byte> value)
    {
        RowBuffer buffer = TestBuffer.MakeWhole(Rows, 256, 1, zeroPoint);
        var values = new byte[Results];
        for (int i = 0; i < Results; i++)
        {
            values[i] = value(i / 256, i % 256);
        }

        for (int y = 0; y < Rows; y++)
        {
            TestBuffer.SetRow(buffer, y, values);
        }

        return buffer;
    }

    private static byte[] Run(KernelSet kernels, Stage stage)
    {
        switch (stage.OpCode)
        {
            case OpCode.Add:
                kernels.Add(stage, 0, Rows);
                break;
            case OpCode.Mul:
                kernels.Mul(stage, 0, Rows);
                break;
            default:
                kernels.PRelu(stage, 0, Rows);
                break;
        }

        var result = new byte[Results];
        for (int y = 0; y < Rows; y++)
        {
            TestBuffer.GetRow(stage.Output, y, result);
            Array.Clear(stage.Output.RowArray(y), stage.Output.RowOffset(y), 256);
        }

        return result;
    }
}
