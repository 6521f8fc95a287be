using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Packing.Specialization;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Desktop.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>Generated code of additions against the reference, for every pair of bytes.</summary>
[TestClass]
public sealed class SpecializedSumTests
{
    [TestMethod]
    public void Additions_equal_the_reference_for_all_bytes()
    {
        Stage[] stages = [.. Draw()];
        ConstantSum[] sums = Find(stages);
        Assert.IsGreaterThan(stages.Length * 3 / 4, sums.Length);
        using SpecializedAssembly assembly = Compile(sums);
        foreach (Stage stage in stages)
        {
            Check(assembly.Create(), stage);
            stage.HasTable = true;
            stage.TableOffset = 5;
            stage.Table = [.. Enumerable.Range(0, 261).Select(i => (byte)(i * 11))];
            Check(assembly.Create(), stage);
        }
    }

    /// <summary>All results in the middle of the table, at its ends, and beyond them, where there is no code.</summary>
    [TestMethod]
    public void Sums_stay_inside_the_table()
    {
        bool wasFound = false;
        bool wasLost = false;
        for (int shift = 17; shift <= 22; shift++)
        {
            for (int zeroPoint = 0; zeroPoint < 256; zeroPoint += 15)
            {
                Stage stage = Make(0, RoundingMode.Single, 10, 245);
                stage.ResultZeroPoint = zeroPoint;
                (stage.Multiplier0, stage.Multiplier1, stage.Shift0) = (1111111, 999999, -shift);
                ConstantSum? found = ConstantSum.Find(stage);
                wasFound |= found is not null;
                wasLost |= found is null;
                if (found is not null)
                {
                    foreach ((int a, int b) in new[] { (0, 0), (0, 255), (255, 0), (255, 255) })
                    {
                        long sum = (a * found.FactorA) + (b * found.FactorB) + found.Start;
                        Assert.IsTrue(sum >= 0 && sum <= uint.MaxValue, $"shift {shift}, zero point {zeroPoint}");
                    }
                }
            }
        }

        Assert.IsTrue(wasFound && wasLost);
    }

    [TestMethod]
    public void Rows_and_pixels_that_repeat_equal_the_reference()
    {
        var random = new KernelRandom(3);
        List<Stage> stages = [];
        foreach ((int width, int channels) in new[] { (1, 8), (3, 9), (2, 15), (1, 31), (5, 3), (1, 7), (4, 2) })
        {
            foreach ((int height, int columns) in new[] { (5, width), (1, width), (5, 1), (1, 1) })
            {
                Stage stage = Make(stages.Count, RoundingMode.Double, 131, 97);
                stage.Inputs[0] = Fill(TestBuffer.Make(5, width, channels, 131, 3, 2), random);
                stage.Inputs[1] = Fill(TestBuffer.Make(height, columns, channels, 97, height, height), random);
                stage.Output = TestBuffer.Make(5, width, channels, 0, 5, 2);
                stages.Add(stage);
            }
        }

        ConstantSum[] sums = [.. Find([.. stages]).Where(sum => ConstantKernels.CanTakeAdd(stages[sum.Id]))];
        Assert.IsGreaterThan(12, sums.Length);
        Assert.IsLessThan(stages.Count, sums.Length, "short runs have no code");
        using SpecializedAssembly assembly = Compile(sums);
        foreach (Stage stage in stages)
        {
            // The first input has three rows.
            Check(assembly.Create(), stage, 3);
        }
    }

    [TestMethod]
    public void Addition_with_other_constants_is_recognised()
    {
        (string Name, Action<Stage> Change)[] changes =
        [
            ("none", _ => { }),
            ("first multiplier", stage => stage.Multiplier0 -= 1 << 27),
            ("second multiplier", stage => stage.Multiplier1 -= 1 << 27),
            ("multiplier", stage => stage.Multiplier2 -= 1 << 27),
            ("first shift", stage => stage.Shift0--),
            ("second shift", stage => stage.Shift1--),
            ("shift", stage => stage.Shift2--),
            ("left shift", stage => stage.LeftShift--),
            ("sign", stage => stage.Sign = -1),
            ("zero point of a", stage => stage.Inputs[0].ZeroPoint += 9),
            ("zero point of b", stage => stage.Inputs[1].ZeroPoint += 9),
            ("zero point", stage => stage.ResultZeroPoint += 9),
            ("least", stage => stage.ActivationMin = 0),
            ("most", stage => stage.ActivationMax = 255),
        ];
        Stage known = Make(0, RoundingMode.Double, 131, 97);
        ConstantSum sum = ConstantSum.Find(known)!;
        using SpecializedAssembly assembly = Compile([sum]);
        foreach ((string name, Action<Stage> change) in changes)
        {
            Stage stage = Make(0, RoundingMode.Double, 131, 97);
            change(stage);
            Assert.AreEqual(name == "none", ConstantKernels.FingerprintAdd(stage) == sum.Hash, name);
            Check(assembly.Create(), stage);
        }
    }

    private static IEnumerable<Stage> Draw()
    {
        var random = new KernelRandom(1);
        for (int id = 0; id < 24; id++)
        {
            Stage stage = Make(id, (RoundingMode)(id % 2), random.Next(256), random.Next(256));
            stage.Sign = id % 3 == 0 ? -1 : 1;
            stage.ActivationMin = random.Next(2) * random.Next(100);
            stage.ActivationMax = 255 - (random.Next(2) * random.Next(100));
            stage.ResultZeroPoint = random.Next(256);
            if (stage.Rounding == RoundingMode.Single)
            {
                int shift = random.Between(20, 22);
                (stage.Multiplier0, stage.Shift0) = (random.Between(1 << 19, (1 << 21) - 1), -shift);
                (stage.Multiplier1, stage.Shift1) = (random.Between(1 << 17, (1 << 21) - 1), -shift);
            }
            else
            {
                (stage.Multiplier0, stage.Shift0) = (1 << 30, 0);
                (stage.Multiplier1, stage.Shift1) = (random.Between(1 << 30, int.MaxValue), -random.Next(4));
                (stage.Multiplier2, stage.Shift2) = (random.Between(1 << 30, int.MaxValue), -19);
                if (id % 4 == 0)
                {
                    (stage.Multiplier0, stage.Multiplier1, stage.Shift0, stage.Shift1) = (stage.Multiplier1, stage.Multiplier0, stage.Shift1, stage.Shift0);
                }
            }

            yield return stage;
        }
    }

    private static Stage Make(int id, RoundingMode rounding, int zeroA, int zeroB)
    {
        var stage = new Stage
        {
            OperatorId = id,
            OpCode = OpCode.Add,
            Rounding = rounding,
            InputCount = 2,
            Sign = 1,
            LeftShift = 20,
            Multiplier0 = 1 << 30,
            Multiplier1 = 1821808507,
            Shift1 = -1,
            Multiplier2 = 1968244993,
            Shift2 = -19,
            ResultZeroPoint = 120,
            ActivationMin = 9,
            ActivationMax = 250,
            Output = TestBuffer.MakeWhole(256, 256, 1, 0),
            Lanes = new long[256],
            ScratchBytes = new byte[ResultTable.End],
        };
        AllPairs.Put(stage, zeroA, zeroB);
        return stage;
    }

    private static ConstantSum[] Find(Stage[] stages) => [.. stages.Select(ConstantSum.Find).OfType<ConstantSum>()];

    private static SpecializedAssembly Compile(IReadOnlyList<ConstantSum> sums) => new([KernelSource.Write("sums", [], [], sums)]);

    private static RowBuffer Fill(RowBuffer buffer, KernelRandom random)
    {
        for (int y = 0; y < buffer.RingRows; y++)
        {
            for (int i = 0; i < buffer.RowBytes; i++)
            {
                buffer.RowArray(y)[buffer.RowOffset(y) + i] = (byte)random.Next(256);
            }
        }

        return buffer;
    }

    private static void Check(KernelSet kernels, Stage stage, int rows = 256)
    {
        stage.Input = stage.Inputs[0];
        byte[] expected = Run(new ReferenceKernels(), stage, rows);
        byte[] actual = Run(kernels, stage, rows);
        Assert.AreEqual(-1, Enumerable.Range(0, expected.Length).FirstOrDefault(i => expected[i] != actual[i], -1), $"operator {stage.OperatorId}");
        Assert.IsTrue(TestBuffer.GuardsHold(stage.Output), "wrote outside its rows");
    }

    private static byte[] Run(KernelSet kernels, Stage stage, int rows)
    {
        RowBuffer output = stage.Output;
        kernels.Add(stage, 0, rows);
        var result = new byte[output.Height * output.RowBytes];
        for (int y = 0; y < rows; y++)
        {
            TestBuffer.GetRow(output, y, result);
            Array.Clear(output.RowArray(y), output.RowOffset(y), output.RowBytes);
        }

        return result;
    }
}
