using System;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Means and averages whose rows arrive one by one in a ring, or lie there in bands, against the reference.</summary>
[TestClass]
public sealed class MeanRowsTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Means_over_any_axes_equal_the_reference_for_every_ring(int rounding)
    {
        var random = new KernelRandom(5 + rounding);
        for (int axes = 1; axes <= 7; axes++)
        {
            for (int channels = 1; channels <= 17; channels++)
            {
                for (int width = 1; width <= 7; width++)
                {
                    int height = random.Between(1, 9);
                    Stage stage = Make(OpCode.Mean, random, height, width, channels, 0);
                    stage.Rounding = (RoundingMode)rounding;
                    stage.ReducedAxes = axes;
                    (stage.Multiplier0, stage.Shift0) = ((1 << 30) + random.Next(1 << 30), random.Between(-9, 3));
                    Complete(stage, random, (axes & 1) != 0 ? 1 : height, (axes & 2) != 0 ? 1 : width, (axes & 4) != 0 ? 1 : channels);
                    Check(stage, random, $"mean over {axes} of {height}x{width}x{channels}");
                }
            }
        }
    }

    [TestMethod]
    public void Averages_of_the_whole_image_equal_the_reference_for_every_ring()
    {
        var random = new KernelRandom(9);
        for (int channels = 1; channels <= 17; channels++)
        {
            for (int width = 1; width <= 7; width++)
            {
                int height = random.Between(1, 9);
                Stage stage = Make(OpCode.AveragePool, random, height, width, channels, 0);
                (stage.KernelH, stage.KernelW, stage.StrideH, stage.StrideW) = (height, width, 1, 1);
                Complete(stage, random, 1, 1, channels);
                Check(stage, random, $"average of {height}x{width}x{channels}");
            }
        }
    }

    /// <summary>Lanes of 16 bits hold 257 bytes of 255: more pixels must empty them.</summary>
    [TestMethod]
    [DataRow(1, 256)]
    [DataRow(1, 257)]
    [DataRow(1, 515)]
    [DataRow(40, 40)]
    [DataRow(1030, 1)]
    public void Sums_of_many_largest_values_do_not_overflow(int height, int width)
    {
        var random = new KernelRandom(1);
        Stage stage = Make(OpCode.Mean, random, height, width, 11, 255);
        stage.ReducedAxes = 3;
        stage.ResultZeroPoint = 0;
        stage.Input.ZeroPoint = 0;
        (stage.Multiplier0, stage.Shift0) = (1 << 30, -10);
        stage.Output = TestBuffer.MakeWhole(1, 1, 11, 0);
        Check(stage, random, $"{height}x{width}");
        byte[] sums = Run(new PackedKernels(), stage, stage.Input, []);
        int expected = Math.Min(255, FixedPoint.Requantize(255 * height * width, 1 << 30, -10, stage.Rounding));
        Assert.IsTrue(sums.All(value => value == expected), $"{sums[0]} instead of {expected}");
    }

    private static Stage Make(int opCode, KernelRandom random, int height, int width, int channels, int value)
    {
        var stage = new Stage
        {
            OpCode = opCode,
            InputCount = 1,
            Accumulates = true,
            ActivationMax = 255,
            ResultZeroPoint = random.Next(256),
            Accumulators = new int[3 + (width * channels)],
            AccumulatorBase = 3,
            Input = TestBuffer.Make(height, width, channels, random.Next(256), height, random.Between(1, height)),
        };
        var tensor = new byte[height * width * channels];
        for (int i = 0; i < tensor.Length; i++)
        {
            tensor[i] = (byte)(value != 0 ? value : random.Next(256));
        }

        SetRows(stage.Input, 0, height, tensor);
        stage.AccumulatorCount = channels;
        return stage;
    }

    private static void Complete(Stage stage, KernelRandom random, int height, int width, int channels)
    {
        stage.Output = TestBuffer.MakeWhole(height, width, channels, 0);
        stage.AccumulatorCount = width * channels;
        stage.ActivationMin = random.Next(3) == 0 ? random.Next(100) : 0;
        stage.HasTable = random.Next(3) == 0;
        stage.Table = [.. Enumerable.Range(0, 260).Select(i => (byte)(i * 7))];
        stage.TableOffset = 4;
    }

    private static void Check(Stage stage, KernelRandom random, string description)
    {
        RowBuffer whole = stage.Input;
        var tensor = new byte[whole.Height * whole.RowBytes];
        for (int y = 0; y < whole.Height; y++)
        {
            TestBuffer.GetRow(whole, y, tensor);
        }

        byte[] expected = Run(new ReferenceKernels(), stage, whole, []);
        CollectionAssert.AreEqual(expected, Run(new PackedKernels(), stage, whole, []), description);
        int ringRows = random.Between(1, whole.Height);
        RowBuffer ring = TestBuffer.Make(whole.Height, whole.Width, whole.Channels, whole.ZeroPoint, ringRows, random.Between(1, ringRows));
        CollectionAssert.AreEqual(expected, Run(new PackedKernels(), stage, ring, tensor), $"{description} in a ring of {ringRows}");
        stage.Input = whole;
    }

    /// <summary>Runs as the executor does; rows of a ring are set just before they are added.</summary>
    private static byte[] Run(KernelSet kernels, Stage stage, RowBuffer input, byte[] tensor)
    {
        stage.Input = input;
        Array.Fill(stage.Accumulators, -77);
        bool isMean = stage.OpCode == OpCode.Mean;
        bool isWhole = !isMean || (stage.ReducedAxes & 1) != 0;
        RowBuffer output = stage.Output;
        var result = new byte[output.Height * output.RowBytes];
        for (int oy = 0; oy < output.Height; oy++)
        {
            int first = isWhole ? 0 : oy;
            int end = isWhole ? input.Height : oy + 1;
            for (int iy = first; iy < end; iy++)
            {
                if (tensor.Length > 0)
                {
                    SetRows(input, iy, 1, tensor);
                }

                if (isMean)
                {
                    kernels.MeanAccumulate(stage, iy, iy == first);
                }
                else
                {
                    kernels.AveragePoolAccumulate(stage, iy, iy == first);
                }
            }

            if (isMean)
            {
                kernels.MeanFinish(stage, oy);
            }
            else
            {
                kernels.AveragePoolFinish(stage);
            }

            TestBuffer.GetRow(output, oy, result);
        }

        Assert.IsTrue(stage.Accumulators.Take(stage.AccumulatorBase).All(value => value == -77), "wrote before its accumulators");
        return result;
    }

    private static void SetRows(RowBuffer buffer, int first, int count, byte[] tensor)
    {
        for (int y = first; y < first + count; y++)
        {
            TestBuffer.SetRow(buffer, y, tensor);
        }
    }
}
