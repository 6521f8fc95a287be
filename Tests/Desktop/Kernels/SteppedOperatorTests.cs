using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Operators that are no convolutions, with multipliers chosen so that a value of the case comes to lie on a rounding step or next to it, or
/// where a table ends. 10^6 results of each kind and kernel set; EDGE_RANDOM_ELEMENTS=n compares n.
/// </summary>
[TestClass]
public sealed class SteppedOperatorTests
{
    // Up to where the table of results ends, on both sides.
    private const int FarResult = 800;

    public static IEnumerable<object[]> Sets => KernelSets.Names.Where(name => name != "reference").Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Additions_beside_steps_equal_the_reference(string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        RandomRun.Until("stepped add", seed =>
        {
            var random = new KernelRandom(seed);
            Stage stage = PairImage.Make(OpCode.Add, (RoundingMode)(seed % 2), random);
            SetAddition(stage, random);
            PairImage.Check(stage, set, $"seed {seed}");
            return PairImage.Results;
        });
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Products_beside_steps_equal_the_reference(string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        RandomRun.Until("stepped multiply", seed =>
        {
            var random = new KernelRandom(seed);
            Stage stage = PairImage.Make(OpCode.Mul, (RoundingMode)(seed % 2), random);
            (stage.Multiplier0, stage.Shift0) = Step(Value(stage, 0, random) * Value(stage, 1, random), random);
            PairImage.Check(stage, set, $"seed {seed}");
            return PairImage.Results;
        });
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Slopes_beside_steps_equal_the_reference(string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        RandomRun.Until("stepped prelu", seed =>
        {
            var random = new KernelRandom(seed);
            Stage stage = PairImage.Make(OpCode.PRelu, (RoundingMode)(seed % 2), random);
            (stage.Multiplier0, stage.Shift0) = Step(Value(stage, 0, random), random);
            (stage.Multiplier1, stage.Shift1) = Step(Value(stage, 0, random) * Value(stage, 1, random), random);
            PairImage.Check(stage, set, $"seed {seed}");
            return PairImage.Results;
        });
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Scales_of_channels_beside_steps_equal_the_reference(string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        int taken = 0;
        RandomRun.Until("stepped scale", seed =>
        {
            var random = new KernelRandom(seed);
            int channels = random.Between(1, 41);
            var subject = new OperatorCase(OpCode.Mul, random, (random.Between(1, 8), random.Between(1, 32), channels), (1, 1, channels));
            Stage stage = subject.Stage;
            stage.ScratchBytes = new byte[PackedScratch.Bytes(OpCode.Mul)];
            subject.SetOutput(stage.Input.Height, stage.Input.Width, channels);
            (stage.Multiplier0, stage.Shift0) = Step(Value(stage, 0, random) * Value(stage, 1, random), random);
            taken += PackedShapes.IsFactorPerChannel(stage) ? 1 : 0;
            Assert.IsNull(subject.FindDifference(set, $"scale of {channels} channels, seed {seed}"));
            return stage.Output.Height * stage.Output.RowBytes;
        });
        Assert.IsGreaterThan(10, taken);
    }

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Means_beside_steps_equal_the_reference(string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        var reference = new ReferenceKernels();
        RandomRun.Until("stepped mean", seed =>
        {
            var random = new KernelRandom(seed);
            (int Height, int Width, int Channels) shape = (random.Between(1, 9), random.Between(1, 9), random.Between(1, 40));
            var subject = new OperatorCase(OpCode.Mean, random, shape);
            Stage stage = subject.Stage;
            stage.ReducedAxes = random.Between(1, 7);
            stage.Accumulates = true;
            subject.SetOutput((stage.ReducedAxes & 1) != 0 ? 1 : shape.Height, (stage.ReducedAxes & 2) != 0 ? 1 : shape.Width, (stage.ReducedAxes & 4) != 0 ? 1 : shape.Channels);
            stage.AccumulatorCount = stage.Output.RowBytes;
            for (int iy = 0; iy < ((stage.ReducedAxes & 1) != 0 ? shape.Height : 1); iy++)
            {
                reference.MeanAccumulate(stage, iy, iy == 0);
            }

            int sum = stage.Accumulators[stage.AccumulatorBase + random.Next(stage.AccumulatorCount)];
            (stage.Multiplier0, stage.Shift0) = Step(sum, random);
            Assert.IsNull(subject.FindDifference(set, $"mean over {stage.ReducedAxes} of {shape}, seed {seed}"));
            return Math.Max(10, stage.Output.Height * stage.Output.RowBytes);
        });
    }

    /// <summary>Sums of two bytes are odd, and so ties, half of the time, on both sides of every zero point tried.</summary>
    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Averages_of_every_pair_of_bytes_equal_the_reference(string kernels)
    {
        KernelSet set = KernelSets.Create(kernels);
        foreach (int zeroPoint in new[] { 0, 1, 2, 127, 128, 254, 255 })
        {
            foreach (int opCode in new[] { OpCode.AveragePool, OpCode.MaxPool })
            {
                var subject = new OperatorCase(opCode, new KernelRandom(zeroPoint + 1), (256, 512, 1));
                Stage stage = subject.Stage;
                (stage.KernelH, stage.KernelW, stage.StrideH, stage.StrideW) = (1, 2, 1, 2);
                (stage.ResultZeroPoint, stage.Input.ZeroPoint) = (zeroPoint, zeroPoint);
                subject.SetOutput(256, 256, 1);
                var values = new byte[256 * 512];
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (byte)(i % 2 == 0 ? i / 512 : i % 512 / 2);
                }

                for (int y = 0; y < 256; y++)
                {
                    TestBuffer.SetRow(stage.Input, y, values);
                }

                Assert.IsNull(subject.FindDifference(set, $"operator {opCode}, zero point {zeroPoint}"));
            }
        }
    }

    private static void SetAddition(Stage stage, KernelRandom random)
    {
        int a = Value(stage, 0, random);
        int b = Value(stage, 1, random) * stage.Sign;
        int result = Result(random);
        if (random.Next(3) == 0)
        {
            // The least or the largest sum, and a result next to where the table ends.
            bool isLargest = random.Next(2) == 0;
            a = (isLargest ? 255 : 0) - stage.Inputs[0].ZeroPoint;
            b = stage.Sign * ((isLargest == stage.Sign > 0 ? 255 : 0) - stage.Inputs[1].ZeroPoint);
            result = (isLargest ? ResultTable.Entries - ResultTable.Below : ResultTable.Below) + random.Between(-2, 2);
            result += isLargest ? -stage.ResultZeroPoint : stage.ResultZeroPoint;
        }

        if (stage.Rounding == RoundingMode.Single)
        {
            // a * m0 + b * m1 = (result - 1/2) * 2^shift, any part of it from either.
            int shift = random.Between(1, 23);
            long signed = a < 0 ? -result : result;
            long target = ((2 * signed) - 1) << (shift - 1);
            long part = b == 0 ? 0 : target / b * random.Next(101) / 100;
            stage.Shift0 = -shift;
            stage.Multiplier1 = part >= 0 && part < 1 << 21 ? (int)part : random.Next(1 << 21);
            long rest = a == 0 ? -1 : ((target - ((long)b * stage.Multiplier1)) / a) + random.Next(2);
            stage.Multiplier0 = rest >= 0 && rest < 1 << 21 ? (int)rest : random.Next(1 << 21);
            return;
        }

        // As converters write it, one term exact; now and then none.
        (int Multiplier, int Shift) term = Step(b << stage.LeftShift, random, random.Next(1 << 20));
        term.Shift = term.Shift > 0 ? 0 : term.Shift;
        (int Multiplier, int Shift) exact = random.Next(8) == 0 ? ((1 << 30) + random.Next(1 << 30), -random.Next(4)) : (1 << 30, 0);
        bool isFirstExact = random.Next(2) == 0;
        (stage.Multiplier0, stage.Shift0) = isFirstExact ? exact : term;
        (stage.Multiplier1, stage.Shift1) = isFirstExact ? term : exact;
        int sum = FixedPoint.RequantizeDouble(a << stage.LeftShift, stage.Multiplier0, stage.Shift0)
            + FixedPoint.RequantizeDouble(b << stage.LeftShift, stage.Multiplier1, stage.Shift1);
        (stage.Multiplier2, stage.Shift2) = Step(sum, random, result);
    }

    /// <summary>A value of an input, its zero point taken off.</summary>
    private static int Value(Stage stage, int input, KernelRandom random)
    {
        RowBuffer buffer = stage.Inputs[input];
        int y = random.Next(buffer.Height);
        return buffer.RowArray(y)[buffer.RowOffset(y) + random.Next(buffer.RowBytes)] - buffer.ZeroPoint;
    }

    private static int Result(KernelRandom random)
    {
        return random.Next(3) == 0 ? random.Between(1, FarResult) : random.Between(1, 130);
    }

    private static (int Multiplier, int Shift) Step(int value, KernelRandom random, int result = 0)
    {
        int multiplier = SteppedSums.MultiplierFor(value, result == 0 ? Result(random) : result, random, out int shift);
        return multiplier == 0 ? (SteppedSums.Multiplier(random), random.Between(-20, 0)) : (multiplier, shift);
    }
}
