using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxConvTests
{
    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(3, 1, 1)]
    [DataRow(3, 2, 1)]
    [DataRow(5, 2, 1)]
    [DataRow(3, 1, 2)]
    [DataRow(3, 2, 6)]
    public void Convolutions_match_ONNX_Runtime(int kernel, int stride, int group)
    {
        var builder = new OnnxModelBuilder();
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(builder.Input(1, 6, 9, 7), 6, 12, kernel, stride, group));
        Assert.AreEqual(group == 6 ? OperatorKind.DepthwiseConv2D : OperatorKind.Conv2D, graph.Operators[0].Kind);
    }

    [TestMethod]
    public void A_grouped_convolution_keeps_its_groups()
    {
        var builder = new OnnxModelBuilder();
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(builder.Input(1, 6, 5, 5), 6, 9, 3, group: 3));
        Assert.AreEqual(3, ((ConvAttributes)graph.Operators[0].Attributes!).Groups);
        CollectionAssert.AreEqual(new[] { 9, 3, 3, 2 }, graph.Operators[0].Inputs[1].Shape);
    }

    [TestMethod]
    public void A_depthwise_convolution_may_have_a_multiplier()
    {
        var builder = new OnnxModelBuilder();
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(builder.Input(1, 4, 5, 5), 4, 12, 3, group: 4));
        CollectionAssert.AreEqual(new[] { 1, 3, 3, 12 }, graph.Operators[0].Inputs[1].Shape);
    }

    [TestMethod]
    public void A_convolution_of_one_channel_is_not_depthwise()
    {
        var builder = new OnnxModelBuilder();
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(builder.Input(1, 1, 5, 5), 1, 3, 3));
        Assert.AreEqual(OperatorKind.Conv2D, graph.Operators[0].Kind);
    }

    [TestMethod]
    [DataRow("SAME_UPPER", 8, 2, 3)]
    [DataRow("SAME_LOWER", 8, 2, 3)]
    [DataRow("SAME_UPPER", 7, 3, 2)]
    [DataRow("SAME_LOWER", 7, 3, 2)]
    [DataRow("SAME_UPPER", 8, 2, 1)]
    [DataRow("VALID", 8, 2, 3)]
    public void Automatic_padding_matches_ONNX_Runtime(string padding, int size, int stride, int kernel)
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Node(
            "Conv", [builder.Input(1, 3, size, size + 1), builder.Random(4, 3, kernel, kernel)], ("auto_pad", padding), ("strides", new long[] { stride, stride }));
        OnnxComparison.Check(builder, conv);
    }

    [TestMethod]
    public void Uneven_padding_strides_and_kernels_match_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Node(
            "Conv", [builder.Input(1, 3, 9, 8), builder.Random(4, 3, 3, 5)], ("pads", new long[] { 0, 3, 1, 2 }), ("strides", new long[] { 2, 1 }), ("kernel_shape", new long[] { 3, 5 }));
        ModelGraph graph = OnnxComparison.Check(builder, conv);
        Assert.AreEqual(new Padding(0, 3, 1, 2), ((ConvAttributes)graph.Operators[0].Attributes!).Padding);
    }

    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    public void Batch_normalisation_after_a_convolution_is_folded(bool hasBias, bool isDepthwise)
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 4, 6, 5);
        string weights = builder.Random(4, isDepthwise ? 1 : 4, 3, 3);
        string conv = builder.Node("Conv", hasBias ? [input, weights, builder.Random(4)] : [input, weights], ("group", isDepthwise ? 4L : 1L));
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Relu", BatchNormalization(builder, conv, 4)));
        Assert.HasCount(1, graph.Operators);
        Assert.AreEqual(Clamp.Relu, ((ConvAttributes)graph.Operators[0].Attributes!).Activation);
    }

    [TestMethod]
    public void Batch_normalisation_that_cannot_be_folded_becomes_a_1x1_depthwise_convolution()
    {
        var builder = new OnnxModelBuilder();
        string normalized = BatchNormalization(builder, builder.Input(1, 4, 6, 5), 4);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(normalized, 4, 5, 3));
        Assert.AreEqual(OperatorKind.DepthwiseConv2D, graph.Operators[0].Kind);
        Assert.HasCount(2, graph.Operators);
    }

    [TestMethod]
    public void Batch_normalisation_stays_apart_when_the_convolution_is_read_elsewhere_too()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(1, 4, 6, 5), 4, 4, 3);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Add", [conv, BatchNormalization(builder, conv, 4)]));
        Assert.HasCount(3, graph.Operators);
    }

    [TestMethod]
    public void Constants_multiplied_and_added_after_a_convolution_are_folded()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Conv(builder.Input(1, 4, 6, 5), 4, 3, 3);
        value = builder.Node("Mul", [value, builder.Random(3, 1, 1)]);
        value = builder.Node("Div", [value, builder.Floats([1], 0.3f)]);
        value = builder.Node("Add", [builder.Random(1, 3, 1, 1), value]);
        value = builder.Node("Sub", [builder.Scalar(2.5f), value]);
        value = builder.Node("Sub", [value, builder.Random(3, 1, 1)]);
        Assert.HasCount(1, OnnxComparison.Check(builder, value).Operators);
    }

    [TestMethod]
    public void A_constant_that_varies_along_the_width_is_not_folded()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Conv(builder.Input(1, 4, 6, 3), 4, 3, 3);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Mul", [value, builder.Random(3)]));
        Assert.HasCount(2, graph.Operators);
        CollectionAssert.AreEqual(new[] { 3, 1 }, graph.Operators[1].Inputs[1].Shape);
    }

    [TestMethod]
    public void Two_convolutions_may_share_weights()
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 4, 6, 5);
        string weights = builder.Random(4, 4, 1, 1);
        string first = BatchNormalization(builder, builder.Node("Conv", [input, weights]), 4);
        string second = builder.Node("Conv", [builder.Node("Relu", first), weights]);
        OnnxComparison.Check(builder, second);
    }

    internal static string BatchNormalization(OnnxModelBuilder builder, string input, int channels) => builder.Node(
        "BatchNormalization",
        [input, builder.Random(channels), builder.Random(channels), builder.Random(channels), builder.RandomBetween(0.1, 2, channels)],
        ("epsilon", 0.001f));
}
