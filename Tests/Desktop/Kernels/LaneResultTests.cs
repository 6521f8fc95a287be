using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Runtime.Int8.Kernels.Reference;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Requantization of lanes against the reference, for accumulators on and beside rounding steps and ends of windows, with biases
/// on both sides of where a channel becomes an exception; 10^6 results, EDGE_RANDOM_ELEMENTS=n compares n.
/// </summary>
[TestClass]
public sealed class LaneResultTests
{
    // What the blob's lane bound allows on either side.
    private const int MostSum = 255 * 4112;

    /// <summary>511.4 is 511, and 511 / 1024 is below a half: 0. A bias within the window, two that only the centred window takes, two beyond.</summary>
    [TestMethod]
    [DataRow(1000, 128)]
    [DataRow(400_000, 128)]
    [DataRow(600_000, 0)]
    [DataRow(900_000, 128)]
    [DataRow(-900_000, 128)]
    public void A_product_just_below_a_step_is_rounded_down_whatever_the_bias(int bias, int zeroPoint)
    {
        Stage stage = Make(RoundingMode.Double, bias, 1476084177, -10);
        stage.ResultZeroPoint = zeroPoint;
        var results = new byte[3];
        Store(stage, [744 - bias, 744 - bias, 744 - bias], results);
        byte expected = (byte)zeroPoint;
        CollectionAssert.AreEqual(new byte[] { expected, expected, expected }, results);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Accumulators_beside_steps_and_ends_equal_the_reference(int rounding)
    {
        RandomRun.Until("lanes" + rounding, seed =>
        {
            var random = new KernelRandom(seed);
            Stage stage = Draw(random, (RoundingMode)rounding);
            ResultTable.Build(stage);
            int compared = 0;
            var sums = new int[3];
            var results = new byte[3];
            for (int i = 0; i < 10; i++)
            {
                for (int lane = 0; lane < 3; lane++)
                {
                    sums[lane] = DrawSum(stage, random);
                }

                Store(stage, sums, results);
                for (int lane = 0; lane < 3; lane++)
                {
                    byte expected = Result.OfChannel(stage, unchecked(stage.Parameters[0] + sums[lane]), 0);
                    Assert.IsTrue(
                        expected == results[lane],
                        $"expected {expected}, actual {results[lane]}: {stage.Rounding}, sum {sums[lane]}, bias {stage.Parameters[0]}, multiplier {stage.Parameters[1]}, shift {stage.Parameters[2]}, "
                        + $"zero {stage.ResultZeroPoint}, clamp {stage.ActivationMin}..{stage.ActivationMax}, seed {seed}");
                    compared++;
                }
            }

            return compared;
        });
    }

    private static Stage Make(RoundingMode rounding, int bias, int multiplier, int shift)
    {
        var stage = new Stage
        {
            Rounding = rounding,
            ActivationMax = 255,
            Parameters = [bias, multiplier, shift],
            ParameterStride = 1,
            ScratchBytes = new byte[ResultTable.End],
        };

        // Weights lie before the table; nothing may take them for results.
        Array.Fill(stage.ScratchBytes, (byte)0xA5, 0, ResultTable.Start);
        ResultTable.Build(stage);
        return stage;
    }

    private static Stage Draw(KernelRandom random, RoundingMode rounding)
    {
        if (random.Next(6) == 0)
        {
            return DrawTableEnd(random, rounding);
        }

        int multiplier = SteppedSums.Multiplier(random);
        int shift = random.Next(8) == 0 ? random.Between(-31, 30) : random.Between(-24, 0);
        long bias = SteppedSums.Beside(random.Between(-3, 3) * random.Between(1, 100), multiplier, shift, random) + random.Between(-MostSum, MostSum);
        bool isBeside = random.Next(2) == 0 && bias >= int.MinValue && bias <= int.MaxValue;
        Stage stage = Make(rounding, isBeside ? (int)bias : SteppedSums.Bias(random, shift), multiplier, shift);
        stage.ResultZeroPoint = random.Next(3) == 0 ? 255 * random.Next(2) : random.Next(256);
        stage.ActivationMin = random.Next(3) == 0 ? stage.ResultZeroPoint : random.Next(2) * random.Next(256);
        stage.ActivationMax = random.Between(stage.ActivationMin, 255);
        return stage;
    }

    /// <summary>The least or the largest sum leads to the first or the last entry of the table, or just beyond it, and the others lead to some entry.</summary>
    private static Stage DrawTableEnd(KernelRandom random, RoundingMode rounding)
    {
        int zeroPoint = random.Next(256);
        int bias = (1 << 19) + random.Next(1 << 20);
        int end = bias + MostSum;
        int result = ResultTable.Entries - ResultTable.Below - zeroPoint;
        if (random.Next(2) == 0)
        {
            (bias, end) = (-bias, -end);
            result = -ResultTable.Below - zeroPoint;
        }

        int multiplier = SteppedSums.MultiplierFor(end, result + random.Between(-2, 2), random, out int shift);
        Stage stage = Make(rounding, bias, multiplier, shift);
        stage.ResultZeroPoint = zeroPoint;
        stage.ActivationMin = random.Next(256);
        stage.ActivationMax = random.Between(stage.ActivationMin, 255);
        return stage;
    }

    private static int DrawSum(Stage stage, KernelRandom random)
    {
        int bias = stage.Parameters[0];
        long target = random.Next(3) > 0
            ? SteppedSums.Beside(random.Next(2) == 0 ? random.Between(-2, 2) : random.Between(-300, 300), stage.Parameters[1], stage.Parameters[2], random)
            : WindowEnd(stage, random);
        long sum = random.Next(10) == 0 ? MostSum * (1 - (2 * random.Next(2))) : target - bias;
        return (int)(sum > MostSum || sum < -MostSum ? random.Between(-MostSum, MostSum) : sum);
    }

    /// <summary>The accumulator at one end of the channel's window, or next to it.</summary>
    private static long WindowEnd(Stage stage, KernelRandom random)
    {
        LaneResult.Prepare(
            stage, 0, LaneResult.SharedOffset(stage), out long _, out long _, out long start, out long outside, out long _);
        long last = Lanes.Mask - (outside & Lanes.Mask);
        return stage.Parameters[0] - LaneResult.FirstOf(start) + (random.Next(2) * last) + random.Between(-1, 1);
    }

    /// <summary>As kernels do: where all lanes lie in the window from the table, else by Store.</summary>
    private static void Store(Stage stage, int[] sums, byte[] results)
    {
        long shared = LaneResult.SharedOffset(stage);
        bool hasTies = LaneResult.NeedsTies(stage);
        LaneResult.Prepare(stage, 0, shared, out long scale, out long offset, out long start, out long outside, out long tie);
        tie = hasTies ? tie : 0;
        long d = sums[0] + ((long)sums[1] << Lanes.Bits) + ((long)sums[2] << (2 * Lanes.Bits)) + start;
        if ((d & outside) != 0)
        {
            LaneResult.Store(stage, 0, d, shared, scale, offset, start, outside, tie, results, 0, results, 1, results, 2);
            return;
        }

        for (int lane = 0; lane < 3; lane++)
        {
            long s = (((d >> (lane * Lanes.Bits)) & Lanes.Mask) * scale) + offset;
            results[lane] = stage.ScratchBytes[(int)((s - (((s - shared) >> 63) & tie)) >> LaneResult.Shift)];
        }
    }
}
