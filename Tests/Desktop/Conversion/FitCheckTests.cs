using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Onnx;
using Edge.Tests.Desktop.PyTorch;
using Edge.Tests.Desktop.Quantization;
using Edge.Tests.Desktop.Scheduling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Conversion;

/// <summary>What is said of memory and flash before a model is quantized.</summary>
[TestClass]
[DoNotParallelize]
public class FitCheckTests
{
    private const int MostRatio = 1000; // refusing to reading, where the machine is too slow for two seconds
    private const int MostMs = 2000;
    private const int Runs = 3; // the best counts: the first compiles methods

    [TestMethod]
    public void A_budget_that_is_too_small_is_refused_before_quantizing()
    {
        var phases = new List<string>();
        var options = new ConversionOptions
        {
            CalibrationPath = DigitsBlob.Calibration,
            SramBytes = 4096,
            BoardsWith = bytes => $"asked for {bytes}",
            Quantizer = new QuantizerOptions { Progress = (phase, _) => phases.Add(phase) },
        };
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => ModelConverter.Convert(SourceModel.Read(DigitsBlob.Model, null), options));
        Assert.AreEqual(DiagnosticId.BudgetTooSmall, exception.Id);
        StringAssert.Contains(exception.Message, "no schedule fits 4096 bytes of SRAM; the smallest takes about ");
        StringAssert.Contains(exception.Message, "set by group ");
        StringAssert.Contains(exception.Message, "asked for ");
        Assert.IsEmpty(phases, "the quantizer had begun");
    }

    [TestMethod]
    public void A_draft_takes_the_memory_of_the_network_it_stands_for()
    {
        foreach (ModelGraph graph in new[] { SourceModel.Read(DigitsBlob.Model, null), TinyNetworks.MobileNetV3(3), TinyNetworks.SqueezedRelu(4) })
        {
            DeviceProgram draft = Lowerer.Lower(DraftQuantizer.Run(graph), new LoweringOptions(RoundingMode.Single, IsTflite: false));
            CalibrationSet samples = TinyNetworks.Samples(graph, 32, 5);
            DeviceProgram real = Lowerer.Lower(Quantizer.Quantize(graph, samples, new QuantizerOptions { Recipe = new QuantizationRecipe() }), new LoweringOptions(RoundingMode.Single, IsTflite: false));
            int drafted = Scheduler(draft).BuildSmallest().PeakSramBytes;
            int taken = Scheduler(real).BuildSmallest().PeakSramBytes;
            Assert.IsTrue(Math.Abs(drafted - taken) <= FitCheck.Slack(taken), $"{graph.Name}: {drafted} in the draft, {taken} in earnest");
        }
    }

    [TestMethod]
    public void What_is_ruled_out_cannot_be_scheduled_and_what_is_named_can()
    {
        foreach (DeviceProgram program in new[] { SampleNetwork.Program, Lowerer.Lower(DraftQuantizer.Run(TinyNetworks.Relu(1)), new LoweringOptions(RoundingMode.Single, IsTflite: false)) })
        {
            ScheduledProgram named = Scheduler(program).RuleOut(64)!;
            Assert.IsNotNull(Scheduler(program).TryBuild(named.PeakSramBytes, out _), "the budget that was named");
            Assert.IsNull(Scheduler(program).RuleOut(named.PeakSramBytes), "the budget that was named");
            int smallest = Scheduler(program).BuildSmallest().PeakSramBytes;
            Assert.IsNull(Scheduler(program).RuleOut(smallest), "the smallest budget");
            Assert.IsTrue(named.PeakSramBytes <= smallest + FitCheck.Slack(smallest), $"{named.PeakSramBytes} is named, {smallest} is the smallest");
        }
    }

    [TestMethod]
    public void Without_budget_and_board_the_smallest_that_works_is_taken_and_said()
    {
        using var folder = new TemporaryFolder();
        var builder = new OnnxModelBuilder();
        string value = builder.Input(1, 32, 24, 128);
        for (int i = 0; i < 6; i++)
        {
            value = builder.Conv(value, 32, 32, 3, group: 32); // rows of 4 KB, three of each at a time
        }

        builder.Output(value);
        string model = folder.Write("wide.onnx", builder.ToBytes());
        string calibration = folder.Write("in.npy", Npy.Floats([1, 32, 24, 128], [.. Enumerable.Range(0, 32 * 24 * 128).Select(i => (float)Math.Sin(i))]));
        string target = folder.File("m.edge8");
        string[] command = ["convert", model, "--calibration", calibration, "--quantizer", "naive", "-o", target];
        (int code, _, string error) = CommandLine.Run(command);
        Assert.AreEqual(0, code, error);
        StringAssert.Contains(error, "no schedule fits 65536 bytes of SRAM; the smallest takes about ");
        StringAssert.Contains(error, "and is taken; boards with that much: esp32");
        Assert.HasCount(1, error.Split('\n').Where(line => line.Contains("SRAM")));
        (code, _, error) = CommandLine.Run([.. command, "--sram", "64KB"]);
        Assert.AreEqual(1, code);
        StringAssert.Contains(error, "error EDGE5003");
        (code, _, error) = CommandLine.Run([.. command, "--board", "esp32c3"]);
        Assert.AreEqual(1, code);
        StringAssert.Contains(error, "error EDGE5003");
    }

    [TestMethod]
    [DataRow(1_000_000, null, null)]
    [DataRow(1_000_000, "esp32", null)]
    [DataRow(2_000_000, "esp32", "the deployment partition of esp32 has 1792 KB")]
    [DataRow(2_000_000, "esp32s3", null)]
    [DataRow(2_000_000, null, null)]
    [DataRow(4_000_000, null, "more than the deployment partition of any board")]
    public void A_blob_that_no_flash_takes_is_remarked_on(int bytes, string? board, string? expected)
    {
        (string What, string Remedy)? remark = ModelTools.Devices.BoardAdvice.OnFlash(bytes, board);
        Assert.AreEqual(expected is null, remark is null, remark?.What);
        StringAssert.Contains(remark?.What ?? string.Empty, expected ?? string.Empty);
    }

    [TestMethod]
    public void A_remark_on_flash_comes_before_quantizing_and_once()
    {
        var events = new List<string>();
        var options = new ConversionOptions
        {
            CalibrationPath = DigitsBlob.Calibration,
            CalibrationLimit = 4,
            FlashRemark = bytes => bytes > 50_000 ? ("too large", "shrink it") : null,
            Warn = events.Add,
            Quantizer = new QuantizerOptions { Progress = (phase, _) => events.Add(phase), Recipe = QuantizationRecipe.Naive },
        };
        ModelConverter.Convert(SourceModel.Read(DigitsBlob.Model, null), options);
        Assert.AreEqual("too large; shrink it", events[0]);
        Assert.HasCount(1, events.Where(text => text.StartsWith("too large", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_flash_that_is_too_small_is_refused_before_quantizing()
    {
        var phases = new List<string>();
        var options = new ConversionOptions
        {
            CalibrationPath = DigitsBlob.Calibration,
            FlashRemark = bytes => bytes > 50_000 ? ("too large", "shrink it") : null,
            IsFlashBinding = true,
            Quantizer = new QuantizerOptions { Progress = (phase, _) => phases.Add(phase) },
        };
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => ModelConverter.Convert(SourceModel.Read(DigitsBlob.Model, null), options));
        Assert.AreEqual(DiagnosticId.PackImageTooLarge, exception.Id);
        StringAssert.Contains(exception.Message, "too large; shrink it");
        Assert.IsEmpty(phases, "the quantizer had begun");
    }

    [TestMethod]
    public void A_model_that_a_board_has_no_flash_for_is_refused_where_the_board_is_named()
    {
        using var folder = new TemporaryFolder();
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Node("Gemm", [builder.Node("Relu", builder.Node("Gemm", [builder.Input(1, 1400), builder.Random(1400, 1400)])), builder.Random(1400, 3)]));
        string model = folder.Write("wide.onnx", builder.ToBytes());
        string calibration = folder.Write("in.npy", Npy.Floats([2, 1400], [.. Enumerable.Range(0, 2800).Select(i => (float)Math.Sin(i))]));
        string target = folder.File("m.edge8");
        string[] command = ["convert", model, "--calibration", calibration, "--quantizer", "naive", "-o", target];
        (int code, _, string error) = CommandLine.Run([.. command, "--board", "esp32"]);
        Assert.AreEqual(1, code, error);
        StringAssert.Contains(error, "error EDGE8000: wide: app and model take about ");
        StringAssert.Contains(error, "the deployment partition of esp32 has 1792 KB; convert without --board and keep the model on an SD card");
        Assert.IsFalse(File.Exists(target));
        (code, _, error) = CommandLine.Run(command);
        Assert.AreEqual(0, code, error);
    }

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("golden/te_vww/model.tflite", null)]
    [DataRow("golden/te_mcunetv2_large/model.tflite", null)]
    [DataRow("golden/mlp_vww_96_int8/model.tflite", null)]
    [DataRow("golden/edge_dig-cont_0900_s3_q/model.tflite", null)]
    [DataRow("golden/mlp_ic_resnet_int8/model.tflite", null)]
    [DataRow("golden/mlp_kws_int8/model.tflite", null)]
    [DataRow("golden/emlearn_mnist_cnn_int8/model.tflite", null)]
    [DataRow("golden/maix_mnist_dw_q/model.tflite", null)]
    [DataRow("golden/tflm_micro_speech/model.tflite", null)]
    [DataRow("golden/jomjol_dig_class11_2000_s2_q/model.tflite", null)]
    [DataRow("models/digits_mbv3se/digits_mbv3se.onnx", "data/digits/calib")]
    [DataRow("models/cifar_mbv3se/cifar_mbv3se.onnx", "data/cifar10/calib")]
    [DataRow("models/mbnetv1_025_128/imagenet_mbnetv1_025_128.onnx", "data/imagenet128/dev200")]
    [DataRow("models/mbnetv1_025_128/mbnet128_0.25_f.tflite", "data/imagenet128/dev200")]
    public void Refusal_takes_two_seconds_at_most(string model, string? calibration)
    {
        string path = SharedFolder.Require(model);
        var options = new ConversionOptions { CalibrationPath = calibration is null ? null : SharedFolder.Require(calibration), SramBytes = 1024 };
        double readMs = Best(() => SourceModel.Read(path, null));
        double refusedMs = Best(() => Assert.ThrowsExactly<EdgeException>(() => ModelConverter.Convert(SourceModel.Read(path, null), options)));
        Console.WriteLine($"{Path.GetFileName(path)}: read in {readMs:0} ms, refused in {refusedMs:0} ms, {refusedMs / readMs:0.0} times that (measured)");
        Assert.IsTrue(refusedMs < MostMs || refusedMs < MostRatio * readMs, $"refused in {refusedMs:0} ms, read in {readMs:0} ms");
    }

    // Processor time, of all threads: other programs do not count, and no other test runs beside this class.
    private static double Best(Action work)
    {
        return Enumerable.Range(0, Runs).Min(_ =>
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            work();
            return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
        });
    }

    private static RowFusedScheduler Scheduler(DeviceProgram program) => new(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto);
}
