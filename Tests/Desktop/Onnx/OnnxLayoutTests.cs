using System;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxLayoutTests
{
    [TestMethod]
    public void An_NCHW_image_is_NHWC_in_the_graph()
    {
        var builder = new OnnxModelBuilder();
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(builder.Input(1, 3, 4, 5), 3, 6, 1));
        CollectionAssert.AreEqual(new[] { 1, 4, 5, 3 }, graph.Inputs[0].Shape);
        CollectionAssert.AreEqual(new[] { 1, 3, 4, 5 }, graph.SourceInputs[0].Shape);
        Assert.IsTrue(graph.SourceInputs[0].IsChannelsFirst);
        CollectionAssert.AreEqual(new[] { 1, 4, 5, 6 }, graph.Outputs[0].Shape);
        Assert.IsTrue(graph.SourceOutputs[0].IsChannelsFirst);
    }

    [TestMethod]
    public void An_NHWC_input_that_the_model_transposes_needs_no_transpose()
    {
        var builder = new OnnxModelBuilder();
        string scaled = builder.Node("Mul", [builder.Input(1, 4, 5, 3), builder.Random(3)]);
        string conv = builder.Conv(builder.Node("Transpose", scaled, ("perm", new long[] { 0, 3, 1, 2 })), 3, 6, 3);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Transpose", conv, ("perm", new long[] { 0, 2, 3, 1 })));
        Assert.IsFalse(graph.SourceInputs[0].IsChannelsFirst);
        Assert.IsFalse(graph.SourceOutputs[0].IsChannelsFirst);
        CollectionAssert.AreEqual(new[] { OperatorKind.Mul, OperatorKind.Conv2D }, graph.Operators.ConvertAll(op => op.Kind));
    }

    [TestMethod]
    [DataRow(new long[] { 0, 2, 3, 1 })]
    [DataRow(new long[] { 0, 1, 3, 2 })]
    [DataRow(new long[] { 3, 2, 1, 0 })]
    public void Transposes_match_ONNX_Runtime(long[] permutation)
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Transpose", builder.Conv(builder.Input(1, 3, 4, 5), 3, 6, 1), ("perm", permutation));
        OnnxComparison.Check(builder, builder.Node("Reshape", [value, builder.Longs(1, -1)]));
    }

    [TestMethod]
    public void Transposes_that_cancel_leave_nothing()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Conv(builder.Input(1, 3, 4, 5), 3, 6, 1);
        value = builder.Node("Transpose", value, ("perm", new long[] { 0, 3, 1, 2 }));
        value = builder.Node("Relu", builder.Node("Transpose", value, ("perm", new long[] { 0, 2, 3, 1 })));
        Assert.HasCount(1, OnnxComparison.Check(builder, value).Operators);
    }

    [TestMethod]
    [DataRow(9)]
    [DataRow(13)]
    public void Squeeze_and_unsqueeze_take_axes_as_attribute_or_input(int opset)
    {
        var builder = new OnnxModelBuilder(opset);
        string pooled = builder.Node("GlobalAveragePool", builder.Conv(builder.Input(1, 3, 4, 5), 3, 6, 1));
        string squeezed = opset < 13
            ? builder.Node("Squeeze", pooled, ("axes", new long[] { 2, 3 }))
            : builder.Node("Squeeze", [pooled, builder.Longs(2, -1)]);
        string dense = builder.Node("Gemm", [squeezed, builder.Random(6, 6), builder.Random(6)]);
        string back = opset < 13
            ? builder.Node("Unsqueeze", dense, ("axes", new long[] { 2, 3 }))
            : builder.Node("Unsqueeze", [dense, builder.Longs(2, 3)]);
        OnnxComparison.Check(builder, builder.Conv(back, 6, 4, 1));
    }

    [TestMethod]
    public void Reshapes_of_images_keep_the_order_of_their_elements()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Conv(builder.Input(1, 3, 4, 6), 3, 4, 1);
        value = builder.Node("Reshape", [value, builder.Longs(0, 2, 2, 4, -1)]);
        value = builder.Node("Transpose", value, ("perm", new long[] { 0, 2, 1, 3, 4 })); // shuffles channels
        value = builder.Node("Reshape", [value, builder.Longs(1, 4, 4, 6)]);
        OnnxComparison.Check(builder, builder.Conv(value, 4, 3, 3));
    }

    [TestMethod]
    public void Flatten_takes_any_axis()
    {
        foreach (long axis in new long[] { 0, 1, 3, 4, -1 })
        {
            var builder = new OnnxModelBuilder();
            OnnxComparison.Check(builder, builder.Node("Flatten", builder.Conv(builder.Input(1, 3, 2, 5), 3, 4, 1), ("axis", axis)));
        }
    }

    [TestMethod]
    [DataRow("Add")]
    [DataRow("Sub")]
    [DataRow("Mul")]
    [DataRow("Sum")]
    public void Arithmetic_of_images_rows_and_constants_broadcasts(string type)
    {
        foreach (int[] shape in new int[][] { [], [5], [4, 1], [3, 1, 1], [1, 3, 4, 5], [1, 3, 1, 5] })
        {
            var builder = new OnnxModelBuilder();
            string image = builder.Node("Sigmoid", builder.Input(1, 3, 4, 5));
            string first = builder.Node(type, [image, builder.Random(shape)]);
            string second = builder.Node(type, [builder.Random(shape), first]);
            string mean = builder.Node("GlobalAveragePool", image);
            OnnxComparison.Check(builder, builder.Node(type, [builder.Node(type, [mean, second]), first]));
        }
    }

    [TestMethod]
    public void A_value_of_lower_rank_broadcasts_from_the_right()
    {
        var builder = new OnnxModelBuilder();
        string image = builder.Conv(builder.Input(1, 3, 4, 5), 3, 5, 1);
        string row = builder.Node("ReduceMean", image, ("axes", new long[] { 1, 2 }), ("keepdims", 0L)); // [1,5]
        OnnxComparison.Check(builder, builder.Node("Mul", [image, row]));
    }

    [TestMethod]
    public void An_image_and_its_transpose_may_be_added()
    {
        var builder = new OnnxModelBuilder();
        string image = builder.Conv(builder.Input(1, 3, 4, 4), 3, 5, 1);
        OnnxComparison.Check(builder, builder.Node("Add", [builder.Node("Transpose", image, ("perm", new long[] { 0, 1, 3, 2 })), image]));
    }

    [TestMethod]
    [DataRow(1L)]
    [DataRow(2L)]
    [DataRow(-1L)]
    public void Concatenation_matches_ONNX_Runtime(long axis)
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 3, 4, 5);
        string joined = builder.Node("Concat", [input, builder.Conv(input, 3, 3, 3), input], ("axis", axis));
        OnnxComparison.Check(builder, joined);
    }

    [TestMethod]
    public void Padding_is_an_attribute_before_opset_11_and_an_input_since()
    {
        foreach (int opset in new[] { 9, 11, 18 })
        {
            var builder = new OnnxModelBuilder(opset);
            string input = builder.Node("Sigmoid", builder.Input(1, 3, 4, 5));
            long[] pads = [0, 1, 2, 0, 0, 0, 1, 3];
            string padded = opset switch
            {
                9 => builder.Node("Pad", input, ("pads", pads), ("value", 0.5f)),
                11 => builder.Node("Pad", [input, builder.Longs(pads), builder.Scalar(0.5f)]),
                _ => builder.Node("Pad", [input, builder.Longs(2, 0, 1, 3), builder.Scalar(0.5f), builder.Longs(2, -1)]),
            };
            OnnxComparison.Check(builder, padded);
        }
    }

    [TestMethod]
    [DataRow(0f, 1)]
    [DataRow(1f, 2)]
    public void Only_zero_padding_moves_into_a_convolution(float value, int operators)
    {
        var builder = new OnnxModelBuilder();
        string padded = builder.Node("Pad", [builder.Input(1, 3, 4, 5), builder.Longs(0, 0, 0, 1, 0, 0, 1, 0), builder.Scalar(value)]);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(padded, 3, 4, 3));
        Assert.HasCount(operators, graph.Operators);
        Assert.AreEqual(value == 0 ? new Padding(1, 2, 2, 1) : new Padding(1, 1, 1, 1), ((ConvAttributes)graph.Operators[^1].Attributes!).Padding);
    }

    [TestMethod]
    [DataRow(9, "", "", 2f)]
    [DataRow(10, "", "", 2f)]
    [DataRow(11, "asymmetric", "floor", 2f)]
    [DataRow(11, "asymmetric", "floor", 1.5f)]
    [DataRow(11, "half_pixel", "round_prefer_floor", 2f)]
    [DataRow(11, "half_pixel", "round_prefer_floor", 3f)]
    [DataRow(11, "half_pixel", "round_prefer_ceil", 0.5f)]
    [DataRow(11, "align_corners", "round_prefer_ceil", 2f)]
    [DataRow(11, "pytorch_half_pixel", "round_prefer_floor", 2f)]
    public void Nearest_resizing_matches_ONNX_Runtime(int opset, string transformation, string rounding, float scale)
    {
        var builder = new OnnxModelBuilder(opset);
        string input = builder.Input(1, 3, 4, 6);
        string scales = builder.Floats([4], 1, 1, scale, scale);
        string resized = opset switch
        {
            9 => builder.Node("Upsample", [input, scales], ("mode", "nearest")),
            10 => builder.Node("Resize", [input, scales], ("mode", "nearest")),
            _ => builder.Node("Resize", [input, builder.Floats([0]), scales], ("coordinate_transformation_mode", transformation), ("nearest_mode", rounding)),
        };
        Assert.AreEqual(OperatorKind.ResizeNearest, OnnxComparison.Check(builder, resized).Operators[0].Kind);
    }

    [TestMethod]
    public void Resizing_to_given_sizes_matches_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string resized = builder.Node("Resize", [builder.Input(1, 3, 4, 6), "", "", builder.Longs(1, 3, 8, 18)], ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
        OnnxComparison.Check(builder, resized);
    }

    [TestMethod]
    public void Identity_dropout_and_cast_leave_no_operator()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Conv(builder.Input(1, 3, 4, 6), 3, 4, 1);
        value = builder.Node("Cast", builder.Node("Dropout", builder.Node("Identity", value)), ("to", 1L));
        ModelGraph graph = OnnxComparison.Check(builder, value);
        Assert.HasCount(1, graph.Operators);
        Assert.AreEqual(value, graph.Outputs[0].Name);
    }

    [TestMethod]
    public void Several_outputs_keep_their_order()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(1, 3, 4, 6), 3, 4, 1);
        string flat = builder.Node("Flatten", conv);
        builder.Output(flat);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Relu", conv));
        Assert.AreEqual(flat, graph.Outputs[0].Name);
        Assert.HasCount(2, graph.Outputs);
    }

    [TestMethod]
    public void Symbolic_sizes_are_settled_by_the_option_and_a_symbolic_batch_is_1()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(0, 3, 0, 0), 3, 4, 3);
        ModelGraph graph = OnnxComparison.Check(builder, conv, [1, 3, 6, 7]);
        CollectionAssert.AreEqual(new[] { 1, 6, 7, 4 }, graph.Outputs[0].Shape);
    }

    [TestMethod]
    public void Nodes_in_any_order_are_imported_in_theirs_and_unneeded_ones_are_not()
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 3, 4, 6);
        string conv = builder.Conv(input, 3, 4, 1);
        builder.Output(builder.Node("Relu", conv));
        builder.Node("NonMaxSuppression", conv);
        Proto.Reverse(builder.Graph.Node);
        using var folder = new TemporaryFolder();
        ModelGraph graph = OnnxReader.Read(folder.Write("m.onnx", builder.ToBytes()), new OnnxReadOptions());
        CollectionAssert.AreEqual(new[] { OperatorKind.Conv2D, OperatorKind.Unary }, graph.Operators.ConvertAll(op => op.Kind));
        Assert.AreEqual(1, graph.Operators[1].SourceIndex);
        Assert.Contains("(Conv)", graph.Operators[0].Location, StringComparison.Ordinal);
    }

    private static class Proto
    {
        public static void Reverse<T>(Google.Protobuf.Collections.RepeatedField<T> items)
        {
            for (int i = 0; i < items.Count / 2; i++)
            {
                (items[i], items[^(i + 1)]) = (items[^(i + 1)], items[i]);
            }
        }
    }
}
