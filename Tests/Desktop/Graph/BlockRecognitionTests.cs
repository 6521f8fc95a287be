using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Onnx;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Graph;

[TestClass]
public sealed class BlockRecognitionTests
{
    private const int Channels = 4;
    private const int Expanded = 8;

    [TestMethod]
    [DataRow("Conv", "GlobalAveragePool", "HardSigmoid")]
    [DataRow("Conv", "ReduceMean", "Sigmoid")]
    [DataRow("Conv", "AveragePool", "SpelledOut")]
    [DataRow("Gemm", "GlobalAveragePool", "Sigmoid")]
    [DataRow("Gemm", "ReduceMean", "HardSigmoid")]
    [DataRow("MatMul", "ReduceMean without dimensions", "SpelledOut")]
    public void A_block_with_squeeze_excite_has_all_its_roles(string dense, string pool, string gate)
    {
        foreach (bool isGateFirst in new[] { false, true })
        {
            var builder = new OnnxModelBuilder();
            string input = Stem(builder);
            string depthwise = builder.Node("Relu", builder.Conv(Expand(builder, input), Expanded, Expanded, 3, 1, Expanded));
            string factor = Gate(builder, depthwise, dense, pool, gate);
            string scaled = builder.Node("Mul", isGateFirst ? [factor, depthwise] : [depthwise, factor]);
            string sum = builder.Node("Add", [builder.Conv(scaled, Expanded, Channels, 1), input]);
            ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(sum, Channels, 3, 3));

            Operator[] block = [.. graph.Operators.Where(op => op.BlockIndex == 0)];
            CollectionAssert.AreEqual(
                new[]
                {
                    BlockRole.Expand, BlockRole.Depthwise, BlockRole.SqueezePool, BlockRole.SqueezeReduce,
                    BlockRole.SqueezeExpand, BlockRole.SqueezeScale, BlockRole.Project, BlockRole.Residual,
                },
                block.Select(op => op.Role).Distinct().ToArray());
            Assert.HasCount(2, graph.Operators.FindAll(op => op.BlockIndex < 0)); // stem and head
        }
    }

    [TestMethod]
    public void Activation_operators_carry_the_role_of_what_they_follow()
    {
        var builder = new OnnxModelBuilder(14);
        string expand = builder.Node("HardSwish", builder.Conv(Stem(builder), Channels, Expanded, 1));
        string depthwise = builder.Node("HardSwish", builder.Conv(expand, Expanded, Expanded, 3, 2, Expanded));
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(depthwise, Expanded, Channels, 1));
        CollectionAssert.AreEqual(
            new[] { BlockRole.Expand, BlockRole.Expand, BlockRole.Depthwise, BlockRole.Depthwise, BlockRole.Project },
            graph.Operators.Where(op => op.BlockIndex == 0).Select(op => op.Role).ToArray());
    }

    [TestMethod]
    public void The_project_of_one_block_is_not_the_expand_of_a_block_that_has_none()
    {
        var builder = new OnnxModelBuilder();
        string first = builder.Node("Relu", builder.Conv(Expand(builder, Stem(builder)), Expanded, Expanded, 3, 1, Expanded));
        string project = builder.Conv(first, Expanded, Channels, 1);
        string second = builder.Node("Relu", builder.Conv(project, Channels, Channels, 5, 1, Channels));
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Add", [project, builder.Conv(second, Channels, Channels, 1)]));
        List<Operator> operators = graph.Operators;
        CollectionAssert.AreEqual(new[] { -1, 0, 0, 0, 1, 1, 1 }, operators.ConvertAll(op => op.BlockIndex));
        Assert.AreEqual(BlockRole.Residual, operators[^1].Role);
    }

    [TestMethod]
    public void A_pointwise_convolution_with_an_activation_is_no_project()
    {
        var builder = new OnnxModelBuilder();
        string depthwise = builder.Node("Relu", builder.Conv(Stem(builder), Channels, Channels, 3, 1, Channels));
        string pointwise = builder.Node("Relu", builder.Conv(depthwise, Channels, Expanded, 1)); // MobileNetV1
        Assert.IsTrue(OnnxComparison.Check(builder, pointwise).Operators.TrueForAll(op => op.BlockIndex < 0));
    }

    [TestMethod]
    public void A_depthwise_that_is_read_elsewhere_is_no_block()
    {
        var builder = new OnnxModelBuilder();
        string depthwise = builder.Conv(Stem(builder), Channels, Channels, 3, 1, Channels);
        string sum = builder.Node("Add", [builder.Conv(depthwise, Channels, Channels, 1), depthwise]);
        Assert.IsTrue(OnnxComparison.Check(builder, sum).Operators.TrueForAll(op => op.BlockIndex < 0));
    }

    [TestMethod]
    public void An_addition_of_something_else_is_no_residual()
    {
        var builder = new OnnxModelBuilder();
        string stem = Stem(builder);
        string depthwise = builder.Conv(Expand(builder, stem), Expanded, Expanded, 3, 1, Expanded);
        string sum = builder.Node("Add", [builder.Conv(depthwise, Expanded, Channels, 1), builder.Conv(stem, Channels, Channels, 3)]);
        ModelGraph graph = OnnxComparison.Check(builder, sum);
        Assert.HasCount(3, graph.Operators.FindAll(op => op.BlockIndex == 0));
        Assert.AreEqual(BlockRole.None, graph.Operators[^1].Role);
    }

    [TestMethod]
    public void Squeeze_excite_outside_a_block_has_roles_but_no_block()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Relu", builder.Conv(builder.Input(1, 3, 6, 6), 3, Expanded, 3));
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Mul", [value, Gate(builder, value, "Conv", "GlobalAveragePool", "Sigmoid")]));
        Assert.AreEqual(BlockRole.SqueezeScale, graph.Operators[^1].Role);
        Assert.IsTrue(graph.Operators.TrueForAll(op => op.BlockIndex < 0));
    }

    [TestMethod]
    public void A_gate_computed_from_something_else_is_no_squeeze_excite()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Relu", builder.Conv(builder.Input(1, 3, 6, 6), 3, Expanded, 3));
        string other = builder.Conv("input", 3, Expanded, 3);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Mul", [value, Gate(builder, other, "Conv", "GlobalAveragePool", "Sigmoid")]));
        Assert.IsTrue(graph.Operators.TrueForAll(op => op.Role == BlockRole.None));
    }

    private static string Stem(OnnxModelBuilder builder) => builder.Node("Relu", builder.Conv(builder.Input(1, 3, 6, 6), 3, Channels, 3));

    private static string Expand(OnnxModelBuilder builder, string input) => builder.Node("Relu", builder.Conv(input, Channels, Expanded, 1));

    private static string Gate(OnnxModelBuilder builder, string value, string dense, string pool, string gate)
    {
        string mean = pool switch
        {
            "ReduceMean" => builder.Node("ReduceMean", value, ("axes", new long[] { 2, 3 })),
            "ReduceMean without dimensions" => builder.Node("ReduceMean", value, ("axes", new long[] { 2, 3 }), ("keepdims", 0L)),
            "AveragePool" => builder.Node("AveragePool", value, ("kernel_shape", new long[] { 6, 6 })),
            _ => builder.Node(pool, value),
        };
        if (dense == "Conv")
        {
            string reduced = builder.Node("Relu", builder.Conv(mean, Expanded, 2, 1));
            return Activated(builder, builder.Conv(reduced, 2, Expanded, 1), gate);
        }

        string flat = builder.Node("Reshape", [mean, builder.Longs(-1, Expanded)]);
        string small = builder.Node(dense, [flat, builder.Random(Expanded, 2)]);
        string large = builder.Node(dense, [builder.Node("Relu", small), builder.Random(2, Expanded)]);
        return builder.Node("Reshape", [Activated(builder, large, gate), builder.Longs(-1, Expanded, 1, 1)]);
    }

    private static string Activated(OnnxModelBuilder builder, string value, string gate)
    {
        if (gate != "SpelledOut")
        {
            return builder.Node(gate, value);
        }

        string clipped = builder.Node("Clip", [builder.Node("Add", [value, builder.Scalar(3)]), builder.Scalar(0), builder.Scalar(6)]);
        return builder.Node("Div", [clipped, builder.Scalar(6)]);
    }
}
