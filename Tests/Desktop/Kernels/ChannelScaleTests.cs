using System;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Scales of channels against the reference: every channel has every byte once, factors of all sizes.</summary>
[TestClass]
public sealed class ChannelScaleTests
{
    private const int Height = 8;
    private const int Width = 32;

    // Without a shift there is no tie to round.
    private static readonly int[] s_shifts = [-19, -16, -13, -10, -9, -8, -7, -6, -5, -2, -1, 0];

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(128, 128)]
    [DataRow(9, 255)]
    [DataRow(255, 3)]
    public void All_bytes_of_all_channels_equal_the_reference(int zeroPoint, int factorZeroPoint)
    {
        var random = new KernelRandom(4);
        for (int channels = 1; channels <= 34; channels += channels < 18 ? 1 : 4)
        {
            foreach (int shift in s_shifts)
            {
                Stage stage = Make(random, channels, zeroPoint, factorZeroPoint);
                (stage.Multiplier0, stage.Shift0) = ((1 << 30) + random.Next(1 << 30), shift);
                Assert.IsTrue(PackedShapes.IsFactorPerChannel(stage));
                Check(stage, random, $"{channels} channels, {stage.Rounding}, multiplier {stage.Multiplier0}, shift {shift}");
            }
        }
    }

    /// <summary>Eight channels of which one saturates beyond the table, wherever it lies.</summary>
    [TestMethod]
    public void One_channel_that_saturates_leaves_the_others_as_they_are()
    {
        var random = new KernelRandom(6);
        for (int channel = 0; channel < 19; channel++)
        {
            Stage stage = Make(random, 19, 100, 10);
            (stage.Multiplier0, stage.Shift0) = (1 << 30, -4);
            RowBuffer factors = stage.Inputs[1];
            for (int c = 0; c < 19; c++)
            {
                factors.RowArray(0)[factors.RowOffset(0) + c] = (byte)(c == channel ? 255 : 5 + c);
            }

            Check(stage, random, $"channel {channel}");
        }
    }

    private static Stage Make(KernelRandom random, int channels, int zeroPoint, int factorZeroPoint)
    {
        var stage = new Stage
        {
            OpCode = OpCode.Mul,
            Rounding = (RoundingMode)random.Next(2),
            InputCount = 2,
            ResultZeroPoint = random.Next(256),
            ActivationMin = random.Next(2) * random.Next(100),
            ActivationMax = 255 - (random.Next(2) * random.Next(100)),
            HasTable = random.Next(3) == 0,
            Table = [.. Enumerable.Range(0, 256).Select(i => (byte)(i * 13))],
            Input = TestBuffer.Make(Height, Width, channels, zeroPoint, Height, random.Between(1, Height)),
            Output = TestBuffer.Make(Height, Width, channels, 0, Height, random.Between(1, Height)),
            ScratchBytes = new byte[PackedScratch.Bytes(OpCode.Mul)],
        };
        for (int y = 0; y < Height; y++)
        {
            for (int i = 0; i < Width * channels; i++)
            {
                stage.Input.RowArray(y)[stage.Input.RowOffset(y) + i] = (byte)((y * Width) + (i / channels) + (i % channels * 29));
            }
        }

        RowBuffer factors = TestBuffer.MakeWhole(1, 1, channels, factorZeroPoint);
        for (int c = 0; c < channels; c++)
        {
            factors.RowArray(0)[factors.RowOffset(0) + c] = (byte)(random.Next(6) == 0 ? random.Next(2) * 255 : random.Next(256));
        }

        stage.Inputs[0] = stage.Input;
        stage.Inputs[1] = factors;
        return stage;
    }

    private static void Check(Stage stage, KernelRandom random, string description)
    {
        byte[] expected = Run(new ReferenceKernels(), stage, Height);
        CollectionAssert.AreEqual(expected, Run(new PackedKernels(), stage, random.Between(1, Height)), description);
        Assert.IsTrue(TestBuffer.GuardsHold(stage.Output), description + ": wrote outside its rows");

        // In place, as squeeze-excite ends.
        stage.Output = stage.Input;
        CollectionAssert.AreEqual(expected, Run(new PackedKernels(), stage, Height), description + " in place");
    }

    private static byte[] Run(KernelSet kernels, Stage stage, int step)
    {
        RowBuffer output = stage.Output;
        var result = new byte[Height * output.RowBytes];
        for (int y = 0; y < Height; y += step)
        {
            kernels.Mul(stage, y, Math.Min(step, Height - y));
        }

        for (int y = 0; y < Height; y++)
        {
            TestBuffer.GetRow(output, y, result);
        }

        return result;
    }
}
