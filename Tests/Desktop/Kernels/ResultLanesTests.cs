using System;
using System.Runtime.Intrinsics;
using Edge.ModelTools.Execution.Vector;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Eight lanes of rounding against FixedPoint, over the whole range of accumulators, multipliers and shifts.</summary>
[TestClass]
public sealed class ResultLanesTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Every_lane_rounds_as_FixedPoint_does(int rounding)
    {
        var random = new Random(7);
        var stage = new Stage { Rounding = (RoundingMode)rounding, ActivationMax = 255 };
        int[] corners = [0, 1, -1, int.MaxValue, int.MinValue, 1 << 30, -(1 << 30), 255, -256, 65535];
        for (int run = 0; run < 20_000; run++)
        {
            Vector256<int> values = Draw(() => random.Next(5) == 0 ? corners[random.Next(corners.Length)] : random.Next(int.MinValue, int.MaxValue) >> random.Next(32));
            Vector256<int> multipliers = Draw(() => random.Next(10) == 0 ? 0 : random.Next(8) == 0 ? 1 << 30 : random.Next(1 << 30, int.MaxValue));
            Vector256<int> shifts = Draw(() => random.Next(-31, 31));
            Vector256<int> actual = new ResultLanes(stage, multipliers, shifts).Requantize(values);
            for (int i = 0; i < ResultLanes.Count; i++)
            {
                int expected = FixedPoint.Requantize(values[i], multipliers[i], shifts[i], stage.Rounding);
                Assert.AreEqual(expected, actual[i], $"{values[i]} * {multipliers[i]} shift {shifts[i]}");
            }
        }
    }

    private static Vector256<int> Draw(Func<int> next)
    {
        return Vector256.Create(next(), next(), next(), next(), next(), next(), next(), next());
    }
}
