using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Native;
using Edge.Tests.Desktop.Projects;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Native;

/// <summary>The native set on the desktop: that it runs where a C compiler was found, and that no wrong call touches memory.</summary>
[TestClass]
public sealed class NativeKernelsTests
{
    private const int BadRecord = -1;
    private const int BadShape = -2;
    private const int BadRange = -3;
    private const int BadArray = -4;
    private const int BadOperator = -5;

    /// <summary>Skips where there is no native library, and says why.</summary>
    public static void RequireLibrary()
    {
        if (!NativeKernels.IsAvailable)
        {
            Assert.Inconclusive("no C compiler was found when this was built: native kernels are not tested on this machine");
        }
    }

    [TestMethod]
    public void Native_kernels_are_among_the_sets_that_every_test_runs()
    {
        RequireLibrary();
        CollectionAssert.Contains(KernelSets.Names.ToArray(), KernelSets.Native);
        Assert.AreEqual("native", KernelSets.Create("native").Name);
    }

    [TestMethod]
    public void Record_of_C_and_of_CSharp_have_the_same_layout()
    {
        string header = File.ReadAllText(Path.Combine(Repository.Root, "Runtime.Int8", "Native", "kernels", "edge_record.h"));
        HeaderAssert.Matches(header, "EDGE_RECORD_", typeof(NativeRecord), field => field is not nameof(NativeRecord.MaxBanks) and not nameof(NativeRecord.RowsInts));
        StringAssert.Contains(header, $"EDGE_ROWS_INTS = {NativeRecord.RowsInts} ");
    }

    [TestMethod]
    public void Program_of_C_and_of_CSharp_have_the_same_layout()
    {
        string header = File.ReadAllText(Path.Combine(Repository.Root, "Runtime.Int8", "Native", "kernels", "edge_walk.h"));
        HeaderAssert.Matches(header, "EDGE_PROGRAM_", typeof(NativeProgram), field => field != nameof(NativeProgram.FrameInts));
        StringAssert.Contains(header, $"EDGE_FRAME_INTS = {NativeProgram.FrameInts}\n");
    }

    [TestMethod]
    [DataRow(NativeRecord.Length, 3, BadRecord)]
    [DataRow(NativeRecord.Length, 9999, BadRecord)]
    [DataRow(NativeRecord.OpCode, 99, BadOperator)]
    [DataRow(NativeRecord.InputCount, 9, BadRecord)]
    [DataRow(NativeRecord.KernelH, 0, BadShape)]
    [DataRow(NativeRecord.StrideW, 0, BadShape)]
    [DataRow(NativeRecord.StrideH, 1 << 30, BadShape)]
    [DataRow(NativeRecord.PadTop, -1, BadShape)]
    [DataRow(NativeRecord.Groups, 3, BadShape)]
    [DataRow(NativeRecord.Groups, 0, BadShape)]
    [DataRow(NativeRecord.WeightZeroPoint, 128, BadShape)]
    [DataRow(NativeRecord.ActivationMin, -1, BadShape)]
    [DataRow(NativeRecord.ActivationMax, 256, BadShape)]
    [DataRow(NativeRecord.Shifts, 31, BadShape)]
    [DataRow(NativeRecord.Taps, 5, BadShape)]
    [DataRow(NativeRecord.BiasBase, -1, BadArray)]
    [DataRow(NativeRecord.BiasBase, 1 << 30, BadArray)]
    [DataRow(NativeRecord.ParameterStride, 1, BadRange)]
    [DataRow(NativeRecord.TableBank, 5, BadArray)]
    [DataRow(NativeRecord.WeightBank, 5, BadRange)]
    [DataRow(NativeRecord.WeightOffset, -1, BadArray)]
    [DataRow(NativeRecord.WeightOffset, int.MaxValue, BadArray)]
    [DataRow(NativeRecord.FirstChannel, 4, BadRange)]
    [DataRow(NativeRecord.AccumulatorCount, 7, BadShape)]
    [DataRow(NativeRecord.Ints, 0, BadShape)] // height of the output
    [DataRow(NativeRecord.Ints + 1, int.MaxValue, BadShape)] // width
    [DataRow(NativeRecord.Ints + 4, 3, BadShape)] // ring
    [DataRow(NativeRecord.Ints + 6, 2, BadRecord)] // bands
    [DataRow(NativeRecord.Ints + 7, 2, BadArray)] // bank
    [DataRow(NativeRecord.Ints + 8, -1, BadArray)] // offset
    [DataRow(NativeRecord.Ints + 8, 60, BadArray)]
    public void Wrong_record_gives_a_code_and_touches_nothing(int index, int value, int expected)
    {
        RequireLibrary();
        NativeCall call = new();
        call.Record[index] = value;
        Assert.AreEqual(expected, call.Run(0, 2, 0, 4));
        Assert.IsTrue(call.Output.All(u => u == 0), "the output was written");
    }

    [TestMethod]
    [DataRow(-1, 1, 0, 4)]
    [DataRow(0, 3, 0, 4)]
    [DataRow(1, int.MaxValue, 0, 4)]
    [DataRow(0, 0, 0, 4)]
    [DataRow(0, 1, -1, 2)]
    [DataRow(0, 1, 3, 2)]
    [DataRow(0, 1, 0, 0)]
    [DataRow(0, 1, 1, int.MaxValue)]
    public void Rows_and_channels_that_there_are_not_give_a_code(int first, int count, int channel, int channels)
    {
        RequireLibrary();
        NativeCall call = new();
        Assert.AreEqual(BadRange, call.Run(first, count, channel, channels));
        Assert.IsTrue(call.Output.All(u => u == 0), "the output was written");
    }

    [TestMethod]
    public void Arrays_shorter_than_the_record_claims_give_a_code()
    {
        RequireLibrary();
        Assert.AreEqual(0, new NativeCall().Run(0, 2, 0, 4));
        Assert.AreEqual(BadArray, new NativeCall { Weights = new byte[11] }.Run(0, 2, 0, 4));
        Assert.AreEqual(BadArray, new NativeCall { Weights = null }.Run(0, 2, 0, 4));
        Assert.AreEqual(BadArray, new NativeCall { Parameters = new int[11] }.Run(0, 2, 0, 4));
        Assert.AreEqual(BadArray, new NativeCall { Parameters = null }.Run(0, 2, 0, 4));
        Assert.AreEqual(BadArray, new NativeCall { Input = new byte[17] }.Run(0, 2, 0, 4));
        Assert.AreEqual(BadArray, new NativeCall { Output = new byte[23] }.Run(0, 2, 0, 4));
    }

    [TestMethod]
    public void Stage_with_more_arrays_than_a_call_takes_runs_managed()
    {
        RequireLibrary();
        const int Rows = NativeRecord.MaxBanks + 6;
        var stage = new Stage
        {
            OpCode = Runtime.Int8.Blob.OpCode.Table,
            InputCount = 1,
            HasTable = true,
            Table = [.. Enumerable.Range(0, 256).Select(u => (byte)(255 - u))],
            Input = MakeRows(Rows),
            Output = MakeRows(Rows),
        };
        stage.Inputs[0] = stage.Input;
        for (int y = 0; y < Rows; y++)
        {
            stage.Input.RowArray(y)[0] = (byte)(3 * y);
        }

        var record = new NativeRecord();
        record.Fill(stage);
        Assert.IsFalse(record.Fits);
        new NativeKernels().Run(stage, 0, Rows, 0, 2);
        for (int y = 0; y < Rows; y++)
        {
            Assert.AreEqual((byte)(255 - (3 * y)), stage.Output.RowArray(y)[0], $"row {y}");
        }
    }

    [TestMethod]
    [DataRow(2, 11)]
    [DataRow(4, 12)]
    [DataRow(3, 21)]
    [DataRow(5, 22)]
    [DataRow(1, 62)]
    public void Strides_beyond_the_window_equal_the_reference(int kernel, int stride)
    {
        // 4 wide with a stride of 12 was once taken for 5 wide with one of 2.
        foreach (string kernels in KernelSets.Names)
        {
            var subject = new ConvolutionCase
            {
                Kernels = KernelSets.Create(kernels), IsDepthwise = true, Height = 3, Width = (8 * stride) + kernel, Channels = 3, Outputs = 3, KernelH = 1, KernelW = kernel,
                StrideW = stride, OutputHeight = 3, OutputWidth = 9,
            };
            Assert.IsNull(subject.FindDifference(), kernels);
        }
    }

    [TestMethod]
    public void Decode_refuses_what_does_not_fit()
    {
        RequireLibrary();
        var target = new int[4];
        Assert.AreEqual(0, Interop.Decode([1, 2, 3, 0xFF], 0, target, 0, 1, 4));
        Assert.AreEqual(unchecked((int)0xFF030201), target[0]);
        Assert.AreEqual(0, Interop.Decode([1, 2, 3, 0xFF], 2, target, 1, 1, 2));
        Assert.AreEqual(0xFF03, target[1]);
        Assert.AreEqual(0, Interop.Decode([1, 2, 3, 0xFF], 3, target, 3, 1, 1));
        Assert.AreEqual(-1, target[3]);
        Assert.AreEqual(BadArray, Interop.Decode([1, 2, 3, 4], 1, target, 0, 1, 4));
        Assert.AreEqual(BadArray, Interop.Decode([1, 2, 3, 4], 0, target, 4, 1, 4));
        Assert.AreEqual(BadArray, Interop.Decode([1, 2, 3, 4], 0, target, 0, int.MaxValue, 4));
        Assert.AreEqual(BadRecord, Interop.Decode([1, 2, 3, 4], 0, target, 0, 1, 3));
    }

    [TestMethod]
    public void Programs_with_any_int_changed_never_crash()
    {
        RequireLibrary();
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 200_000; i++)
        {
            NativeCall call = new();
            int[] program = call.MakeProgram();
            int changes = random.Next(1, 4);
            for (int k = 0; k < changes; k++)
            {
                int index = random.Next(program.Length);
                program[index] = random.Next(3) switch { 0 => random.Next(-2, 20), 1 => random.Next(), _ => program[index] + random.Next(-2, 3) };
            }

            int code = call.Walk(program);
            refused += code < 0 ? 1 : 0;
        }

        Assert.IsGreaterThan(50_000, refused, "hardly any program was refused");
    }

    /// <summary>Rows of two bytes, each in an array of its own.</summary>
    private static RowBuffer MakeRows(int rows)
    {
        var buffer = new RowBuffer(rows) { Height = rows, Width = 1, Channels = 2, RowBytes = 2, RingRows = rows, BandRows = 1, BandCount = rows };
        for (int band = 0; band < rows; band++)
        {
            buffer.BandBanks[band] = new byte[2];
        }

        buffer.Complete();
        return buffer;
    }
}
