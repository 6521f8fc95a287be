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

    /// <summary>Scratch bytes as many as there are results, some more and fewer, and more than an index has bits for.</summary>
    [TestMethod]
    public void Tables_that_just_fit_and_just_do_not_give_the_results_of_the_reference()
    {
        var random = new KernelRandom(8);
        int[] ends = [0, 0, 1, 90, 128, 255];
        for (int run = 0; run < 250; run++)
        {
            Stage stage = Make(random, 8 + random.Next(6), ends[random.Next(ends.Length)], ends[random.Next(ends.Length)]);
            (stage.Multiplier0, stage.Shift0) = ((1 << 30) + (random.Next(2) * random.Next(1 << 30)), -random.Next(9));
            RowBuffer factors = stage.Inputs[1];
            factors.RowArray(0)[factors.RowOffset(0)] = 0;
            factors.RowArray(0)[factors.RowOffset(0) + 1 + random.Next(7)] = 255;
            int results = CountResults(stage);
            foreach (int bytes in new[] { ResultTable.End, results - 2, results - 1, results, results + 1, results + 40, 20000 })
            {
                stage.ScratchBytes = new byte[Math.Max(bytes, ResultTable.End)];
                Check(stage, random, $"run {run}, {results} results, {stage.ScratchBytes.Length} bytes, {stage.Rounding}, shift {stage.Shift0}");
            }
        }
    }

    /// <summary>Factors of one sign over the exact halves of a multiplier that is a power of two: a tie is rounded as the sign says.</summary>
    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(0, 255)]
    [DataRow(255, 0)]
    [DataRow(255, 255)]
    [DataRow(0, 7)]
    [DataRow(7, 0)]
    public void Ties_go_away_from_zero_where_a_product_can_be_below_it(int zeroPoint, int factorZeroPoint)
    {
        var random = new KernelRandom(10);
        for (int shift = -9; shift <= 0; shift++)
        {
            for (int result = 0; result < 256; result += 51)
            {
                foreach (int min in new[] { 0, result - 1, result, result + 1 })
                {
                    Stage stage = Make(random, 11, zeroPoint, factorZeroPoint);
                    (stage.Multiplier0, stage.Shift0, stage.Rounding) = (1 << 30, shift, RoundingMode.Double);
                    (stage.ResultZeroPoint, stage.ActivationMin, stage.ActivationMax) = (result, Math.Clamp(min, 0, 255), 255);
                    Check(stage, random, $"shift {shift}, results from {result}, clamp from {min}");
                }
            }
        }
    }

    private static int CountResults(Stage stage)
    {
        int[] values = [0, 255];
        int[] results =
        [
            .. from u in values
               from f in values
               select FixedPoint.Requantize(
                   (u - stage.Input.ZeroPoint) * (f - stage.Inputs[1].ZeroPoint), stage.Multiplier0, stage.Shift0, stage.Rounding) + stage.ResultZeroPoint,
        ];
        return Math.Max(results.Max(), stage.ActivationMax) - Math.Min(results.Min(), stage.ActivationMin) + 1;
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
        FillInput(stage.Input);
        RowBuffer factors = TestBuffer.MakeWhole(1, 1, channels, factorZeroPoint);
        for (int c = 0; c < channels; c++)
        {
            factors.RowArray(0)[factors.RowOffset(0) + c] = (byte)(random.Next(6) == 0 ? random.Next(2) * 255 : random.Next(256));
        }

        stage.Inputs[0] = stage.Input;
        stage.Inputs[1] = factors;
        return stage;
    }

    private static void FillInput(RowBuffer input)
    {
        for (int y = 0; y < Height; y++)
        {
            for (int i = 0; i < input.RowBytes; i++)
            {
                input.RowArray(y)[input.RowOffset(y) + i] = (byte)((y * Width) + (i / input.Channels) + (i % input.Channels * 29));
            }
        }
    }

    private static void Check(Stage stage, KernelRandom random, string description)
    {
        byte[] expected = Run(new ReferenceKernels(), stage, Height);
        CollectionAssert.AreEqual(expected, Run(new PackedKernels(), stage, random.Between(1, Height)), description);
        Assert.IsTrue(TestBuffer.GuardsHold(stage.Output), description + ": wrote outside its rows");
        byte[] left = stage.ScratchBytes;
        stage.ScratchBytes = new byte[ResultTable.End];
        byte[] built = ResultTable.Build(stage);
        CollectionAssert.AreEqual(
            built[ResultTable.Start..(ResultTable.Last + (stage.HasTable ? 2 : 4))], left[ResultTable.Start..(ResultTable.Last + (stage.HasTable ? 2 : 4))],
            description + ": left another table");
        stage.ScratchBytes = left;

        // In place, as squeeze-excite ends.
        RowBuffer output = stage.Output;
        stage.Output = stage.Input;
        CollectionAssert.AreEqual(expected, Run(new PackedKernels(), stage, Height), description + " in place");
        stage.Output = output;
        FillInput(stage.Input);
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
