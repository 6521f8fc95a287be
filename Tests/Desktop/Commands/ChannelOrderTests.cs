using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Packing;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Firmware;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Onnx;
using Edge.Tests.Desktop.PyTorch;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.Tests.Desktop.Commands;

/// <summary>Models that take blue first: the same blob and outputs as a model that takes red first, fed with the same pictures.</summary>
[TestClass]
public class ChannelOrderTests
{
    private static readonly int[] s_shape = [1, 4, 6, 3];

    [TestMethod]
    public void A_model_of_exchanged_channels_gives_the_same_scores()
    {
        using var folder = new TemporaryFolder();
        string samples = folder.Write("calibration.npy", Npy.Floats([8, 4, 6, 3], [.. Enumerable.Range(0, 8 * 72).Select(i => (float)Math.Sin(i * i))]));
        string one = folder.Write("one.npy", Npy.Floats(s_shape, [.. Enumerable.Range(0, 72).Select(i => (float)Math.Cos(i * 3))]));
        string picture = Picture(folder, 4, 6);
        string[] convert = ["--calibration", samples, "--quantizer", "naive", "--normalisation", "none"];
        string rgb = folder.File("rgb.edge8");
        string bgr = folder.File("bgr.edge8");
        Run(["convert", folder.Write("rgb.onnx", Model([0, 1, 2])), .. convert, "-o", rgb]);
        Run(["convert", folder.Write("bgr.onnx", Model([2, 1, 0])), .. convert, "-o", bgr, "--channel-order", "bgr"]);
        foreach (string input in new[] { one, picture })
        {
            Assert.AreEqual(Output(folder, rgb, input), Output(folder, bgr, input), input);
        }

        Assert.AreEqual(Scores(rgb, folder), Scores(bgr, folder));
        StringAssert.Contains(Run("inspect", bgr), "takes blue first");
        StringAssert.Contains(Run("inspect", bgr, "--json"), "\"isBlueFirst\": true");
        Assert.IsFalse(Run("inspect", rgb).Contains("blue", StringComparison.Ordinal));
    }

    [TestMethod]
    public void The_app_feeds_a_sample_as_the_desktop_does()
    {
        byte[] blob = TinyModel.Blob(sourceType: ElementType.Float32, pixelScale: [0.25f, 0.5f, 0.3f], pixelOffset: [0, 1, 0], isBlueFirst: true);
        using var folder = new TemporaryFolder();
        string picture = Picture(folder, 2, 2);
        var model = Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
        sbyte[] desktop = ModelRunner.Run(model, InputReader.Read(model.Input, picture, null))[0];
        var engine = new Edge.Firmware.Models.Int8Engine(model, null!);
        byte[] sent = HostInput.Read(model.Input, picture);
        for (int i = 0; i < sent.Length; i++)
        {
            engine.SetInput(i, sent[i]);
        }

        engine.FinishInput();
        engine.Infer();
        CollectionAssert.AreEqual(desktop.Select(q => 0.5 * (q + 128)).ToArray(), Enumerable.Range(0, 12).Select(engine.GetResult).ToArray());
    }

    [TestMethod]
    public void Normalisation_follows_the_colours()
    {
        Dataset straight = new Pixels([10, 20, 30], new Normalisation([1, 2, 3], [0, 0, 5]));
        var exchanged = new BlueFirstDataset(straight);
        CollectionAssert.AreEqual(new float[] { 10, 40, 95 }, straight.ReadReal(0));
        CollectionAssert.AreEqual(new float[] { 95, 40, 10 }, exchanged.ReadReal(0));
    }

    [TestMethod]
    [DataRow("brg", "EDGE0005", "'brg' is not an order")]
    [DataRow("bgr", "EDGE0005", "only pictures of three channels have colours")]
    public void Orders_that_make_no_sense_are_refused(string order, string id, string what)
    {
        using var folder = new TemporaryFolder();
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Conv(builder.Input(1, 1, 4, 4), 1, 2, 3));
        (int code, _, string error) = CommandLine.Run("convert", folder.Write("gray.onnx", builder.ToBytes()), "-o", folder.File("m.edge8"), "--channel-order", order);
        Assert.AreEqual(CommandLine.CodeOf(id), code);
        StringAssert.Contains(error, id);
        StringAssert.Contains(error, what);
    }

    [TestMethod]
    public void An_output_that_does_not_depend_on_the_input_is_said_in_words()
    {
        using var folder = new TemporaryFolder();
        var builder = new OnnxModelBuilder();
        string flat = builder.Node("Flatten", builder.Node("GlobalAveragePool", builder.Input(1, 3, 4, 6)));
        builder.Output(builder.Node("Gemm", [flat, builder.Floats([3, 2], 1e-9f, 1e-9f, 0, 1e-9f, 1e-9f, 0), builder.Floats([2], 1, 2)]));
        string samples = folder.Write("calibration.npy", Npy.Floats([40, 3, 4, 6], [.. Enumerable.Range(0, 40 * 72).Select(i => (float)Math.Sin(i * i))]));
        (int code, string output, string error) = CommandLine.Run("convert", folder.Write("flat.onnx", builder.ToBytes()), "--calibration", samples, "-o", folder.File("m.edge8"));
        Assert.AreEqual(0, code, error);
        StringAssert.Contains(error, "the output hardly depends on the input: over ");
        StringAssert.Contains(output, "; the output hardly depends on the input");
        Assert.IsFalse(output.Contains('%', StringComparison.Ordinal), output);
    }

    /// <summary>A convolution whose input channels are in the order given.</summary>
    private static byte[] Model(int[] order)
    {
        var builder = new OnnxModelBuilder();
        float[] weights = new float[4 * 3 * 9];
        for (int i = 0; i < weights.Length; i++)
        {
            int channel = order[i / 9 % 3];
            weights[i] = (float)Math.Sin((i / 27 * 31) + (channel * 7) + (i % 9)) * (channel + 1);
        }

        builder.Output(builder.Node("Conv", [builder.Input(1, 3, 4, 6), builder.Floats([4, 3, 3, 3], weights)], ("pads", new long[] { 1, 1, 1, 1 })));
        return builder.ToBytes();
    }

    private static string Picture(TemporaryFolder folder, int height, int width)
    {
        string path = folder.File("picture.png");
        TestImages.Write(path, height, width, (y, x) => new SKColor((byte)(20 + (y * 30)), (byte)(x * 40), (byte)(200 - (x * y))));
        return path;
    }

    private static string Output(TemporaryFolder folder, string blob, string input)
    {
        string raw = folder.File("out.bin");
        Run("run", blob, input, "--output-raw", raw);
        return Convert.ToHexString(File.ReadAllBytes(raw));
    }

    private static string Scores(string blob, TemporaryFolder folder)
    {
        var model = Int8Model.Load(new MemoryWeightSource(File.ReadAllBytes(blob)), new PackedKernels());
        byte[] pixels = [.. Enumerable.Range(0, 72).Select(i => (byte)(i * 3))];
        return string.Join(' ', ModelRunner.Run(model, InputReader.FromRaw(model.Input, pixels, "pixels"))[0]);
    }

    private static string Run(params string[] arguments)
    {
        (int code, string output, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(0, code, error);
        return output;
    }

    private sealed class Pixels(byte[] pixels, Normalisation normalisation) : Dataset("pixels", [1, 1, 3], ElementType.UInt8, normalisation, [], [])
    {
        public override int Count => 1;

        public override byte[] ReadRaw(int index) => pixels;
    }
}
