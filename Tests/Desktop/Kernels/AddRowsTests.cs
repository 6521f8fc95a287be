using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Packed additions against the reference, for every pair of bytes: a row holds all of b for one a.</summary>
[TestClass]
public sealed class AddRowsTests
{
    /// <summary>Multiplier and shift of the rounded term, and of the sum; ties where both are powers of two, and sums far outside the table.</summary>
    public static IEnumerable<object[]> TwoRoundings =>
        from term in new[] { (1 << 30, 0), (1 << 30, -1), (1 << 30, -3), (1821808507, -1), (1234567891, 0), (2147483647, -7), (1500000000, -31), (0, 0) }
        from sum in new[] { (1 << 30, -18), (1 << 30, -19), (1968244993, -19), (1300000000, -16), (1111111111, -17), (2147483647, -25), (1 << 30, 0), (1 << 30, -31) }
        select new object[] { term.Item1, term.Item2, sum.Item1, sum.Item2 };

    [TestMethod]
    [DynamicData(nameof(TwoRoundings))]
    public void Two_roundings_equal_the_reference_for_all_bytes(int multiplier, int shift, int sumMultiplier, int sumShift)
    {
        foreach (int sign in new[] { 1, -1 })
        {
            foreach (bool isFirstExact in new[] { true, false })
            {
                Stage stage = Make(RoundingMode.Double, 131, 97);
                stage.Sign = sign;
                stage.LeftShift = 20;
                (stage.Multiplier0, stage.Shift0) = isFirstExact ? (1 << 30, 0) : (multiplier, shift);
                (stage.Multiplier1, stage.Shift1) = isFirstExact ? (multiplier, shift) : (1 << 30, 0);
                (stage.Multiplier2, stage.Shift2) = (sumMultiplier, sumShift);
                Check(stage, $"sign {sign}, exact term {(isFirstExact ? 0 : 1)}");
            }
        }
    }

    [TestMethod]
    [DataRow(0, 1 << 30, 0)]
    [DataRow(1, 1 << 30, 0)]
    [DataRow(2, 1 << 30, 0)]
    [DataRow(22, 1 << 30, -1)]
    [DataRow(20, 1 << 29, 0)]
    public void Other_left_shifts_and_terms_equal_the_reference(int leftShift, int multiplier, int shift)
    {
        Stage stage = Make(RoundingMode.Double, 131, 97);
        stage.LeftShift = leftShift;
        (stage.Multiplier0, stage.Shift0) = (multiplier, shift);
        (stage.Multiplier1, stage.Shift1) = (1234567890, -2);
        (stage.Multiplier2, stage.Shift2) = (1987654321, -18 + 20 - leftShift < 0 ? -18 + 20 - leftShift : 0);
        Check(stage, $"left shift {leftShift}");
    }

    [TestMethod]
    [DataRow(120)]
    [DataRow(255)]
    public void One_rounding_equals_the_reference_for_all_bytes(int zeroPoint)
    {
        (int A, int B)[] multipliers = [(0, 0), (701234, 912345), (2097151, 2097151), (1 << 20, 1 << 20), (1 << 20, 1), (3, 5), (2097151, 0)];
        foreach ((int a, int b) in multipliers)
        {
            for (int shift = 1; shift <= 29; shift += shift is > 17 and < 23 ? 1 : 4)
            {
                foreach (int sign in new[] { 1, -1 })
                {
                    Stage stage = Make(RoundingMode.Single, 131, 97);
                    stage.Sign = sign;
                    stage.ResultZeroPoint = zeroPoint;
                    (stage.Multiplier0, stage.Shift0) = (a, -shift);
                    (stage.Multiplier1, stage.Shift1) = (b, -shift);
                    Check(stage, $"{a}, {b}, shift {shift}, sign {sign}");
                }
            }
        }
    }

    [TestMethod]
    public void Rows_and_pixels_that_repeat_equal_the_reference()
    {
        var random = new KernelRandom(3);
        foreach (RoundingMode rounding in new[] { RoundingMode.Single, RoundingMode.Double })
        {
            foreach (int channels in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 17 })
            {
                // The widest has elements enough for a list of terms.
                foreach (int width in new[] { 1, 2, 3, 4, 5, 6, 7, (400 / channels) + 1 })
                {
                    foreach ((int height, int columns, int depth) in new[] { (5, width, channels), (1, width, channels), (5, 1, channels), (1, 1, channels), (1, 1, 1) })
                    {
                        Stage stage = Make(rounding, 131, 97);
                        SetMultipliers(stage);
                        stage.Inputs[0] = Fill(TestBuffer.Make(5, width, channels, 131, 3, 2), random);
                        stage.Inputs[1] = Fill(TestBuffer.Make(height, columns, depth, 97, height, height), random);
                        stage.Output = TestBuffer.Make(5, width, channels, 0, 3, 2);
                        Check(stage, 3, $"{rounding} 3x{width}x{channels} + {height}x{columns}x{depth}");
                        (stage.Inputs[0], stage.Inputs[1]) = (stage.Inputs[1], stage.Inputs[0]);
                        Check(stage, 3, $"{rounding} {height}x{columns}x{depth} + 3x{width}x{channels}");
                    }
                }
            }
        }
    }

    /// <summary>Results below zero clamped, just not and not at all; scratch longs for a list of the terms, and one too few; sums scaled to the last bit and beyond.</summary>
    [TestMethod]
    public void Listed_terms_give_the_bytes_of_the_reference()
    {
        foreach (int min in new[] { 0, 119, 120, 121 })
        {
            foreach (int longs in new[] { 255, 256, 300 })
            {
                foreach ((int multiplier, int shift) in new[] { (1 << 30, -18), (1 << 30, -20), (1 << 30, -21), (1 << 30, -22), (1700000000, -19) })
                {
                    Stage stage = Make(RoundingMode.Double, 131, 97);
                    SetMultipliers(stage);
                    (stage.Multiplier1, stage.Shift1) = (1 << 30, -1);
                    (stage.Multiplier2, stage.Shift2) = (multiplier, shift);
                    stage.ActivationMin = min;
                    stage.Lanes = new long[longs];
                    Check(stage, $"from {min}, {longs} longs, multiplier {multiplier}, shift {shift}");
                }
            }
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Without_room_for_the_table_the_bytes_are_the_same(int rounding)
    {
        Stage stage = Make((RoundingMode)rounding, 131, 97);
        SetMultipliers(stage);
        stage.ScratchBytes = [];
        Check(stage, "no scratch bytes");
    }

    private static void SetMultipliers(Stage stage)
    {
        bool isSingle = stage.Rounding == RoundingMode.Single;
        stage.LeftShift = 20;
        (stage.Multiplier0, stage.Shift0) = isSingle ? (701234, -20) : (1 << 30, 0);
        (stage.Multiplier1, stage.Shift1) = isSingle ? (912345, -20) : (1821808507, -1);
        (stage.Multiplier2, stage.Shift2) = (1968244993, -19);
    }

    private static Stage Make(RoundingMode rounding, int zeroA, int zeroB)
    {
        var stage = new Stage
        {
            OpCode = OpCode.Add,
            Rounding = rounding,
            InputCount = 2,
            Sign = 1,
            ResultZeroPoint = 120,
            ActivationMin = 9,
            ActivationMax = 250,
            Output = TestBuffer.MakeWhole(256, 256, 1, 0),
            ScratchBytes = new byte[ResultTable.End],
            Lanes = new long[256],
        };
        AllPairs.Put(stage, zeroA, zeroB);
        return stage;
    }

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

    private static void Check(Stage stage, string description)
    {
        Check(stage, 256, description);
        stage.HasTable = true;
        stage.TableOffset = 5;
        stage.Table = [.. Enumerable.Range(0, 261).Select(i => (byte)(i * 11))];
        Check(stage, 256, description + " with a table");
    }

    private static void Check(Stage stage, int rows, string description)
    {
        stage.Input = stage.Inputs[0];
        byte[] expected = Run(new ReferenceKernels(), stage, rows);
        byte[] actual = Run(new PackedKernels(), stage, rows);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], $"{description}: byte {i}");
        }

        Assert.IsTrue(TestBuffer.GuardsHold(stage.Output), description + ": wrote outside its rows");
    }

    /// <summary>The last rows of a ring wrap when there are fewer slots than rows.</summary>
    private static byte[] Run(KernelSet kernels, Stage stage, int rows)
    {
        RowBuffer output = stage.Output;
        int first = output.Height - rows;
        kernels.Add(stage, first, rows);
        var result = new byte[output.Height * output.RowBytes];
        for (int y = first; y < output.Height; y++)
        {
            TestBuffer.GetRow(output, y, result);
            Array.Clear(output.RowArray(y), output.RowOffset(y), output.RowBytes);
        }

        return result;
    }
}
