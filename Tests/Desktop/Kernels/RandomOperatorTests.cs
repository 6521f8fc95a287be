using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Every operator that is no convolution, each kernel set against the reference on seeded random cases.</summary>
[TestClass]
public sealed class RandomOperatorTests
{
    private static readonly Dictionary<string, Func<KernelRandom, OperatorCase>> s_kinds = new()
    {
        ["add"] = random => Elementwise(OpCode.Add, random),
        ["multiply"] = random => Elementwise(OpCode.Mul, random),
        ["prelu"] = random => Elementwise(OpCode.PRelu, random),
        ["maximum pool"] = random => Window(OpCode.MaxPool, random),
        ["average pool"] = random => Window(OpCode.AveragePool, random),
        ["average of all rows"] = AverageOfAllRows,
        ["mean"] = MeanOverAxes,
        ["pad"] = Pad,
        ["reshape"] = Reshape,
        ["transpose"] = Transpose,
        ["table"] = Table,
        ["concatenate"] = Concat,
        ["resize"] = Resize,
    };

    public static IEnumerable<object[]> Kinds =>
        from kernels in KernelSets.Names where kernels != "reference" from kind in s_kinds.Keys select new object[] { kind, kernels };

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Random_cases_equal_the_reference(string kind, string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        RandomRun.Until(kind, seed =>
        {
            OperatorCase subject = s_kinds[kind](new KernelRandom(seed));
            RowBuffer output = subject.Stage.Output;
            Assert.IsNull(subject.FindDifference(set, $"{kind}, {output.Height}x{output.Width}x{output.Channels}, seed {seed}"));

            // Small cases count as ten results: their number matters, not their size.
            return Math.Max(10, output.Height * output.RowBytes);
        });
    }

    private static (int Height, int Width, int Channels) Shape(KernelRandom random)
    {
        return (random.Between(1, 7), random.Between(1, 9), random.Next(3) == 0 ? random.Between(1, 5) : random.Between(1, 50));
    }

    private static OperatorCase Elementwise(int opCode, KernelRandom random)
    {
        (int height, int width, int channels) = Shape(random);
        (int, int, int) whole = (height, width, channels);
        (int, int, int) part = random.Next(2) == 0
            ? whole
            : random.Next(3) == 0 ? (1, 1, channels) : (random.Next(2) == 0 ? 1 : height, random.Next(2) == 0 ? 1 : width, random.Next(4) == 0 ? 1 : channels);
        bool isSwapped = opCode != OpCode.PRelu && random.Next(4) == 0;
        var subject = new OperatorCase(opCode, random, isSwapped ? part : whole, isSwapped ? whole : part);
        subject.SetOutput(height, width, channels);
        Stage stage = subject.Stage;
        if (opCode == OpCode.Add)
        {
            stage.Sign = random.Next(2) == 0 ? 1 : -1;
            stage.LeftShift = random.Next(4) == 0 ? random.Next(23) : 20;
            (stage.Multiplier2, stage.Shift2) = subject.DrawMultiplier(-18);
        }

        (stage.Multiplier0, stage.Shift0) = subject.DrawMultiplier(opCode == OpCode.Mul ? -7 : -1);
        (stage.Multiplier1, stage.Shift1) = subject.DrawMultiplier(opCode == OpCode.PRelu ? -7 : -1);
        if (opCode == OpCode.Add)
        {
            // The loader refuses left shifts of terms.
            (stage.Shift0, stage.Shift1) = (Math.Min(stage.Shift0, 0), Math.Min(stage.Shift1, 0));
        }

        if (opCode == OpCode.Add && random.Next(4) != 0)
        {
            // As converters write it: the term with the larger scale is exact.
            bool isFirst = random.Next(2) == 0;
            (stage.Multiplier0, stage.Shift0) = isFirst ? (1 << 30, 0) : (stage.Multiplier0, -random.Between(0, 9));
            (stage.Multiplier1, stage.Shift1) = isFirst ? (stage.Multiplier1, -random.Between(0, 9)) : (1 << 30, 0);
        }

        if (opCode == OpCode.Add && stage.Rounding == RoundingMode.Single)
        {
            stage.Multiplier0 = random.Next(1 << 21);
            stage.Multiplier1 = random.Next(1 << 21);
            stage.Shift0 = -random.Between(1, 24);
        }

        return subject;
    }

    private static OperatorCase Window(int opCode, KernelRandom random)
    {
        (int Height, int Width, int Channels) shape = Shape(random);
        var subject = new OperatorCase(opCode, random, shape);
        Stage stage = subject.Stage;
        stage.KernelH = random.Between(1, 4);
        stage.KernelW = random.Between(1, 4);
        stage.StrideH = random.Between(1, 3);
        stage.StrideW = random.Between(1, 3);
        stage.PadTop = random.Next(stage.KernelH);
        stage.PadLeft = random.Next(stage.KernelW);

        // Every window holds at least one pixel.
        subject.SetOutput(
            1 + ((shape.Height - 1 + stage.PadTop) / stage.StrideH),
            1 + ((shape.Width - 1 + stage.PadLeft) / stage.StrideW),
            shape.Channels);
        return subject;
    }

    private static OperatorCase AverageOfAllRows(KernelRandom random)
    {
        (int Height, int Width, int Channels) shape = Shape(random);
        var subject = new OperatorCase(OpCode.AveragePool, random, shape);
        Stage stage = subject.Stage;
        stage.Accumulates = true;
        stage.KernelH = shape.Height;
        stage.KernelW = random.Between(1, shape.Width);
        stage.StrideW = random.Between(1, 3);
        stage.PadLeft = random.Next(stage.KernelW);
        subject.SetOutput(1, 1 + ((shape.Width - 1 + stage.PadLeft) / stage.StrideW), shape.Channels);
        stage.AccumulatorCount = stage.Output.RowBytes;
        return subject;
    }

    private static OperatorCase MeanOverAxes(KernelRandom random)
    {
        (int Height, int Width, int Channels) shape = Shape(random);
        var subject = new OperatorCase(OpCode.Mean, random, shape);
        Stage stage = subject.Stage;
        stage.ReducedAxes = random.Between(1, 7);
        stage.Accumulates = true;
        subject.SetOutput((stage.ReducedAxes & 1) != 0 ? 1 : shape.Height, (stage.ReducedAxes & 2) != 0 ? 1 : shape.Width, (stage.ReducedAxes & 4) != 0 ? 1 : shape.Channels);
        stage.AccumulatorCount = stage.Output.RowBytes;
        (stage.Multiplier0, stage.Shift0) = subject.DrawMultiplier(-5);
        return subject;
    }

    private static OperatorCase Pad(KernelRandom random)
    {
        (int Height, int Width, int Channels) shape = Shape(random);
        var subject = new OperatorCase(OpCode.Pad, random, shape);
        Stage stage = subject.Stage;
        stage.PadTop = random.Next(4);
        stage.PadLeft = random.Next(4);
        stage.PadFront = random.Next(2) * random.Next(5);
        stage.PadValue = random.Next(256);
        subject.SetOutput(shape.Height + stage.PadTop + random.Next(3), shape.Width + stage.PadLeft + random.Next(3), shape.Channels + stage.PadFront + (random.Next(2) * random.Next(4)));
        return subject;
    }

    private static OperatorCase Reshape(KernelRandom random)
    {
        int[] sizes = [random.Between(1, 6), random.Between(1, 6), random.Between(1, 6), random.Between(1, 6)];
        var subject = new OperatorCase(OpCode.Reshape, random, (sizes[0], sizes[1] * sizes[2], sizes[3]));
        subject.SetOutput(sizes[1] * sizes[3], sizes[0], sizes[2]);
        return subject;
    }

    private static OperatorCase Transpose(KernelRandom random)
    {
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        int[] order = orders[random.Next(orders.Length)];
        (int height, int width, int channels) = Shape(random);
        int[] input = [height, width, channels];
        var subject = new OperatorCase(OpCode.Transpose, random, (height, width, channels));
        subject.Stage.Permutation = order[0] + (3 * order[1]) + (9 * order[2]);
        subject.SetOutput(input[order[0]], input[order[1]], input[order[2]]);
        return subject;
    }

    private static OperatorCase Table(KernelRandom random)
    {
        (int Height, int Width, int Channels) shape = Shape(random);
        var subject = new OperatorCase(OpCode.Table, random, shape);
        subject.SetOutput(shape.Height, shape.Width, shape.Channels);
        return subject;
    }

    private static OperatorCase Concat(KernelRandom random)
    {
        int axis = random.Next(3);
        (int height, int width, int channels) = Shape(random);
        int total = 0;
        var inputs = new (int Height, int Width, int Channels)[random.Between(2, 4)];
        for (int i = 0; i < inputs.Length; i++)
        {
            int size = random.Between(1, 5);
            total += size;
            inputs[i] = (axis == 0 ? size : height, axis == 1 ? size : width, axis == 2 ? size : channels);
        }

        var subject = new OperatorCase(OpCode.Concat, random, inputs);
        subject.Stage.ConcatAxis = axis;
        subject.SetOutput(axis == 0 ? total : height, axis == 1 ? total : width, axis == 2 ? total : channels);
        return subject;
    }

    private static OperatorCase Resize(KernelRandom random)
    {
        (int Height, int Width, int Channels) shape = Shape(random);
        var subject = new OperatorCase(OpCode.Resize, random, shape);
        subject.SetOutput(random.Between(1, 12), random.Between(1, 12), shape.Channels);
        Stage stage = subject.Stage;
        stage.ParameterBase = 2;
        stage.Parameters = new int[2 + stage.Output.Height + stage.Output.Width];
        for (int i = 0; i < stage.Output.Height + stage.Output.Width; i++)
        {
            stage.Parameters[2 + i] = random.Next(i < stage.Output.Height ? shape.Height : shape.Width);
        }

        return subject;
    }
}
