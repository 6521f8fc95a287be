using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxSpelledOutTests
{
    private static readonly Dictionary<string, Func<OnnxModelBuilder, string, string>> s_hardSigmoids = new()
    {
        ["HardSigmoid"] = (b, x) => b.Node("HardSigmoid", x, ("alpha", 1f / 6), ("beta", 0.5f)),
        ["clip(x+3,0,6)/6"] = (b, x) => Div(b, Clip(b, Add(b, x, 3), 0, 6), 6),
        ["clip(3+x,0,6)*(1/6)"] = (b, x) => b.Node("Mul", [b.Scalar(1f / 6), Clip(b, b.Node("Add", [b.Scalar(3), x]), 0, 6)]),
        ["clip(x/6+0.5,0,1)"] = (b, x) => Clip(b, Add(b, Div(b, x, 6), 0.5f), 0, 1),
        ["clip(x*(1/6)+0.5,0,1)"] = (b, x) => Clip(b, Add(b, b.Node("Mul", [x, b.Scalar(1f / 6)]), 0.5f), 0, 1),
        ["min(relu(x+3),6)/6"] = (b, x) => Div(b, b.Node("Min", [b.Node("Relu", Add(b, x, 3)), b.Scalar(6)]), 6),
        ["min(max((x+3)/6,0),1)"] = (b, x) => b.Node("Min", [b.Node("Max", [Div(b, Add(b, x, 3), 6), b.Scalar(0)]), b.Scalar(1)]),
    };

    private static readonly Dictionary<string, Func<OnnxModelBuilder, string, string>> s_hardSwishes = new()
    {
        ["HardSwish"] = (b, x) => b.Node("HardSwish", x),
        ["x*clip(x+3,0,6)/6"] = (b, x) => Div(b, b.Node("Mul", [x, Clip(b, Add(b, x, 3), 0, 6)]), 6),
        ["clip(3+x,0,6)*x*(1/6)"] = (b, x) => b.Node("Mul", [b.Node("Mul", [Clip(b, b.Node("Add", [b.Scalar(3), x]), 0, 6), x]), b.Floats([1], 1f / 6)]),
        ["(x/6)*clip(x+3,0,6)"] = (b, x) => b.Node("Mul", [Div(b, x, 6), Clip(b, Add(b, x, 3), 0, 6)]),
        ["clip(x+3,0,6)*(x*(1/6))"] = (b, x) => b.Node("Mul", [Clip(b, Add(b, x, 3), 0, 6), b.Node("Mul", [b.Scalar(1f / 6), x])]),
    };

    public static IEnumerable<object[]> HardSigmoids => s_hardSigmoids.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> HardSwishes => s_hardSwishes.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(HardSigmoids))]
    public void Every_spelling_of_hard_sigmoid_becomes_one_operator(string name)
    {
        Assert.AreEqual(UnaryFunction.HardSigmoid, AfterConvolution(s_hardSigmoids[name]).Function);
        Assert.AreEqual(1f / 6, AfterConvolution(s_hardSigmoids[name]).Alpha, 1e-7f);
    }

    [TestMethod]
    [DynamicData(nameof(HardSwishes))]
    public void Every_spelling_of_hard_swish_becomes_one_operator(string name) =>
        Assert.AreEqual(UnaryFunction.HardSwish, AfterConvolution(s_hardSwishes[name]).Function);

    [TestMethod]
    [DynamicData(nameof(HardSigmoids))]
    public void A_product_with_any_hard_sigmoid_is_hard_swish(string name)
    {
        Assert.AreEqual(UnaryFunction.HardSwish, AfterConvolution((b, x) => b.Node("Mul", [x, s_hardSigmoids[name](b, x)])).Function);
        Assert.AreEqual(UnaryFunction.HardSwish, AfterConvolution((b, x) => b.Node("Mul", [s_hardSigmoids[name](b, x), x])).Function);
    }

    [TestMethod]
    public void A_product_with_a_sigmoid_is_SiLU()
    {
        Assert.AreEqual(UnaryFunction.Silu, AfterConvolution((b, x) => b.Node("Mul", [x, b.Node("Sigmoid", x)])).Function);
        Assert.AreEqual(UnaryFunction.Silu, AfterConvolution((b, x) => b.Node("Mul", [b.Node("Sigmoid", x), x])).Function);
    }

    [TestMethod]
    public void The_hard_sigmoid_of_Keras_becomes_one_operator()
    {
        UnaryAttributes unary = AfterConvolution((b, x) => Clip(b, Add(b, b.Node("Mul", [x, b.Scalar(0.2f)]), 0.5f), 0, 1));
        Assert.AreEqual(UnaryFunction.HardSigmoid, unary.Function);
        Assert.AreEqual(0.2f, unary.Alpha);
    }

    [TestMethod]
    public void Products_that_only_look_like_hard_swish_stay_as_they_are()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(1, 3, 5, 4), 3, 4, 3);
        string other = builder.Conv("input", 3, 4, 3);
        string product = builder.Node("Mul", [other, builder.Node("HardSigmoid", conv, ("alpha", 1f / 6))]);
        product = builder.Node("Mul", [product, Clip(builder, Add(builder, product, 3), 0, 6)]); // six times hard swish
        ModelGraph graph = OnnxComparison.Check(builder, product);
        Assert.IsFalse(graph.Operators.Exists(op => op.Attributes is UnaryAttributes { Function: UnaryFunction.HardSwish or UnaryFunction.Silu }));
    }

    [TestMethod]
    public void An_inner_value_that_is_read_elsewhere_is_kept()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(1, 3, 5, 4), 3, 4, 3);
        string gate = builder.Node("HardSigmoid", conv, ("alpha", 1f / 6));
        string swish = builder.Node("Mul", [conv, gate]);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Add", [swish, gate]));
        Assert.HasCount(2, graph.Operators.FindAll(op => op.Kind == OperatorKind.Unary));
    }

    // The graph of a convolution, the function and a convolution must hold three operators; returns the second.
    private static UnaryAttributes AfterConvolution(Func<OnnxModelBuilder, string, string> function)
    {
        var builder = new OnnxModelBuilder(14);
        string conv = builder.Conv(builder.Input(1, 3, 5, 4), 3, 4, 3);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(function(builder, conv), 4, 2, 1));
        Assert.HasCount(3, graph.Operators, string.Join(", ", graph.Operators));
        return (UnaryAttributes)graph.Operators[1].Attributes!;
    }

    private static string Add(OnnxModelBuilder builder, string x, float value) => builder.Node("Add", [x, builder.Scalar(value)]);

    private static string Div(OnnxModelBuilder builder, string x, float value) => builder.Node("Div", [x, builder.Scalar(value)]);

    private static string Clip(OnnxModelBuilder builder, string x, float min, float max) => builder.Node("Clip", [x, builder.Scalar(min), builder.Scalar(max)]);
}
