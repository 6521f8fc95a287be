using System;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Onnx;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Graph;

[TestClass]
public sealed class GraphPassesTests
{
    [TestMethod]
    public void Running_the_passes_twice_changes_nothing()
    {
        var builder = new OnnxModelBuilder();
        string conv = OnnxConvTests.BatchNormalization(builder, builder.Conv(builder.Input(1, 3, 6, 6), 3, 4, 3), 4);
        string value = builder.Node("Mul", [conv, builder.Node("HardSigmoid", conv, ("alpha", 1f / 6))]);
        value = builder.Node("Softmax", builder.Node("Flatten", builder.Node("GlobalAveragePool", value)));
        ModelGraph graph = OnnxComparison.Check(builder, value);
        string[] once = [.. graph.Operators.Select(op => $"{op} {op.Attributes}")];
        GraphPasses.RunFloat(graph);
        CollectionAssert.AreEqual(once, graph.Operators.Select(op => $"{op} {op.Attributes}").ToArray());
    }

    [TestMethod]
    public void A_fused_operator_has_the_output_and_source_index_of_the_last_one()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(1, 3, 6, 6), 3, 4, 3);
        string relu = builder.Node("Relu", OnnxConvTests.BatchNormalization(builder, conv, 4));
        Operator fused = OnnxComparison.Check(builder, relu).Operators[0];
        Assert.AreEqual(relu, fused.Output.Name);
        Assert.AreEqual(2, fused.SourceIndex);
        Assert.Contains("(Conv)", fused.Location, StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(0f, 6f, -1f, 2f, 0f, 2f)]
    [DataRow(0f, 6f, 7f, 9f, 7f, 7f)]
    [DataRow(3f, 6f, 0f, 1f, 1f, 1f)]
    [DataRow(float.NegativeInfinity, 2f, 1f, float.PositiveInfinity, 1f, 2f)]
    public void A_clamp_of_a_clamp_is_one_clamp(float firstMin, float firstMax, float secondMin, float secondMax, float min, float max)
    {
        ModelGraph graph = Chain(
            new Operator(OperatorKind.Add, "add", [], [], new ArithmeticAttributes(new Clamp(firstMin, firstMax))),
            new Operator(OperatorKind.Unary, "clip", [], [], new UnaryAttributes(UnaryFunction.Clip, secondMin, secondMax)));
        FuseClamps.Run(graph);
        Assert.HasCount(1, graph.Operators);
        Assert.AreEqual(new Clamp(min, max), ((ArithmeticAttributes)graph.Operators[0].Attributes!).Activation);
        Assert.AreSame(graph.Outputs[0], graph.Operators[0].Output);
    }

    [TestMethod]
    public void A_fused_clamp_keeps_a_scale_from_being_folded_before_it()
    {
        ModelGraph graph = Chain(
            new Operator(OperatorKind.DepthwiseConv2D, "conv", [Constant([1, 1, 1, 3], 1, 2, 3)], [], new ConvAttributes(1, 1, Padding.None, 1, Clamp.Relu)),
            new Operator(OperatorKind.ScaleShift, "scale", [Constant([3], 1, 2, 3), Constant([3], 4, 5, 6)], []));
        FoldScaleShift.Run(graph);
        Assert.HasCount(2, graph.Operators);
    }

    [TestMethod]
    public void A_folded_product_hands_its_own_clamp_on()
    {
        ModelGraph graph = Chain(
            new Operator(OperatorKind.DepthwiseConv2D, "conv", [Constant([1, 1, 1, 3], 1, 2, 3)], [], new ConvAttributes(1, 1, Padding.None)),
            new Operator(OperatorKind.Mul, "mul", [Constant([3], 2, 3, 4)], [], new ArithmeticAttributes(Clamp.Relu6)));
        FoldScaleShift.Run(graph);
        Assert.AreEqual(Clamp.Relu6, ((ConvAttributes)graph.Operators[0].Attributes!).Activation);
        CollectionAssert.AreEqual(new float[] { 2, 6, 12 }, graph.Operators[0].Inputs[1].Floats);
    }

    [TestMethod]
    public void Operators_without_a_way_to_an_output_are_removed()
    {
        ModelGraph graph = Chain(new Operator(OperatorKind.Unary, "used", [], [], new UnaryAttributes(UnaryFunction.Tanh)));
        graph.Operators.Add(new Operator(OperatorKind.Unary, "unused", [graph.Outputs[0]], [new Tensor("nowhere", ElementType.Float32, [1, 2, 2, 3])], new UnaryAttributes(UnaryFunction.Tanh)));
        RemoveUnused.Run(graph);
        Assert.AreEqual("used", graph.Operators.Single().Name);
    }

    [TestMethod]
    public void A_reshape_that_changes_nothing_hands_the_output_to_its_producer()
    {
        ModelGraph graph = Chain(
            new Operator(OperatorKind.Unary, "tanh", [], [], new UnaryAttributes(UnaryFunction.Tanh)),
            new Operator(OperatorKind.Reshape, "reshape", [], []));
        Tensor output = graph.Outputs[0];
        SimplifyLayout.Run(graph);
        Assert.AreEqual("tanh", graph.Operators.Single().Name);
        Assert.AreSame(output, graph.Operators[0].Output);
    }

    [TestMethod]
    public void A_reshape_between_the_graph_s_own_input_and_output_stays()
    {
        ModelGraph graph = Chain(new Operator(OperatorKind.Reshape, "reshape", [], []));
        SimplifyLayout.Run(graph);
        Assert.HasCount(1, graph.Operators);
    }

    [TestMethod]
    public void Names_of_tensors_stay_unique_when_weights_are_shared()
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 3, 6, 6);
        string weights = builder.Random(3, 3, 1, 1);
        string first = OnnxConvTests.BatchNormalization(builder, builder.Node("Conv", [input, weights]), 3);
        string second = OnnxConvTests.BatchNormalization(builder, builder.Node("Conv", [builder.Node("Relu", first), weights]), 3);
        builder.Output(second);
        using var folder = new TemporaryFolder();
        ModelGraph graph = OnnxReader.Read(folder.Write("m.onnx", builder.ToBytes()), new OnnxReadOptions());
        GraphPasses.RunFloat(graph);
        GraphInvariants.Check(graph);
        Assert.AreNotEqual(graph.Operators[0].Inputs[1].Floats[0], graph.Operators[1].Inputs[1].Floats[0]);
    }

    private static Tensor Constant(int[] shape, params float[] values) => new("constant", ElementType.Float32, shape) { Data = values };

    // Operators one after the other over [1,2,2,3]; constants they hold already become their second and later inputs.
    private static ModelGraph Chain(params Operator[] operators)
    {
        var graph = new ModelGraph("chain");
        var last = new Tensor("input", ElementType.Float32, [1, 2, 2, 3]);
        graph.Inputs.Add(last);
        foreach (Operator op in operators)
        {
            op.Inputs.Insert(0, last);
            last = new Tensor($"{op.Name}/output", ElementType.Float32, [1, 2, 2, 3]);
            op.Outputs.Add(last);
            graph.Operators.Add(op);
        }

        graph.Outputs.Add(last);
        return graph;
    }
}
