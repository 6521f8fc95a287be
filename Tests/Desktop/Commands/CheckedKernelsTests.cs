using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Meters;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Commands;

/// <summary>Every command that runs a network says with which kernels, and that those of boards give the same bytes.</summary>
[TestClass]
public sealed class CheckedKernelsTests
{
    private TemporaryFolder _folder = null!;
    private string _blob = string.Empty;

    [TestInitialize]
    public void WriteBlob()
    {
        _folder = new TemporaryFolder();
        _blob = _folder.Write("m.edge8", DigitsBlob.Bytes);
    }

    [TestCleanup]
    public void RemoveFolder() => _folder.Dispose();

    [TestMethod]
    [DataRow("vector", "packed")]
    [DataRow("packed", "reference")]
    [DataRow("reference", "packed")]
    public void Run_names_its_kernels_and_those_it_was_checked_with(string kernels, string checkedKernels)
    {
        string picture = Path.Combine(DigitsBlob.Samples, "7", "display.png");
        JsonElement result = Json("run", _blob, picture, "--kernels", kernels, "--json");
        Assert.AreEqual(kernels, result.GetProperty("kernels").GetString());
        Assert.AreEqual(checkedKernels, result.GetProperty("checkedKernels").GetString());
        StringAssert.Contains(Output("run", _blob, picture, "--kernels", kernels), $"kernel set {kernels}; {checkedKernels} gives the same bytes");
    }

    [TestMethod]
    public void Eval_names_its_kernels_and_checks_a_sample_of_the_data()
    {
        JsonElement result = Json("eval", _blob, "--data", DigitsBlob.Calibration, "--json");
        Assert.AreEqual("vector", result.GetProperty("kernels").GetString());
        Assert.AreEqual("packed", result.GetProperty("checkedKernels").GetString());
        Assert.AreEqual(16, result.GetProperty("checkedSamples").GetInt32());
        StringAssert.Contains(Output("eval", _blob, "--data", DigitsBlob.Calibration), "kernel set vector; packed gives the same bytes in every layer of 16 samples");
    }

    [TestMethod]
    public void Compare_runs_every_kernel_set_and_says_so()
    {
        string golden = Golden();
        string output = Output("compare", _blob, golden);
        foreach (string name in KernelSets.Names)
        {
            StringAssert.Contains(output, $"{name} kernels: 1 tensors compared, 0 differ");
        }

        Assert.AreEqual(1, Output("compare", _blob, golden, "--kernels", "packed").Split('\n').Count(line => line.Contains("tensors compared")));
    }

    [TestMethod]
    public void Compare_fails_when_the_recorded_bytes_are_others()
    {
        string golden = Golden();
        string file = Path.Combine(golden, "output_0.bin");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[0] ^= 1;
        File.WriteAllBytes(file, bytes);
        (int code, string output, string error) = CommandLine.Run("compare", _blob, golden);
        Assert.AreEqual(1, code, error);
        Assert.AreEqual(KernelSets.Names.Count, output.Split('\n').Count(line => line.Contains("first difference: vector 0, output")));
    }

    [TestMethod]
    public void Demo_checks_every_sample()
    {
        StringAssert.Contains(Output("demo"), "packed, which boards run, gives the same bytes in every layer of each");
    }

    [TestMethod]
    public void Meter_checks_the_digits_that_its_network_sees()
    {
        RenderedMeter meter = RenderedMeter.All()[0];
        string output = Output("meter", meter.ImagePath, "--boxes", meter.BoxesPath, "--model", _blob);
        StringAssert.Contains(output, "kernel set vector; packed gives the same bytes in every layer");
    }

    /// <summary>Recorded results of one vector, by the kernels that define them.</summary>
    private string Golden()
    {
        Int8Model model = BlobFile.Load("m", DigitsBlob.Bytes, new ReferenceKernels());
        sbyte[] values = InputReader.Read(model.Input, Path.Combine(DigitsBlob.Samples, "7", "display.png"), null);
        float[] real = TensorConverter.Dequantize(model.Input, values);
        byte[] input = new byte[4 * real.Length];
        for (int i = 0; i < real.Length; i++)
        {
            int pixel = i / model.Input.Channels;
            int source = ((i % model.Input.Channels) * model.Input.Height * model.Input.Width) + pixel;
            BitConverter.TryWriteBytes(input.AsSpan(4 * source), real[i]);
        }

        _folder.Write("golden/input_0.bin", input);
        _folder.Write("golden/output_0.bin", TensorConverter.ToRaw(model.GetOutput(0), ModelRunner.Run(model, values)[0]));
        _folder.Write("golden/layer_hashes.json", "{}");
        _folder.Write("golden/meta.json", """{"generator":"reference kernels","vectors":[{"input":"input_0.bin"}]}""");
        return _folder.File("golden");
    }

    private static string Output(params string[] arguments)
    {
        (int code, string output, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(0, code, error);
        return output;
    }

    private static JsonElement Json(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Output(arguments));
        return document.RootElement.Clone();
    }
}
