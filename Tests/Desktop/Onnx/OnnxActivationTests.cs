using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxActivationTests
{
    [TestMethod]
    [DataRow("Relu", UnaryFunction.Relu)]
    [DataRow("LeakyRelu", UnaryFunction.LeakyRelu)]
    [DataRow("HardSwish", UnaryFunction.HardSwish)]
    [DataRow("HardSigmoid", UnaryFunction.HardSigmoid)]
    [DataRow("Sigmoid", UnaryFunction.Sigmoid)]
    [DataRow("Tanh", UnaryFunction.Tanh)]
    [DataRow("Elu", UnaryFunction.Elu)]
    public void Functions_with_their_default_parameters_match_ONNX_Runtime(string type, object function)
    {
        var builder = new OnnxModelBuilder(14);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node(type, builder.Input(1, 3, 5, 4)));
        Assert.AreEqual(function, ((UnaryAttributes)graph.Operators[0].Attributes!).Function);
    }

    [TestMethod]
    public void Parameters_match_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("LeakyRelu", builder.Input(1, 3, 5, 4), ("alpha", 0.3f));
        value = builder.Node("Elu", value, ("alpha", 0.7f));
        OnnxComparison.Check(builder, builder.Node("HardSigmoid", value, ("alpha", 0.4f), ("beta", 0.3f)));
    }

    [TestMethod]
    [DataRow(0f, 6f, UnaryFunction.Relu6)]
    [DataRow(-1f, 1f, UnaryFunction.ReluN1To1)]
    [DataRow(0f, float.MaxValue, UnaryFunction.Relu)]
    [DataRow(-0.5f, 2f, UnaryFunction.Clip)]
    [DataRow(float.MinValue, 1.5f, UnaryFunction.Clip)]
    public void Clip_bounds_are_attributes_before_opset_11_and_inputs_since(float min, float max, object function)
    {
        foreach (int opset in new[] { 9, 11, 13 })
        {
            var builder = new OnnxModelBuilder(opset);
            string input = builder.Input(1, 3, 5, 4);
            string value = opset < 11
                ? builder.Node("Clip", input, ("min", min), ("max", max))
                : builder.Node("Clip", [input, builder.Scalar(min), builder.Scalar(max)]);
            ModelGraph graph = OnnxComparison.Check(builder, value);
            Assert.AreEqual(function, ((UnaryAttributes)graph.Operators[0].Attributes!).Function);
        }
    }

    [TestMethod]
    public void Clip_bounds_may_be_left_out()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Clip", [builder.Input(1, 3, 5, 4), "", builder.Scalar(0.5f)]);
        value = builder.Node("Clip", [builder.Node("Clip", [value, builder.Scalar(-1)])]);
        Assert.HasCount(1, OnnxComparison.Check(builder, value).Operators);
    }

    [TestMethod]
    public void Min_and_max_with_a_number_are_clamps_and_merge()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Max", [builder.Input(1, 3, 5, 4), builder.Scalar(0)]);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Min", [builder.Scalar(6), value]));
        Assert.AreEqual(UnaryFunction.Relu6, ((UnaryAttributes)graph.Operators[0].Attributes!).Function);
        Assert.HasCount(1, graph.Operators);
    }

    [TestMethod]
    public void PRelu_takes_one_slope_per_channel_or_one_for_all()
    {
        foreach (int[] shape in new[] { [3, 1, 1], [1, 3, 1, 1], new[] { 1 } })
        {
            var builder = new OnnxModelBuilder();
            ModelGraph graph = OnnxComparison.Check(builder, builder.Node("PRelu", [builder.Input(1, 3, 5, 4), builder.Random(shape)]));
            Assert.AreEqual(shape.Length == 1 ? OperatorKind.Unary : OperatorKind.PRelu, graph.Operators[0].Kind);
        }
    }

    [TestMethod]
    public void A_clamp_is_fused_into_the_operator_before_it()
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 4, 6, 6);
        string relu = builder.Node("Relu", builder.Conv(input, 4, 4, 3));
        string sum = builder.Node("Clip", [builder.Node("Add", [relu, input]), builder.Scalar(-1), builder.Scalar(2)]);
        string pooled = builder.Node("Relu", builder.Node("MaxPool", sum, ("kernel_shape", new long[] { 2, 2 })));
        ModelGraph graph = OnnxComparison.Check(builder, pooled);
        CollectionAssert.AreEqual(new[] { OperatorKind.Conv2D, OperatorKind.Add, OperatorKind.MaxPool }, graph.Operators.ConvertAll(op => op.Kind));
        Assert.AreEqual(new Clamp(-1, 2), ((ArithmeticAttributes)graph.Operators[1].Attributes!).Activation);
    }

    [TestMethod]
    public void A_clamp_stays_apart_when_its_input_is_read_elsewhere_or_is_an_output()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(1, 4, 6, 6), 4, 4, 3);
        builder.Output(conv);
        Assert.HasCount(2, OnnxComparison.Check(builder, builder.Node("Relu", conv)).Operators);
    }

    [TestMethod]
    public void Softmax_over_a_row_matches_ONNX_Runtime()
    {
        foreach (int opset in new[] { 9, 13 })
        {
            var builder = new OnnxModelBuilder(opset);
            OnnxComparison.Check(builder, builder.Node("Softmax", builder.Input(1, 10)));
        }
    }

    [TestMethod]
    [DataRow(11, 1, 1)]
    [DataRow(11, 1, 4)]
    [DataRow(11, 2, 4)]
    [DataRow(13, 1, 4)]
    [DataRow(13, -1, 4)]
    public void Softmax_of_an_image_matches_ONNX_Runtime(int opset, int axis, int size)
    {
        var builder = new OnnxModelBuilder(opset);
        string conv = builder.Conv(builder.Input(1, 3, size, size), 3, 5, 1);
        OnnxComparison.Check(builder, builder.Node("Softmax", conv, ("axis", (long)axis)));
    }
}
