using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.Tests.Desktop.Images;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxMatMulTests
{
    [TestMethod]
    [DataRow(0, 1f, 1f)]
    [DataRow(1, 1f, 1f)]
    [DataRow(1, 0.5f, -2f)]
    [DataRow(0, 1.5f, 0f)]
    public void Gemm_matches_ONNX_Runtime(int transB, float alpha, float beta)
    {
        var builder = new OnnxModelBuilder();
        string weights = transB == 1 ? builder.Random(5, 8) : builder.Random(8, 5);
        string value = builder.Node("Gemm", [builder.Input(1, 8), weights, builder.Random(5)], ("transB", (long)transB), ("alpha", alpha), ("beta", beta));
        Assert.HasCount(1, OnnxComparison.Check(builder, value).Operators);
    }

    [TestMethod]
    public void Gemm_takes_a_transposed_input_and_a_scalar_bias()
    {
        var builder = new OnnxModelBuilder();
        string column = builder.Node("Transpose", builder.Input(1, 8));
        OnnxComparison.Check(builder, builder.Node("Gemm", [column, builder.Random(8, 5), builder.Floats([1], 0.7f)], ("transA", 1L)));
    }

    [TestMethod]
    [DataRow("nc,kc->nk", new[] { 1, 6 }, new[] { 5, 6 }, false)]
    [DataRow("nc, ck -> nk", new[] { 1, 6 }, new[] { 6, 5 }, false)]
    [DataRow("kc,nc->nk", new[] { 1, 6 }, new[] { 5, 6 }, true)]
    [DataRow("bchw,oc->bohw", new[] { 1, 6, 3, 4 }, new[] { 5, 6 }, false)]
    [DataRow("bchw,oc->bhwo", new[] { 1, 6, 3, 4 }, new[] { 5, 6 }, false)]
    [DataRow("...c,kc->...k", new[] { 1, 3, 6 }, new[] { 5, 6 }, false)]
    [DataRow("blc,lk->bkc", new[] { 1, 3, 6 }, new[] { 3, 4 }, false)]
    public void Einsum_with_a_matrix_is_a_product(string equation, int[] input, int[] weights, bool isSecond)
    {
        var builder = new OnnxModelBuilder();
        string[] operands = [builder.Input(input), builder.Random(weights)];
        OnnxComparison.Check(builder, builder.Node("Einsum", isSecond ? [operands[1], operands[0]] : operands, ("equation", equation)));
    }

    [TestMethod]
    [DataRow("nc,nc->n")]
    [DataRow("nc,kc->kn ->")]
    [DataRow("nc->n")]
    [DataRow("nc,kd->nk")]
    [DataRow("nn,kn->nk")]
    public void Other_forms_of_Einsum_are_refused(string equation)
    {
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Node("Einsum", [builder.Input(1, 6), builder.Random(5, 6)], ("equation", equation)));
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.onnx", builder.ToBytes());
        StringAssert.Contains(Assert.ThrowsExactly<EdgeException>(() => OnnxReader.Read(path, new OnnxReadOptions())).Message, "(Einsum)");
    }

    [TestMethod]
    public void Gemm_needs_no_bias()
    {
        var builder = new OnnxModelBuilder();
        OnnxComparison.Check(builder, builder.Node("Gemm", [builder.Input(1, 8), builder.Random(8, 5)]));
    }

    [TestMethod]
    public void MatMul_and_the_bias_added_after_it_become_one_operator()
    {
        var builder = new OnnxModelBuilder();
        string product = builder.Node("MatMul", [builder.Input(1, 8), builder.Random(8, 5)]);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Relu", builder.Node("Add", [builder.Random(5), product])));
        Assert.HasCount(1, graph.Operators);
        Assert.AreEqual(Clamp.Relu, ((FullyConnectedAttributes)graph.Operators[0].Attributes!).Activation);
    }

    [TestMethod]
    public void MatMul_keeps_leading_dimensions_of_one()
    {
        var builder = new OnnxModelBuilder();
        string rows = builder.Node("Unsqueeze", [builder.Input(1, 8), builder.Longs(1)]);
        OnnxComparison.Check(builder, builder.Node("MatMul", [rows, builder.Random(8, 5)]));
    }

    [TestMethod]
    public void Weights_may_be_transposed_by_a_node()
    {
        var builder = new OnnxModelBuilder();
        string weights = builder.Node("Transpose", builder.Random(5, 8), ("perm", new long[] { 1, 0 }));
        Assert.HasCount(1, OnnxComparison.Check(builder, builder.Node("MatMul", [builder.Input(1, 8), weights])).Operators);
    }

    [TestMethod]
    public void A_flattened_image_permutes_the_weights_instead_of_the_image()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(1, 3, 4, 5), 3, 6, 3);
        string flat = builder.Node("Flatten", builder.Node("Relu", conv));
        string dense = builder.Node("Gemm", [flat, builder.Random(7, 120), builder.Random(7)], ("transB", 1L));
        ModelGraph graph = OnnxComparison.Check(builder, dense);
        Assert.HasCount(2, graph.Operators);
        CollectionAssert.AreEqual(new[] { 1, 4, 5, 6 }, graph.Operators[1].Inputs[0].Shape);
    }

    [TestMethod]
    public void A_flattened_image_that_is_the_output_is_transposed()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(1, 3, 4, 5), 3, 6, 3);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Flatten", conv));
        CollectionAssert.AreEqual(
            new[] { OperatorKind.Conv2D, OperatorKind.Transpose, OperatorKind.Reshape }, graph.Operators.ConvertAll(op => op.Kind));
    }

    [TestMethod]
    public void Batch_normalisation_between_products_is_folded()
    {
        var builder = new OnnxModelBuilder();
        string first = builder.Node("MatMul", [builder.Input(1, 8), builder.Random(8, 5)]);
        string normalized = OnnxConvTests.BatchNormalization(builder, first, 5);
        Assert.HasCount(2, OnnxComparison.Check(builder, builder.Node("MatMul", [normalized, builder.Random(5, 3)])).Operators);
    }

    [TestMethod]
    public void Batch_normalisation_of_a_row_that_cannot_be_folded_becomes_a_product_and_a_sum()
    {
        var builder = new OnnxModelBuilder();
        ModelGraph graph = OnnxComparison.Check(builder, OnnxConvTests.BatchNormalization(builder, builder.Input(1, 8), 8));
        CollectionAssert.AreEqual(new[] { OperatorKind.Mul, OperatorKind.Add }, graph.Operators.ConvertAll(op => op.Kind));
    }
}
