using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Functions of single elements, the larger of two, and normalisation, against ONNX Runtime.</summary>
[TestClass]
public sealed class OnnxFunctionFormsTests
{
    [TestMethod]
    [DataRow("Abs", 13)]
    [DataRow("Neg", 13)]
    [DataRow("Exp", 13)]
    [DataRow("Erf", 13)]
    [DataRow("Softplus", 13)]
    [DataRow("Selu", 13)]
    [DataRow("Celu", 13)]
    [DataRow("Softsign", 13)]
    [DataRow("ThresholdedRelu", 13)]
    [DataRow("Mish", 18)]
    [DataRow("Gelu", 20)]
    public void A_function_matches_ONNX_Runtime(string type, int opset)
    {
        var builder = new OnnxModelBuilder(opset);
        builder.Model.IrVersion = opset > 17 ? 9 : builder.Model.IrVersion;
        OnnxComparison.Check(builder, builder.Node(type, builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3)));
    }

    [TestMethod]
    [DataRow("Selu", 0.7f, 1.3f)]
    [DataRow("Celu", 0.4f, 0)]
    [DataRow("Celu", -0.8f, 0)]
    [DataRow("ThresholdedRelu", 0.25f, 0)]
    public void A_function_with_parameters_of_its_own_matches_ONNX_Runtime(string type, float alpha, float gamma)
    {
        var builder = new OnnxModelBuilder();
        string x = builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3);
        OnnxComparison.Check(builder, gamma == 0 ? builder.Node(type, x, ("alpha", alpha)) : builder.Node(type, x, ("alpha", alpha), ("gamma", gamma)));
    }

    [TestMethod]
    public void A_quotient_of_two_activations_matches_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string x = builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3);
        string softsign = builder.Node("Div", [x, builder.Node("Add", [builder.Node("Abs", x), builder.Scalar(1)])]);
        string sigmoid = builder.Node("Div", [builder.Scalar(1), builder.Node("Add", [builder.Node("Exp", builder.Node("Neg", softsign)), builder.Scalar(1)])]);
        OnnxComparison.Check(builder, builder.Node("Div", [sigmoid, builder.Node("GlobalAveragePool", sigmoid)]));
    }

    [TestMethod]
    [DataRow("Sqrt")]
    [DataRow("Log")]
    [DataRow("Reciprocal")]
    public void A_function_of_positive_numbers_matches_ONNX_Runtime(string type)
    {
        var builder = new OnnxModelBuilder();
        OnnxComparison.Check(builder, builder.Node(type, builder.Node("Exp", builder.Input(1, 3, 6, 5))));
    }

    [TestMethod]
    [DataRow(2f)]
    [DataRow(3f)]
    [DataRow(1f)]
    public void A_power_matches_ONNX_Runtime(float exponent)
    {
        var builder = new OnnxModelBuilder();
        OnnxComparison.Check(builder, builder.Node("Pow", [builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3), builder.Scalar(exponent)]));
    }

    [TestMethod]
    public void GELU_in_any_spelling_is_one_function()
    {
        for (int way = 0; way < 3; way++)
        {
            var builder = new OnnxModelBuilder();
            string x = builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3);
            string argument = way == 0 ? builder.Node("Div", [x, builder.Scalar(1.41421354f)]) : builder.Node("Mul", [builder.Scalar(0.70710677f), x]);
            string gate = builder.Node("Add", [builder.Node("Erf", argument), builder.Scalar(1)]);
            string value = way switch
            {
                0 => builder.Node("Mul", [builder.Node("Mul", [x, gate]), builder.Scalar(0.5f)]),
                1 => builder.Node("Mul", [builder.Node("Mul", [builder.Scalar(0.5f), gate]), x]),
                _ => builder.Node("Mul", [builder.Node("Mul", [x, builder.Scalar(0.5f)]), gate]),
            };
            ModelGraph graph = OnnxComparison.Check(builder, value);
            Assert.HasCount(2, graph.Operators);
            Assert.AreEqual(UnaryFunction.Gelu, ((UnaryAttributes)graph.Operators[1].Attributes!).Function);
        }
    }

    [TestMethod]
    public void GELU_by_tanh_is_one_function()
    {
        var builder = new OnnxModelBuilder();
        string x = builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3);
        string cube = builder.Node("Mul", [builder.Node("Pow", [x, builder.Scalar(3)]), builder.Scalar(0.044715f)]);
        string argument = builder.Node("Mul", [builder.Node("Add", [x, cube]), builder.Scalar(0.7978845608f)]);
        string gate = builder.Node("Add", [builder.Node("Tanh", argument), builder.Scalar(1)]);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Mul", [builder.Node("Mul", [x, builder.Scalar(0.5f)]), gate]));
        Assert.HasCount(2, graph.Operators);
        Assert.AreEqual(UnaryFunction.GeluTanh, ((UnaryAttributes)graph.Operators[1].Attributes!).Function);
    }

    [TestMethod]
    [DataRow("Max")]
    [DataRow("Min")]
    public void The_larger_and_the_smaller_of_two_match_ONNX_Runtime(string type)
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 3, 6, 5);
        string a = builder.Node(type, [builder.Conv(input, 3, 4, 3), builder.Conv(input, 3, 4, 1)]);
        string b = builder.Node(type, [a, builder.Random(4, 1, 1)]);
        OnnxComparison.Check(builder, builder.Node(type, [b, builder.Node("GlobalAveragePool", b)]));
    }

    [TestMethod]
    public void Normalisation_matches_ONNX_Runtime_in_every_spelling()
    {
        for (int way = 0; way < 3; way++)
        {
            var builder = new OnnxModelBuilder();
            string x = builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3);
            string norm = builder.Node("ReduceL2", x, ("axes", new long[] { 1 }), ("keepdims", 1L));
            string guarded = way == 0 ? norm : way == 1 ? builder.Node("Clip", [norm, builder.Scalar(1e-12f)]) : builder.Node("Add", [norm, builder.Scalar(1e-9f)]);
            string value = way == 0 ? builder.Node("LpNormalization", x, ("axis", 1L)) : builder.Node("Div", [x, guarded]);
            ModelGraph graph = OnnxComparison.Check(builder, value);
            CollectionAssert.AreEqual(new[] { OperatorKind.Conv2D, OperatorKind.L2Normalization }, graph.Operators.ConvertAll(op => op.Kind));
        }
    }
}
