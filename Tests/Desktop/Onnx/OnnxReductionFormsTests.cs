using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Means, sums and extremes over axes, and normalisations by what the input holds, against ONNX Runtime.</summary>
[TestClass]
public sealed class OnnxReductionFormsTests
{
    private static readonly long[][] s_axes = [[1], [2], [3], [2, 3], [-2, -1], [1, 2], [1, 3], [1, 2, 3]];

    [TestMethod]
    [DataRow("ReduceMean", 13)]
    [DataRow("ReduceMean", 18)]
    [DataRow("ReduceSum", 11)]
    [DataRow("ReduceSum", 13)]
    [DataRow("ReduceMax", 13)]
    [DataRow("ReduceMax", 18)]
    [DataRow("ReduceMin", 13)]
    public void A_reduction_over_any_axes_matches_ONNX_Runtime(string type, int opset)
    {
        foreach (long[] axes in s_axes)
        {
            foreach (bool keeps in new[] { true, false })
            {
                OnnxModelBuilder builder = Builder(opset);
                string value = Reduce(builder, type, builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3), axes, keeps);
                OnnxComparison.Check(builder, builder.Node("LeakyRelu", value));
            }
        }
    }

    [TestMethod]
    [DataRow("ReduceMax")]
    [DataRow("ReduceSum")]
    public void A_reduction_of_a_sequence_and_of_a_vector_matches_ONNX_Runtime(string type)
    {
        foreach (long axis in new[] { 1L, 2L })
        {
            var sequence = new OnnxModelBuilder();
            string convolved = sequence.Node("Conv", [sequence.Input(1, 3, 9), sequence.Random(4, 3, 3)]);
            OnnxComparison.Check(sequence, Reduce(sequence, type, convolved, [axis], axis == 1));
        }

        var vector = new OnnxModelBuilder();
        OnnxComparison.Check(vector, Reduce(vector, type, vector.Node("Gemm", [vector.Input(1, 6), vector.Random(6, 5)]), [1], true));
    }

    [TestMethod]
    public void Attention_over_the_image_by_mean_and_maximum_of_the_channels_matches_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string x = builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3);
        string both = builder.Node("Concat", [Reduce(builder, "ReduceMean", x, [1], true), Reduce(builder, "ReduceMax", x, [1], true)], ("axis", 1L));
        OnnxComparison.Check(builder, builder.Node("Mul", [x, builder.Node("Sigmoid", builder.Conv(both, 2, 1, 3))]));
    }

    [TestMethod]
    public void Instance_normalisation_matches_ONNX_Runtime()
    {
        var image = new OnnxModelBuilder();
        string x = image.Conv(image.Input(1, 3, 6, 5), 3, 4, 3);
        OnnxComparison.Check(image, image.Node("InstanceNormalization", [x, image.Random(4), image.Random(4)], ("epsilon", 0.01f)));
        var sequence = new OnnxModelBuilder();
        string convolved = sequence.Node("Conv", [sequence.Input(1, 3, 9), sequence.Random(4, 3, 3)]);
        OnnxComparison.Check(sequence, sequence.Node("InstanceNormalization", [convolved, sequence.Random(4), sequence.Random(4)]));
    }

    [TestMethod]
    [DataRow(18, 2)]
    [DataRow(21, 2)]
    [DataRow(21, 1)]
    [DataRow(21, 4)]
    public void Group_normalisation_matches_ONNX_Runtime(int opset, int groups)
    {
        OnnxModelBuilder builder = Builder(opset);
        string x = builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3);
        int parameters = opset < 21 ? groups : 4;
        OnnxComparison.Check(builder, builder.Node("GroupNormalization", [x, builder.Random(parameters), builder.Random(parameters)], ("num_groups", (long)groups)));
    }

    [TestMethod]
    public void Layer_normalisation_matches_ONNX_Runtime_as_operator_and_spelled_out()
    {
        foreach (bool isSpelledOut in new[] { false, true })
        {
            OnnxModelBuilder builder = Builder(17);
            string x = builder.Node("Transpose", builder.Conv(builder.Input(1, 3, 6, 5), 3, 4, 3), ("perm", new long[] { 0, 2, 3, 1 }));
            string value = isSpelledOut ? SpelledOut(builder, x) : builder.Node("LayerNormalization", [x, builder.Random(4), builder.Random(4)]);
            OnnxComparison.Check(builder, value);
        }

        OnnxModelBuilder wide = Builder(17);
        string image = wide.Conv(wide.Input(1, 3, 6, 5), 3, 4, 3);
        OnnxComparison.Check(wide, wide.Node("LayerNormalization", [image, wide.Random(4, 6, 5)], ("axis", 1L), ("epsilon", 0.1f)));
    }

    private static string SpelledOut(OnnxModelBuilder builder, string x)
    {
        string centred = builder.Node("Sub", [x, Reduce(builder, "ReduceMean", x, [-1], true)]);
        string variance = Reduce(builder, "ReduceMean", builder.Node("Pow", [centred, builder.Scalar(2)]), [-1], true);
        string deviation = builder.Node("Sqrt", builder.Node("Add", [variance, builder.Scalar(1e-5f)]));
        return builder.Node("Add", [builder.Node("Mul", [builder.Node("Div", [centred, deviation]), builder.Random(4)]), builder.Random(4)]);
    }

    private static OnnxModelBuilder Builder(int opset)
    {
        var builder = new OnnxModelBuilder(opset);
        builder.Model.IrVersion = opset > 20 ? 10 : opset > 17 ? 8 : builder.Model.IrVersion;
        return builder;
    }

    private static string Reduce(OnnxModelBuilder builder, string type, string x, long[] axes, bool keeps)
    {
        bool areInput = builder.Opset() >= (type == "ReduceSum" ? 13 : 18);
        return areInput
            ? builder.Node(type, [x, builder.Longs(axes)], ("keepdims", keeps ? 1L : 0))
            : builder.Node(type, x, ("axes", axes), ("keepdims", keeps ? 1L : 0));
    }
}
