using System;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Native;
using Edge.MeterDigits.Trainer.Network;
using Edge.MeterDigits.Trainer.Training;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Graph;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using TorchSharp;

namespace Edge.MeterDigits.Tests.Trainer;

/// <summary>Networks with dense, fused and flat parts: what is trained, what ONNX says and what Edge reads is one network.</summary>
[TestClass]
public sealed class LayerFormTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meter-digits-").FullName;

    [ClassInitialize]
    public static void Prepare(TestContext _) => NativeTorch.Prepare();

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("32x20x3 | 3/2/9/relu | c3.2.24.24.0.relu 5.2.48.30.0.hswish 5.1.60.30.12.hswish | 0/48/hswish")]
    [DataRow("24x16x1 | 3/1/6/hswish | f3.2.18.12.0.relu f3.2.24.18.0.relu 3.1.18.18.0.relu | 48/0/relu")]
    [DataRow("32x20x1 | 3/2/9/relu | c3.2.24.24.0.relu c3.2.36.36.0.relu | 0/48/relu/flat")]
    [DataRow("32x20x3 | 3/2/9/relu | c3.2.24.24.8.relu f3.2.30.18.10.relu c3.1.12.12.0.relu | 0/48/relu/flat")]
    [DataRow("32x20x3 | 3/2/8/relu | 3.2.16.16.0.relu | 24/20/relu/flat")]
    [DataRow("32x20x3 | 3/2/8/relu | 3.2.16.16.0.relu | 0/20/relu")]
    public void Torch_onnx_and_edge_agree(string text)
    {
        torch.manual_seed(3);
        NetworkShape shape = ShapeCatalog.Get(text);
        using (var network = new MeterNetwork(shape, 0))
        {
            NetworkExport.Write(_folder, shape, network);
        }
        using MeterNetwork read = NetworkExport.Read(_folder, out NetworkShape again);
        Assert.AreEqual(shape.ToJson(), again.ToJson());

        SampleSet set = SampleSet.Render(1, 3, _ => { }).For(shape.Input);
        using var session = new InferenceSession(Path.Combine(_folder, NetworkExport.Onnx));
        for (int i = 0; i < set.Count; i++)
        {
            using torch.Tensor input = BatchBuilder.Plain(set, i, 1);
            float[] expected = read.forward(input).data<float>().ToArray();
            var tensor = new DenseTensor<float>(input.data<float>().ToArray(), new[] { 1, shape.Input.Channels, shape.Input.Height, shape.Input.Width });
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(new[] { NamedOnnxValue.CreateFromTensor("input", tensor) });
            float[] actual = outputs[0].AsEnumerable<float>().ToArray();
            for (int c = 0; c < expected.Length; c++)
            {
                Assert.AreEqual(expected[c], actual[c], 1e-4f, $"sample {i}, class {c}");
            }
        }

        // Edge builds the graph of arch.json and takes every weight of the file, or refuses it.
        ModelGraph graph = SourceModel.Read(Path.Combine(_folder, NetworkExport.Weights), null);
        CollectionAssert.AreEqual(new[] { 1, shape.Input.Height, shape.Input.Width, shape.Input.Channels }, graph.Inputs[0].Shape);
        Assert.AreEqual(shape.Classes.Length, graph.Outputs[0].Shape[^1]);
    }

    [TestMethod]
    [DataRow("32x20x3 | 3/2/8 | 3.2.16.16.0.relu")]
    [DataRow("32x20x2 | 3/2/8 | 3.2.16.16.0.relu | 24")]
    [DataRow("0x20x3 | 3/2/8 | 3.2.16.16.0.relu | 24")]
    [DataRow("32x20x3 | 3/2 | 3.2.16.16.0.relu | 24")]
    [DataRow("32x20x3 | 3/2/8 | 3.2.16 | 24")]
    [DataRow("32x20x3 | 3/2/eight | 3.2.16.16.0.relu | 24")]
    public void A_text_that_is_no_shape_is_refused(string text)
    {
        Assert.ThrowsExactly<FormatException>(() => ShapeCatalog.Get(text));
    }

    [TestMethod]
    public void Layers_of_another_kind_of_network_are_refused()
    {
        string file = Path.Combine(_folder, "arch.json");
        File.WriteAllText(file, """{ "format": "edge-mbconv", "version": 1, "name": "x", "layers": [ { "type": "linear", "output": 3 } ] }""");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => NetworkShape.Read(file)).Message, file);
    }

    [TestMethod]
    public void Crops_of_another_input_are_those_that_the_device_makes()
    {
        // Worked by hand with the formulas of docs/meter-reader.md: 4 pixels to 3, grey of (10, 20, 30) is (2990 + 11740 + 3420 + 500) / 1000 = 18.
        byte[] row = [0, 100, 200, 40];
        byte[] resized = CropResize.Run([.. row, .. row], InputShape.Of(2, 4, 1), InputShape.Of(2, 3, 1));
        // Output 0 lies at 512 * 1 / 3 - 128 = 42: 100 * 42 / 256 = 16; 1 at 384: index 1, 128: 150; 2 at 725: index 2, 213: 200 - 160 * 213 / 256 = 67.
        CollectionAssert.AreEqual(new byte[] { 16, 150, 67, 16, 150, 67 }, resized);
        CollectionAssert.AreEqual(new byte[] { 18 }, CropResize.Run([10, 20, 30], InputShape.Of(1, 1, 3), InputShape.Of(1, 1, 1)));
        Assert.ThrowsExactly<ArgumentException>(() => CropResize.Run(new byte[64], InputShape.Of(8, 8, 1), InputShape.Of(4, 4, 1)));
    }

    [TestMethod]
    public void A_student_learns_from_its_teacher()
    {
        var teacher = new TrainingOptions { Shape = "tiny", Samples = 256, ValidationSamples = 64, Epochs = 1, Batch = 64, Threads = 1 };
        string teacherFolder = Path.Combine(_folder, "teacher");
        new TrainingRun(teacher, teacherFolder, new ProgressLine()).Run();
        string alone = Path.Combine(_folder, "alone");
        string taught = Path.Combine(_folder, "taught");
        new TrainingRun(teacher, alone, new ProgressLine()).Run();
        new TrainingRun(teacher with { Teacher = teacherFolder }, taught, new ProgressLine()).Run();
        CollectionAssert.AreNotEqual(File.ReadAllBytes(Path.Combine(alone, NetworkExport.Weights)), File.ReadAllBytes(Path.Combine(taught, NetworkExport.Weights)));
        new TrainingRun(teacher with { Teacher = teacherFolder, Epochs = 1 }, taught, new ProgressLine()).Run(); // from the kept crops and answers
    }
}
