using System;
using System.Runtime.InteropServices;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxFoldingTests
{
    [TestMethod]
    public void The_flattening_that_PyTorch_exports_is_computed()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(0, 3, 4, 5), 3, 6, 1);
        string batch = builder.Node("Gather", [builder.Node("Shape", conv), Constant(builder, [], 0)], ("axis", 0L));
        string shape = builder.Node("Concat", [builder.Node("Unsqueeze", [batch, builder.Longs(0)]), Constant(builder, [1], -1)], ("axis", 0L));
        string flat = builder.Node("Reshape", [conv, shape]);
        Assert.HasCount(2, OnnxComparison.Check(builder, builder.Node("MatMul", [flat, builder.Random(120, 3)])).Operators);
    }

    [TestMethod]
    public void A_resize_to_twice_the_shape_is_computed()
    {
        var builder = new OnnxModelBuilder();
        string conv = builder.Conv(builder.Input(1, 3, 4, 5), 3, 6, 1);
        string shape = builder.Node("Shape", conv);
        string size = builder.Node("Slice", [shape, builder.Longs(2), builder.Longs(4), builder.Longs(0)]);
        string doubled = builder.Node("Cast", builder.Node("Floor", builder.Node("Mul", [builder.Node("Cast", size, ("to", 1L)), builder.Scalar(2.2f)])), ("to", 7L));
        string head = builder.Node("Slice", [shape, builder.Longs(0), builder.Longs(-2), builder.Longs(0), builder.Longs(1)]);
        string sizes = builder.Node("Concat", [head, doubled], ("axis", 0L));
        string resized = builder.Node("Resize", [conv, "", "", sizes], ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
        CollectionAssert.AreEqual(new[] { 1, 8, 11, 6 }, OnnxComparison.Check(builder, resized).Outputs[0].Shape);
    }

    [TestMethod]
    [DataRow("Add", 7L, 3L, 10L)]
    [DataRow("Sub", 7L, 3L, 4L)]
    [DataRow("Mul", 7L, 3L, 21L)]
    [DataRow("Div", 21L, 3L, 7L)]
    [DataRow("Div", -7L, -2L, 3L)]
    [DataRow("Min", 7L, 3L, 3L)]
    [DataRow("Max", 7L, 3L, 7L)]
    public void Integer_arithmetic_is_computed(string type, long first, long second, long expected)
    {
        var builder = new OnnxModelBuilder();
        string width = builder.Node(type, [builder.Longs(first), builder.Longs(second)]);
        string shape = builder.Node("Concat", [builder.Longs(1), width, builder.Longs(-1)], ("axis", 0L));
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Reshape", [builder.Input(1, 840), shape]));
        Assert.AreEqual((int)expected, graph.Outputs[0].Shape[1]);
    }

    [TestMethod]
    public void An_expanded_shape_with_minus_ones_replaced_is_computed()
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 12);
        string ones = builder.Node("ConstantOfShape", builder.Longs(2), ("value", OnnxModelBuilder.Tensor(DataType.Int64, [1], BitConverter.GetBytes(-1L))));
        string isOpen = builder.Node("Equal", [builder.Longs(-1, 4), ones]);
        string shape = builder.Node("Where", [isOpen, builder.Longs(3, 3), builder.Longs(-1, 4)]);
        CollectionAssert.AreEqual(new[] { 3, 4 }, OnnxComparison.Check(builder, builder.Node("Reshape", [input, shape])).Outputs[0].Shape);
    }

    [TestMethod]
    public void Weights_may_be_sliced_gathered_expanded_and_joined_by_nodes()
    {
        var builder = new OnnxModelBuilder(9);
        string input = builder.Input(1, 3, 4, 5);
        string big = builder.Random(6, 4, 3, 3);
        string sliced = builder.Node("Slice", big, ("starts", new long[] { 1, -3 }), ("ends", new long[] { 5, 100 }), ("axes", new long[] { 0, 1 }));
        string picked = builder.Node("Gather", [big, Indices(builder, 0, 5)], ("axis", 0L));
        string cut = builder.Node("Slice", picked, ("starts", new long[] { 0 }), ("ends", new long[] { 3 }), ("axes", new long[] { 1 }));
        string weights = builder.Node("Concat", [sliced, cut], ("axis", 0L));
        string bias = builder.Node("Expand", [builder.Floats([1], 0.3f), builder.Longs(6)]);
        string conv = builder.Node("Conv", [input, weights, bias]);
        string slope = builder.Node("Squeeze", builder.Node("Unsqueeze", builder.Random(6, 1, 1), ("axes", new long[] { 0 })), ("axes", new long[] { 0 }));
        Assert.HasCount(2, OnnxComparison.Check(builder, builder.Node("PRelu", [conv, slope])).Operators);
    }

    /// <summary>A classifier by cosines, as face recognition has it: rows of the weights are divided by their norms.</summary>
    [TestMethod]
    [DataRow(9)]
    [DataRow(13)]
    [DataRow(18)]
    public void Norms_of_weights_and_functions_of_parameters_are_computed(int opset)
    {
        var builder = new OnnxModelBuilder(opset);
        string input = builder.Input(1, 6);
        string weights = builder.Random(5, 6);
        (string, object)[] axes = opset < 18 ? [("axes", new long[] { 1 })] : [];
        string[] Of(string value) => opset < 18 ? [value] : [value, builder.Longs(1)];
        string norm = builder.Node("ReduceL2", Of(weights), axes);
        norm = opset < 11 ? builder.Node("Clip", norm, ("min", 0.8f)) : builder.Node("Clip", [norm, builder.Scalar(0.8f)]);
        string product = builder.Node("MatMul", [input, builder.Node("Transpose", builder.Node("Div", [weights, norm]))]);
        product = builder.Node("Mul", [product, builder.Node("Sigmoid", builder.Random(5))]);
        product = builder.Node("Add", [product, builder.Node("Tanh", builder.Node("Softplus", builder.Node("Relu", builder.Random(5))))]);
        string spread = builder.Node("Sub", [builder.Node("ReduceMax", Of(weights), [.. axes, ("keepdims", 0L)]), builder.Node("ReduceMean", Of(weights), [.. axes, ("keepdims", 0L)])]);
        spread = builder.Node("Mul", [spread, builder.Node("ReduceMin", weights, ("keepdims", 0L))]);
        OnnxComparison.Check(builder, builder.Node("Add", [product, spread]));
    }

    [TestMethod]
    public void Numbers_of_elements_are_computed()
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 3, 4, 5);
        string sizes = builder.Node("Slice", [builder.Node("Shape", input), builder.Longs(1), builder.Longs(4)]);
        string count = builder.Node("Clip", [builder.Node("ReduceProd", sizes), builder.Node("Squeeze", builder.Longs(1)), builder.Node("Squeeze", builder.Longs(60))]);
        string shape = builder.Node("Concat", [builder.Node("ReduceSum", [builder.Longs(3, -2)]), count], ("axis", 0L));
        CollectionAssert.AreEqual(new[] { 1, 60 }, OnnxComparison.Check(builder, builder.Node("Reshape", [input, shape])).Outputs[0].Shape);
    }

    [TestMethod]
    public void A_slice_may_run_backwards()
    {
        var builder = new OnnxModelBuilder();
        string weights = builder.Node("Slice", [builder.Random(8, 5), builder.Longs(-1, 3), builder.Longs(long.MinValue, 0), builder.Longs(0, 1), builder.Longs(-1, -2)]);
        OnnxComparison.Check(builder, builder.Node("MatMul", [builder.Input(1, 8), weights]));
    }

    [TestMethod]
    public void Float_arithmetic_on_weights_is_computed()
    {
        var builder = new OnnxModelBuilder();
        string deviation = builder.Node("Sqrt", builder.Node("Add", [builder.RandomBetween(0.1, 2, 4, 1, 1, 1), builder.Scalar(0.001f)]));
        string weights = builder.Node("Mul", [builder.Random(4, 3, 1, 1), builder.Node("Reciprocal", deviation)]);
        Assert.HasCount(1, OnnxComparison.Check(builder, builder.Node("Conv", [builder.Input(1, 3, 4, 5), builder.Node("Neg", weights)])).Operators);
    }

    [TestMethod]
    public void Range_and_size_are_computed()
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 24);
        string order = builder.Node("Range", [Constant(builder, [], 2), Constant(builder, [], 5), Constant(builder, [], 1)]); // 2, 3, 4
        string count = builder.Node("Unsqueeze", [builder.Node("Size", input), builder.Longs(0)]);
        string rest = builder.Node("Div", [count, builder.Longs(24)]);
        string shape = builder.Node("Concat", [rest, order], ("axis", 0L));
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, OnnxComparison.Check(builder, builder.Node("Reshape", [input, shape])).SourceOutputs[0].Shape);
    }

    [TestMethod]
    [DataRow(DataType.Float)]
    [DataRow(DataType.Double)]
    [DataRow(DataType.Float16)]
    public void Values_are_read_from_raw_bytes_or_from_the_field_of_their_type(object type)
    {
        foreach (bool isRaw in new[] { true, false })
        {
            var builder = new OnnxModelBuilder();
            var kind = (DataType)type;
            var tensor = new TensorProto { DataType = (int)kind, Dims = { 4, 2 } };
            float[] values = [0.5f, -1, 2, 0.25f, -0.125f, 8, 3, -4];
            if (isRaw)
            {
                tensor = OnnxModelBuilder.Tensor(kind, [4, 2], Raw(kind, values));
            }
            else if (kind == DataType.Float)
            {
                tensor.FloatData.AddRange(values);
            }
            else if (kind == DataType.Double)
            {
                tensor.DoubleData.AddRange(Array.ConvertAll(values, value => (double)value));
            }
            else
            {
                tensor.Int32Data.AddRange(Array.ConvertAll(values, value => (int)BitConverter.HalfToUInt16Bits((Half)value)));
            }

            string weights = builder.Add(tensor);
            weights = kind == DataType.Float ? weights : builder.Node("Cast", weights, ("to", 1L));
            OnnxComparison.Check(builder, builder.Node("MatMul", [builder.Input(1, 4), weights]));
        }
    }

    private static byte[] Raw(DataType type, float[] values) => type switch
    {
        DataType.Float => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        DataType.Double => MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (double)value).AsSpan()).ToArray(),
        _ => MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (Half)value).AsSpan()).ToArray(),
    };

    private static string Constant(OnnxModelBuilder builder, int[] shape, long value) =>
        builder.Node("Constant", [], ("value", OnnxModelBuilder.Tensor(DataType.Int64, shape, BitConverter.GetBytes(value))));

    private static string Indices(OnnxModelBuilder builder, params int[] values) =>
        builder.Add(OnnxModelBuilder.Tensor(DataType.Int32, [values.Length], MemoryMarshal.AsBytes(values.AsSpan())));
}
