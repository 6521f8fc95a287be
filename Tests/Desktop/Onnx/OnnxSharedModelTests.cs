using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
[TestCategory("Shared")]
public sealed class OnnxSharedModelTests
{
    [TestMethod]
    [DataRow("digits_mbv3se/digits_mbv3se.onnx")]
    [DataRow("digits_mbv3se/digits_mbv3se_bn.onnx")]
    [DataRow("digits_mbv3se/digits_mbv3se_op14.onnx")]
    [DataRow("cifar_mbv3se/cifar_mbv3se.onnx")]
    [DataRow("cifar_mbv3se/cifar_mbv3se_bn.onnx")]
    [DataRow("cifar_mbv3se/cifar_mbv3se_op14.onnx")]
    public void Trained_networks_match_ONNX_Runtime(string file)
    {
        string path = SharedFolder.Require(Path.Combine("models", file));
        ModelGraph graph = OnnxReader.Read(path, new OnnxReadOptions());
        byte[] samples = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "ref_in_nchw.f32"));
        float[] input = MemoryMarshal.Cast<byte, float>(samples)[..graph.Inputs[0].ElementCount].ToArray();
        OnnxComparison.Check(path, graph, input);
    }

    [TestMethod]
    [DataRow("minifasnet_v2/MiniFASNetV2.onnx", 1f, 0f)]
    [DataRow("minifasnet_v2/MiniFASNetV2_bn.onnx", 1f, 0f)]
    [DataRow("mbnetv1_025_128/imagenet_mbnetv1_025_128.onnx", 1 / 127.5f, -1f)]
    public void Public_networks_match_ONNX_Runtime(string file, float scale, float offset)
    {
        string path = SharedFolder.Require(Path.Combine("models", file));
        ModelGraph graph = OnnxReader.Read(path, new OnnxReadOptions());
        byte[] pixels = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "ref_in_nhwc.u8"));
        int[] shape = graph.Inputs[0].Shape;
        float[] input = new float[graph.Inputs[0].ElementCount];
        for (int i = 0; i < input.Length; i++)
        {
            int area = shape[1] * shape[2];
            input[i] = (pixels[((i % area) * shape[3]) + (i / area)] * scale) + offset;
        }

        OnnxComparison.Check(path, graph, input);
    }

    [TestMethod]
    [DataRow("digits_mbv3se")]
    [DataRow("cifar_mbv3se")]
    public void All_exports_of_one_network_give_the_same_operators(string name)
    {
        string[] plain = Describe(Import(name, ""));
        CollectionAssert.AreEqual(plain, Describe(Import(name, "_bn")));
        CollectionAssert.AreEqual(plain, Describe(Import(name, "_op14")));
    }

    [TestMethod]
    public void Folded_and_unfolded_MiniFASNet_give_the_same_operators()
    {
        string[] folded = Describe(Import("minifasnet_v2", "MiniFASNetV2", ""));
        CollectionAssert.AreEqual(folded, Describe(Import("minifasnet_v2", "MiniFASNetV2", "_bn")));
    }

    [TestMethod]
    [DataRow("digits_mbv3se", 6, 6, 2, 4)]
    [DataRow("cifar_mbv3se", 7, 6, 3, 5)] // the first block does not expand
    public void Blocks_and_their_squeeze_excite_are_recognised(string name, int blocks, int expands, int residuals, int gates)
    {
        ModelGraph graph = Import(name, "_bn");
        Assert.AreEqual(blocks, graph.Operators.Max(op => op.BlockIndex) + 1);
        Assert.HasCount(gates, graph.Operators.FindAll(op => op.Role == BlockRole.SqueezeScale));
        for (int block = 0; block < blocks; block++)
        {
            Operator[] members = [.. graph.Operators.Where(op => op.BlockIndex == block)];
            Assert.HasCount(1, members.Where(op => op is { Kind: OperatorKind.DepthwiseConv2D, Role: BlockRole.Depthwise }).ToArray());
            Assert.HasCount(1, members.Where(op => op is { Kind: OperatorKind.Conv2D, Role: BlockRole.Project }).ToArray());
        }

        Assert.HasCount(expands, graph.Operators.FindAll(op => op is { Kind: OperatorKind.Conv2D, Role: BlockRole.Expand }));
        Assert.HasCount(residuals, graph.Operators.FindAll(op => op.Role == BlockRole.Residual));
        Assert.HasCount(gates, graph.Operators.FindAll(op => op.Role == BlockRole.SqueezePool));
    }

    [TestMethod]
    public void Nothing_but_the_operators_of_the_device_is_left_of_MobileNet()
    {
        ModelGraph graph = Import("mbnetv1_025_128", "imagenet_mbnetv1_025_128", "");
        int[] counts = [.. new[] { OperatorKind.Conv2D, OperatorKind.DepthwiseConv2D, OperatorKind.Mean, OperatorKind.Softmax }.Select(kind => graph.Operators.Count(op => op.Kind == kind))];
        CollectionAssert.AreEqual(new[] { 15, 13, 1, 1 }, counts);
        Assert.IsLessThanOrEqualTo(counts.Sum() + 1, graph.Operators.Count, string.Join(", ", graph.Operators)); // and one reshape
    }

    private static ModelGraph Import(string name, string suffix) => Import(name, name, suffix);

    private static ModelGraph Import(string folder, string name, string suffix)
    {
        ModelGraph graph = OnnxReader.Read(SharedFolder.Require(Path.Combine("models", folder, $"{name}{suffix}.onnx")), new OnnxReadOptions());
        GraphPasses.RunFloat(graph);
        return graph;
    }

    // Kind, attributes, shapes and role of each operator; names and values differ between exports.
    private static string[] Describe(ModelGraph graph) =>
        [.. graph.Operators.Select(op => $"{op.Kind} {Text(op.Attributes)} {string.Join(' ', op.Inputs.Select(Shape))} -> {Shape(op.Output)} {op.BlockIndex} {op.Role}")];

    private static string Shape(Tensor tensor) => $"[{string.Join(',', tensor.Shape)}]";

    private static string Text(OperatorAttributes? attributes) => attributes switch
    {
        MeanAttributes mean => $"Mean {string.Join(',', mean.Axes)} {mean.KeepDimensions}",
        null => "",
        _ => attributes.ToString(),
    };
}
