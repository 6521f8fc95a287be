using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Native;
using Edge.MeterDigits.Trainer.Network;
using Edge.MeterDigits.Trainer.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using TorchSharp;

namespace Edge.MeterDigits.Tests.Trainer;

[TestClass]
public sealed class TrainingRunTests
{
    private static readonly TrainingOptions s_options = new() { Shape = "tiny", Samples = 256, ValidationSamples = 64, Epochs = 2, Batch = 64, Threads = 1 };

    private readonly string _folder = Directory.CreateTempSubdirectory("meter-digits-").FullName;

    [ClassInitialize]
    public static void Prepare(TestContext _) => NativeTorch.Prepare();

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void An_interrupted_run_ends_as_one_without_interruption()
    {
        string whole = Path.Combine(_folder, "whole");
        string interrupted = Path.Combine(_folder, "interrupted");
        new TrainingRun(s_options, whole, new ProgressLine()).Run();
        Assert.ThrowsExactly<IOException>(() => new TrainingRun(s_options, interrupted, new ProgressLine()) { AfterPass = _ => throw new IOException("pulled the plug") }.Run());
        new TrainingRun(s_options, interrupted, new ProgressLine()).Run();
        CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(whole, NetworkExport.Weights)), File.ReadAllBytes(Path.Combine(interrupted, NetworkExport.Weights)));
    }

    [TestMethod]
    public void The_mean_with_the_first_network_lies_between_the_two_and_is_interrupted_without_harm()
    {
        string from = Path.Combine(_folder, "from");
        string alone = Path.Combine(_folder, "alone");
        string mean = Path.Combine(_folder, "mean");
        new TrainingRun(s_options with { Epochs = 1 }, from, new ProgressLine()).Run();
        new TrainingRun(s_options with { From = from }, alone, new ProgressLine()).Run();
        TrainingOptions options = s_options with { From = from, IsMeanWithFirst = true };
        Assert.ThrowsExactly<IOException>(() => new TrainingRun(options, mean, new ProgressLine()) { AfterPass = _ => throw new IOException("pulled the plug") }.Run());
        new TrainingRun(options, mean, new ProgressLine()).Run();

        float[][] weights = [.. new[] { from, alone, mean }.Select(Weights)];
        Assert.IsGreaterThan(0.01f, weights[0].Zip(weights[1], (a, b) => MathF.Abs(a - b)).Max());
        for (int i = 0; i < weights[0].Length; i++)
        {
            Assert.AreEqual((weights[0][i] + weights[1][i]) / 2, weights[2][i], 1e-6f * (1 + MathF.Abs(weights[2][i])), $"weight {i}");
        }
    }

    private static float[] Weights(string folder) => [.. SafetensorsFile.Read(Path.Combine(folder, NetworkExport.Weights)).OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.Values)];

    [TestMethod]
    public void A_checkpoint_of_other_options_is_refused()
    {
        new TrainingRun(s_options with { Epochs = 1 }, _folder, new ProgressLine()).Run();
        Assert.ThrowsExactly<InvalidDataException>(() => new TrainingRun(s_options, _folder, new ProgressLine()).Run());
    }

    [TestMethod]
    [DataRow("network.dat")]
    [DataRow("epochs")]
    public void A_damaged_checkpoint_is_named(string file)
    {
        new TrainingRun(s_options with { Epochs = 1 }, _folder, new ProgressLine()).Run();
        string path = Path.Combine(_folder, Checkpoint.Folder, file);
        File.WriteAllBytes(path, File.ReadAllBytes(path).Take(100).Append((byte)'x').ToArray());
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => new TrainingRun(s_options with { Epochs = 1 }, _folder, new ProgressLine()).Run());
        StringAssert.Contains(error.Message, "delete it");
    }

    [TestMethod]
    public void A_missing_teacher_or_first_network_is_named_and_nothing_is_left()
    {
        string run = Path.Combine(_folder, "run");
        string missing = Path.Combine(_folder, "nobody");
        InvalidDataException teacher = Assert.ThrowsExactly<InvalidDataException>(() => new TrainingRun(s_options with { Teacher = missing }, run, new ProgressLine()).Run());
        StringAssert.Contains(teacher.Message, missing);
        IOException first = Assert.Throws<IOException>(() => new TrainingRun(s_options with { From = missing }, run, new ProgressLine()).Run());
        StringAssert.Contains(first.Message, missing);
        Assert.IsFalse(Directory.Exists(run));
    }

    [TestMethod]
    public void Fewer_crops_than_a_step_takes_are_refused()
    {
        Assert.ThrowsExactly<InvalidDataException>(() => new TrainingRun(s_options with { Samples = s_options.Batch - 1 }, _folder, new ProgressLine()).Run());
    }

    [TestMethod]
    [DataRow("tiny")]
    [DataRow("fine-stem")]
    public void The_onnx_file_computes_what_the_weights_compute(string name)
    {
        torch.manual_seed(3);
        NetworkShape shape = ShapeCatalog.Get(name);
        using (var network = new MeterNetwork(shape, 0))
        {
            NetworkExport.Write(_folder, shape, network);
        }
        using MeterNetwork read = NetworkExport.Read(_folder, out NetworkShape _);
        SampleSet set = SampleSet.Render(1, 4, _ => { });
        using var session = new InferenceSession(Path.Combine(_folder, NetworkExport.Onnx));
        for (int i = 0; i < set.Count; i++)
        {
            using torch.Tensor input = BatchBuilder.Plain(set, i, 1);
            float[] expected = read.forward(input).data<float>().ToArray();
            var tensor = new DenseTensor<float>(input.data<float>().ToArray(), new[] { 1, 3, 32, 20 });
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(new[] { NamedOnnxValue.CreateFromTensor("input", tensor) });
            float[] actual = outputs[0].AsEnumerable<float>().ToArray();
            for (int c = 0; c < expected.Length; c++)
            {
                Assert.AreEqual(expected[c], actual[c], 1e-4f, $"{name}, sample {i}, class {c}");
            }
        }
    }

    [TestMethod]
    public void A_missing_a_superfluous_and_a_misshapen_tensor_are_refused()
    {
        NetworkShape shape = ShapeCatalog.Get("tiny");
        using (var network = new MeterNetwork(shape, 0))
        {
            NetworkExport.Write(_folder, shape, network);
        }
        string file = Path.Combine(_folder, NetworkExport.Weights);
        List<(string Name, long[] Shape, float[] Values)> tensors = SafetensorsFile.Read(file).Select(t => (t.Key, t.Value.Shape, t.Value.Values)).ToList();
        SafetensorsFile.Write(file, tensors.Skip(1).ToList());
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => NetworkExport.Read(_folder, out _)).Message, "is missing");
        SafetensorsFile.Write(file, tensors.Append(("extra", new long[] { 1 }, new float[1])).ToList());
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => NetworkExport.Read(_folder, out _)).Message, "has no place");
        tensors[0] = (tensors[0].Name, tensors[0].Shape.Reverse().ToArray(), tensors[0].Values);
        SafetensorsFile.Write(file, tensors);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => NetworkExport.Read(_folder, out _)).Message, "needs [");
    }
}
