using System.Linq;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.Runtime.Int8;
using Edge.Tests.Desktop.Inspection;
using Edge.Tests.Desktop.Native;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>Prediction for firmware with the native kernels: kernels and what is interpreted around them, in one report.</summary>
[TestClass]
public sealed class NativeProfilerTests
{
    private static readonly byte[] s_blob = ScheduledNetwork.Blob(64 * 1024);

    [TestMethod]
    public void Native_kernels_are_predicted_far_below_packed_ones_and_compute_the_same()
    {
        NativeKernelsTests.RequireLibrary();
        Board board = NfTools.Load().Find("esp32s3");
        InferenceProfile native = NativeProfiler.Profile("network", s_blob, board);
        InferenceProfile packed = ModelProfiler.Profile("network", s_blob, "packed");
        Assert.AreEqual(packed.Macs, native.Macs);
        Assert.AreEqual(packed.Groups.Count, native.Groups.Count);
        CollectionAssert.AreEqual(packed.Outputs[0].ToArray(), native.Outputs[0].ToArray());
        Assert.IsLessThan(packed.Weighted / 5, native.Weighted);
        double kernels = native.Operators.Sum(each => each.Weighted);
        Assert.IsGreaterThan(kernels, native.Weighted, "nothing is interpreted around the kernels");
    }

    [TestMethod]
    public void Time_of_a_native_instruction_follows_the_published_times()
    {
        // 426 ms at 160 MHz for 7.2 M products of 9.5 instructions: 0.9965 cycles, 6.23 ns; 380 ms at 240 MHz: 1.333 cycles, 5.56 ns.
        Assert.AreEqual(6.23, NativeProfiler.NanosecondsPerInstruction(NfTools.Load().Find("esp32c3")), 0.01);
        Assert.AreEqual(5.56, NativeProfiler.NanosecondsPerInstruction(NfTools.Load().Find("esp32s3")), 0.01);
    }

    [TestMethod]
    [DataRow(1, 8, 96, 24, 1, 3.64)]
    [DataRow(1, 8, 24, 96, 1, 4.81)]
    [DataRow(1, 8, 16, 48, 1, 5.79)]
    [DataRow(3, 16, 3, 16, 2, 5.94)]
    [DataRow(1, 1, 1024, 64, 1, 3.75)]
    public void Formula_of_convolutions_is_within_15_percent_of_what_was_counted(int kernel, int outputWidth, int channels, int outputs, int stride, double counted)
    {
        Stage stage = MakeStage(2, kernel, outputWidth, channels, outputs, stride);
        stage.TapsPerChannel = kernel * kernel * channels;
        double macs = (double)outputWidth * outputWidth * outputs * stage.TapsPerChannel;
        Assert.AreEqual(counted, NativeInstructions.OfRows(stage, outputWidth, outputs) / macs, 0.15 * counted);
    }

    [TestMethod]
    [DataRow(3, 8, 96, 1, 6.30)]
    [DataRow(3, 8, 96, 2, 7.14)]
    [DataRow(5, 8, 64, 1, 5.78)]
    [DataRow(7, 8, 64, 1, 4.42)]
    public void Formula_of_depthwise_convolutions_is_within_15_percent_of_what_was_counted(int kernel, int outputWidth, int channels, int stride, double counted)
    {
        Stage stage = MakeStage(3, kernel, outputWidth, channels, channels, stride);
        stage.TapsPerChannel = kernel * kernel;
        double macs = (double)outputWidth * outputWidth * channels * stage.TapsPerChannel;
        Assert.AreEqual(counted, NativeInstructions.OfRows(stage, outputWidth, channels) / macs, 0.15 * counted);
    }

    private static Stage MakeStage(int opCode, int kernel, int outputWidth, int channels, int outputs, int stride)
    {
        int width = outputWidth * stride;
        return new Stage
        {
            OpCode = opCode,
            Rounding = RoundingMode.Double,
            KernelH = kernel,
            KernelW = kernel,
            StrideH = stride,
            StrideW = stride,
            Groups = 1,
            ChannelMultiplier = 1,
            Input = new RowBuffer(1) { Height = width, Width = width, Channels = channels, RowBytes = width * channels },
            Output = new RowBuffer(1) { Height = outputWidth, Width = outputWidth, Channels = outputs, RowBytes = outputWidth * outputs },
        };
    }
}
