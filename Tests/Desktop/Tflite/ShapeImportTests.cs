using System.Linq;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>Operators that change shapes, and the integer arithmetic that computes them.</summary>
[TestClass]
public class ShapeImportTests
{
    [TestMethod]
    public void A_reshape_takes_its_shape_from_the_second_input()
    {
        ModelGraph graph = SmallModels.WithIntegers(TfliteOperatorCode.RESHAPE, [1, 2, 2, 3], [2], [1, -1], [1, 12]).Read();
        Assert.AreEqual(OperatorKind.Reshape, graph.Operators.Single().Kind);
        Assert.HasCount(1, graph.Operators[0].Inputs);
        CollectionAssert.AreEqual(new[] { 1, 12 }, graph.Outputs[0].Shape);
    }

    [TestMethod]
    public void A_reshape_without_a_second_input_takes_its_shape_from_the_options_or_the_output()
    {
        OptionTable options = new OptionTable(TfliteOptionsType.Reshape).Ints(Fields.Reshape.NewShape, 1, 6, 2);
        Assert.AreEqual(OperatorKind.Reshape, SmallModels.Unary(TfliteOperatorCode.RESHAPE, [1, 2, 2, 3], [1, 6, 2], options).Read().Operators.Single().Kind);
        Assert.AreEqual(OperatorKind.Reshape, SmallModels.Unary(TfliteOperatorCode.RESHAPE, [1, 2, 2, 3], [1, 4, 3]).Read().Operators.Single().Kind);
    }

    [TestMethod]
    public void An_open_output_shape_is_settled_by_the_operator()
    {
        TfliteFileBuilder builder = SmallModels.WithIntegers(TfliteOperatorCode.RESHAPE, [1, 2, 2, 3], [2], [-1, 6], [1, 6]);
        builder.Tensors[2].ShapeSignature = [-1, 6];
        CollectionAssert.AreEqual(new[] { 2, 6 }, builder.Read().Outputs[0].Shape);
    }

    [TestMethod]
    public void Squeeze_drops_the_listed_dimensions_or_all_of_size_one()
    {
        OptionTable options = new OptionTable(TfliteOptionsType.Squeeze).Ints(Fields.Squeeze.Dimensions, 1, -2);
        CollectionAssert.AreEqual(new[] { 1, 3 }, SmallModels.Unary(TfliteOperatorCode.SQUEEZE, [1, 1, 1, 3], [1, 3], options).Read().Outputs[0].Shape);
        CollectionAssert.AreEqual(new[] { 3 }, SmallModels.Unary(TfliteOperatorCode.SQUEEZE, [1, 1, 1, 3], [3]).Read().Outputs[0].Shape);
    }

    [TestMethod]
    [DataRow(1, new[] { 1, 1, 5, 3 })]
    [DataRow(-1, new[] { 1, 5, 3, 1 })]
    public void Expand_dims_inserts_a_dimension(int axis, int[] expected)
    {
        ModelGraph graph = SmallModels.WithIntegers(TfliteOperatorCode.EXPAND_DIMS, [1, 5, 3], [], [axis], expected).Read();
        CollectionAssert.AreEqual(expected, graph.Outputs[0].Shape);
    }

    [TestMethod]
    public void A_transpose_inside_the_graph_stays()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 3, 3, 2], 0.1f, 5);
        int p = builder.Int32Constant("p", [4], 0, 3, 1, 2);
        int t = builder.Int8("t", [1, 2, 3, 3], 0.1f, 5);
        int axis = builder.Int32Constant("axis", [1], 3);
        int y = builder.Int8("y", [1, 2, 3], 0.1f, 5);
        builder.Operator(TfliteOperatorCode.TRANSPOSE, [x, p], [t]);
        builder.Operator(TfliteOperatorCode.MEAN, [t, axis], [y]);
        ModelGraph graph = builder.From(x).To(y).Read();
        CollectionAssert.AreEqual(new[] { 0, 3, 1, 2 }, ((TransposeAttributes)graph.Operators[0].Attributes!).Permutation);
    }

    [TestMethod]
    public void Shape_arithmetic_in_front_of_a_reshape_is_folded()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2, 2, 3]);
        int shape = builder.Int32("shape", 4);
        int zero = builder.Int32Constant("zero", [1], 0);
        int one = builder.Int32Constant("one", [1], 1);
        int batch = builder.Int32("batch");
        int twelve = builder.Int32Constant("twelve", [], 12);
        int packed = builder.Int32("packed", 2);
        int y = builder.Int8("y", [1, 12]);
        builder.Operator(TfliteOperatorCode.SHAPE, [x], [shape], new OptionTable(TfliteOptionsType.Shape).Byte(Fields.Shape.OutputType, (int)TfliteTensorType.Int32));
        builder.Operator(
            TfliteOperatorCode.STRIDED_SLICE,
            [shape, zero, one, one],
            [batch],
            new OptionTable(TfliteOptionsType.StridedSlice).Int(Fields.StridedSlice.ShrinkAxisMask, 1));
        builder.Operator(TfliteOperatorCode.PACK, [batch, twelve], [packed], new OptionTable(TfliteOptionsType.Pack).Int(Fields.Pack.Axis, 0));
        builder.Operator(TfliteOperatorCode.RESHAPE, [x, packed], [y]);
        Operator op = builder.From(x).To(y).Read().Operators.Single();
        Assert.AreEqual("operator 3 RESHAPE", op.Location);
        CollectionAssert.AreEqual(new[] { 1, 12 }, op.Output.Shape);
    }

    [TestMethod]
    public void Gather_product_cast_and_concatenation_of_integers_are_folded()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2, 2, 3]);
        int sizes = builder.Int32Constant("sizes", [2, 2], 7, 1, 2, 6);
        int row = builder.Int32Constant("row", [1], 1);
        int gathered = builder.Int32("gathered", 1, 2);
        int flat = builder.Int32("flat", 2);
        int shapeOfFlat = builder.Int32Constant("shape of flat", [1], 2);
        int product = builder.Int32("product", 2);
        int wide = builder.Add(new TfliteTensorSpec { Name = "wide", Type = TfliteTensorType.Int64, Shape = [2] });
        int y = builder.Int8("y", [2, 6]);
        builder.Operator(TfliteOperatorCode.GATHER, [sizes, row], [gathered], new OptionTable(TfliteOptionsType.Gather).Int(Fields.Gather.Axis, 0));
        builder.Operator(TfliteOperatorCode.RESHAPE, [gathered, shapeOfFlat], [flat]);
        builder.Operator(TfliteOperatorCode.MUL, [flat, row], [product]);
        builder.Operator(TfliteOperatorCode.CAST, [product], [wide]);
        builder.Operator(TfliteOperatorCode.RESHAPE, [x, wide], [y]);
        CollectionAssert.AreEqual(new[] { 2, 6 }, builder.From(x).To(y).Read().Outputs[0].Shape);
    }

    [TestMethod]
    [DataRow(0, 4, 2, 0, 0, new[] { 1, 3 })]
    [DataRow(-1, 0, -1, 0, 0, new[] { 4, 3, 2 })]
    [DataRow(9, 9, -2, 1, 1, new[] { 4, 2 })]
    [DataRow(-3, 99, 1, 0, 0, new[] { 2, 3, 4 })]
    public void Strided_slices_of_constants_follow_begin_end_stride_and_masks(int begin, int end, int stride, int beginMask, int endMask, int[] expected)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 24], 0.1f, 5);
        int list = builder.Int32Constant("list", [4], 1, 2, 3, 4);
        int b = builder.Int32Constant("b", [1], begin);
        int e = builder.Int32Constant("e", [1], end);
        int s = builder.Int32Constant("s", [1], stride);
        int slice = builder.Int32("slice", expected.Length);
        int rest = builder.Int32Constant("rest", [1], -1);
        int joined = builder.Int32("joined", expected.Length + 1);
        int y = builder.Int8("y", [.. expected, 24 / expected.Aggregate(1, (count, size) => count * size)], 0.1f, 5);
        OptionTable options = new OptionTable(TfliteOptionsType.StridedSlice).Int(Fields.StridedSlice.BeginMask, beginMask).Int(Fields.StridedSlice.EndMask, endMask);
        builder.Operator(TfliteOperatorCode.STRIDED_SLICE, [list, b, e, s], [slice], options);
        builder.Operator(TfliteOperatorCode.CONCATENATION, [slice, rest], [joined], new OptionTable(TfliteOptionsType.Concatenation).Int(Fields.Concatenation.Axis, 0));
        builder.Operator(TfliteOperatorCode.RESHAPE, [x, joined], [y]);
        Assert.AreEqual(OperatorKind.Reshape, builder.From(x).To(y).Read().Operators.Single().Kind);
    }
}
