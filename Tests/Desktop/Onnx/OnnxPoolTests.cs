using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxPoolTests
{
    [TestMethod]
    [DataRow("MaxPool", 0, 0)]
    [DataRow("MaxPool", 1, 0)]
    [DataRow("AveragePool", 0, 0)]
    [DataRow("AveragePool", 1, 0)]
    [DataRow("AveragePool", 0, 1)]
    public void Padded_windows_match_ONNX_Runtime(string type, int ceil, int countPadding)
    {
        foreach (int size in new[] { 7, 8, 9, 10 })
        {
            var builder = new OnnxModelBuilder();
            (string, object)[] attributes =
                [("kernel_shape", new long[] { 3, 2 }), ("strides", new long[] { 2, 3 }), ("pads", new long[] { 1, 0, 2, 1 }), ("ceil_mode", (long)ceil), ("count_include_pad", (long)countPadding)];
            string value = builder.Node(type, builder.Input(1, 3, size, size + 1), type == "MaxPool" ? attributes[..4] : attributes);
            OnnxComparison.Check(builder, value);
        }
    }

    [TestMethod]
    [DataRow("SAME_UPPER")]
    [DataRow("SAME_LOWER")]
    [DataRow("VALID")]
    public void Automatic_padding_matches_ONNX_Runtime(string padding)
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("AveragePool", builder.Input(1, 3, 8, 7), ("kernel_shape", new long[] { 3, 3 }), ("strides", new long[] { 2, 2 }), ("auto_pad", padding));
        OnnxComparison.Check(builder, value);
    }

    [TestMethod]
    [DataRow("GlobalAveragePool", OperatorKind.Mean)]
    [DataRow("GlobalMaxPool", OperatorKind.MaxPool)]
    public void Global_pooling_matches_ONNX_Runtime(string type, object kind)
    {
        var builder = new OnnxModelBuilder();
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node(type, builder.Input(1, 3, 5, 4)));
        Assert.AreEqual(kind, graph.Operators[0].Kind);
    }

    [TestMethod]
    [DataRow(new long[] { 2, 3 }, 1)]
    [DataRow(new long[] { 2, 3 }, 0)]
    [DataRow(new long[] { -1, -2 }, 0)]
    [DataRow(new long[] { 1 }, 0)]
    [DataRow(new long[] { 1 }, 1)]
    [DataRow(new long[] { 3 }, 0)]
    public void Means_match_ONNX_Runtime(long[] axes, int keepDimensions)
    {
        foreach (int opset in new[] { 13, 18 })
        {
            var builder = new OnnxModelBuilder(opset);
            string input = builder.Input(1, 3, 5, 4);
            string value = opset == 18
                ? builder.Node("ReduceMean", [input, builder.Longs(axes)], ("keepdims", (long)keepDimensions))
                : builder.Node("ReduceMean", input, ("axes", axes), ("keepdims", (long)keepDimensions));
            Assert.HasCount(1, OnnxComparison.Check(builder, builder.Node("Sigmoid", value)).Operators.FindAll(op => op.Kind == OperatorKind.Mean));
        }
    }

    [TestMethod]
    public void Zero_padding_moves_into_a_max_pool_of_non_negative_values_only()
    {
        foreach (bool isPositive in new[] { true, false })
        {
            var builder = new OnnxModelBuilder();
            string value = builder.Conv(builder.Input(1, 3, 6, 6), 3, 4, 3);
            value = isPositive ? builder.Node("Relu", value) : value;
            value = builder.Node("Pad", [value, builder.Longs(0, 0, 1, 1, 0, 0, 1, 1)]);
            ModelGraph graph = OnnxComparison.Check(builder, builder.Node("MaxPool", value, ("kernel_shape", new long[] { 3, 3 })));
            Assert.HasCount(isPositive ? 2 : 3, graph.Operators);
        }
    }

    [TestMethod]
    public void Zero_padding_moves_into_an_average_pool_and_counts()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Pad", [builder.Input(1, 3, 6, 6), builder.Longs(0, 0, 1, 0, 0, 0, 1, 2)]);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("AveragePool", value, ("kernel_shape", new long[] { 3, 3 })));
        Assert.HasCount(1, graph.Operators);
        Assert.IsTrue(((PoolAttributes)graph.Operators[0].Attributes!).CountPadding);
    }
}
