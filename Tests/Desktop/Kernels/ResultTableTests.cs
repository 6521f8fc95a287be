using System;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>The table of results stays in the scratch bytes from operator to operator, as those of a network share them.</summary>
[TestClass]
public sealed class ResultTableTests
{
    [TestMethod]
    public void A_table_left_by_another_operator_is_not_taken_for_ones_own()
    {
        var random = new KernelRandom(3);
        int[] bounds = [0, 1, 2, 100, 128, 254, 255];
        byte[] scratch = new byte[ResultTable.End];
        for (int run = 0; run < 4000; run++)
        {
            int first = bounds[random.Next(bounds.Length)];
            int second = bounds[random.Next(bounds.Length)];
            var stage = new Stage
            {
                ActivationMin = Math.Min(first, second),
                ActivationMax = Math.Max(first, second),
                HasTable = random.Next(4) == 0,
                Table = [.. Enumerable.Range(0, 260).Select(_ => (byte)random.Next(256))],
                TableOffset = 3,
                ScratchBytes = scratch,
            };
            ResultTable.Build(stage);
            for (int i = ResultTable.Start; i <= ResultTable.Last; i++)
            {
                int u = Math.Clamp(i - ResultTable.Base, stage.ActivationMin, stage.ActivationMax);
                int expected = stage.HasTable ? stage.Table[stage.TableOffset + u] : u;
                Assert.IsTrue(scratch[i] == expected, $"run {run}, {stage.ActivationMin} to {stage.ActivationMax}, entry {i}");
            }
        }
    }

    [TestMethod]
    public void Runs_of_all_lengths_are_filled_and_nothing_else()
    {
        for (int count = -1; count < 150; count++)
        {
            foreach (byte value in new byte[] { 0, 1, 255 })
            {
                byte[] bytes = [.. Enumerable.Repeat((byte)7, 160)];
                ResultTable.Fill(bytes, 3, count, value);
                byte[] expected = [.. Enumerable.Range(0, 160).Select(i => i >= 3 && i < 3 + count ? value : (byte)7)];
                CollectionAssert.AreEqual(expected, bytes, $"{count} times {value}");
            }
        }
    }
}
