using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Tflite;

[TestClass]
public class OperatorImportTests
{
    [TestMethod]
    [DataRow(TfliteOperatorCode.ADD, TfliteOptionsType.Add, OperatorKind.Add)]
    [DataRow(TfliteOperatorCode.SUB, TfliteOptionsType.Sub, OperatorKind.Sub)]
    [DataRow(TfliteOperatorCode.MUL, TfliteOptionsType.Mul, OperatorKind.Mul)]
    public void Arithmetic_broadcasts_and_takes_constants(object code, object options, object kind)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4, 4, 3]);
        int c = builder.Int8Constant("c", [3], [1, 2, 3]);
        int s = builder.Int8Constant("s", [], [7], zeroPoint: 2);
        int y = builder.Int8("y", [1, 4, 4, 3]);
        int z = builder.Int8("z", [1, 4, 4, 3]);
        var relu = new OptionTable((TfliteOptionsType)options);
        builder.Operator((TfliteOperatorCode)code, [c, x], [y], relu.Byte(Fields.Arithmetic.Activation, (int)TfliteActivation.Relu));
        builder.Operator((TfliteOperatorCode)code, [y, s], [z]);
        ModelGraph graph = builder.From(x).To(z).Read();
        Assert.AreEqual((OperatorKind)kind, graph.Operators[0].Kind);
        Assert.AreEqual(Clamp.Relu, ((ArithmeticAttributes)graph.Operators[0].Attributes!).Activation);
        CollectionAssert.AreEqual(new sbyte[] { 1, 2, 3 }, graph.Operators[0].Inputs[0].Int8s);
        Assert.AreEqual(2, graph.Operators[1].Inputs[1].Quantization!.ZeroPoint);
        Assert.IsEmpty(graph.Operators[1].Inputs[1].Shape);
    }

    [TestMethod]
    public void Squeeze_and_excite_is_a_product_of_a_vector_and_an_image()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4, 6, 3], 0.1f, 5);
        int axes = builder.Int32Constant("axes", [2], -2, 1);
        int m = builder.Int8("m", [1, 1, 1, 3], 0.1f, 5);
        int y = builder.Int8("y", [1, 4, 6, 3]);
        builder.Operator(TfliteOperatorCode.MEAN, [x, axes], [m], new OptionTable(TfliteOptionsType.Reducer).Bool(Fields.Reducer.KeepDimensions, true));
        builder.Operator(TfliteOperatorCode.MUL, [m, x], [y]);
        ModelGraph graph = builder.From(x).To(y).Read();
        var mean = (MeanAttributes)graph.Operators[0].Attributes!;
        CollectionAssert.AreEqual(new[] { 1, 2 }, mean.Axes);
        Assert.IsTrue(mean.KeepDimensions);
        Assert.AreSame(graph.Operators[0].Output, graph.Operators[1].Inputs[0]);
    }

    [TestMethod]
    public void Mean_drops_the_dimensions_it_reduces()
    {
        ModelGraph graph = SmallModels.WithIntegers(TfliteOperatorCode.MEAN, [1, 4, 6, 3], [], [1], [1, 6, 3]).Read();
        CollectionAssert.AreEqual(new[] { 1, 6, 3 }, graph.Outputs[0].Shape);
    }

    [TestMethod]
    [DataRow(TfliteOperatorCode.AVERAGE_POOL_2D, OperatorKind.AveragePool)]
    [DataRow(TfliteOperatorCode.MAX_POOL_2D, OperatorKind.MaxPool)]
    public void Pools_get_explicit_padding(object code, object kind)
    {
        ModelGraph graph = SmallModels.Unary(
            (TfliteOperatorCode)code, [1, 25, 5, 8], [1, 13, 3, 8], SmallModels.PoolOptions(TflitePadding.Same, 3, 2, 2, 2)).Read();
        var pool = (PoolAttributes)graph.Operators.Single().Attributes!;
        Assert.AreEqual((OperatorKind)kind, graph.Operators[0].Kind);
        Assert.AreEqual(new PoolAttributes(3, 2, 2, 2, new Padding(1, 0, 1, 1)), pool);
    }

    [TestMethod]
    public void Pad_stays_an_operator_and_pads_with_the_zero_point()
    {
        ModelGraph graph = SmallModels.WithIntegers(TfliteOperatorCode.PAD, [1, 4, 4, 2], [4, 2], [0, 0, 1, 2, 3, 0, 0, 0], [1, 7, 7, 2]).Read();
        var pad = (PadAttributes)graph.Operators.Single().Attributes!;
        CollectionAssert.AreEqual(new[] { 0, 1, 3, 0 }, pad.Before);
        CollectionAssert.AreEqual(new[] { 0, 2, 0, 0 }, pad.After);
        Assert.IsNull(pad.QuantizedValue);
    }

    [TestMethod]
    public void Pad_with_a_value_keeps_it_real_and_quantized()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2], 0.1f, 5);
        int p = builder.Int32Constant("p", [2, 2], 0, 0, 1, 1);
        int v = builder.Int8Constant("v", [1], [-15], [0.1f], zeroPoint: 5);
        int y = builder.Int8("y", [1, 4], 0.1f, 5);
        builder.Operator(TfliteOperatorCode.PADV2, [x, p, v], [y]);
        var pad = (PadAttributes)builder.From(x).To(y).Read().Operators.Single().Attributes!;
        Assert.AreEqual(-15, pad.QuantizedValue);
        Assert.AreEqual(-2f, pad.Value);
    }

    [TestMethod]
    public void Concatenation_counts_its_axis_from_the_end_too()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2, 2, 3]);
        int y = builder.Int8("y", [1, 2, 2, 6]);
        builder.Operator(TfliteOperatorCode.CONCATENATION, [x, x], [y], new OptionTable(TfliteOptionsType.Concatenation).Int(Fields.Concatenation.Axis, -1));
        Operator op = builder.From(x).To(y).Read().Operators.Single();
        Assert.AreEqual(3, ((ConcatAttributes)op.Attributes!).Axis);
        Assert.HasCount(2, op.Inputs);
    }

    [TestMethod]
    public void Resize_keeps_how_it_maps_pixels()
    {
        OptionTable options = new OptionTable(TfliteOptionsType.ResizeNearest).Bool(Fields.ResizeNearest.HalfPixelCenters, true);
        ModelGraph graph = SmallModels.WithIntegers(TfliteOperatorCode.RESIZE_NEAREST_NEIGHBOR, [1, 2, 3, 4], [2], [5, 7], [1, 5, 7, 4], options).Read();
        Assert.AreEqual(new ResizeAttributes(AlignCorners: false, HalfPixelCenters: true), graph.Operators.Single().Attributes);
    }

    [TestMethod]
    public void Bilinear_resize_keeps_how_it_maps_pixels_and_refuses_what_excludes_itself()
    {
        OptionTable options = new OptionTable(TfliteOptionsType.ResizeBilinear).Bool(Fields.ResizeBilinear.AlignCorners, true);
        Operator op = SmallModels.WithIntegers(TfliteOperatorCode.RESIZE_BILINEAR, [1, 2, 3, 4], [2], [5, 7], [1, 5, 7, 4], options).Read().Operators.Single();
        Assert.AreEqual(OperatorKind.ResizeBilinear, op.Kind);
        Assert.AreEqual(new ResizeAttributes(AlignCorners: true, HalfPixelCenters: false), op.Attributes);
        OptionTable both = new OptionTable(TfliteOptionsType.ResizeBilinear).Bool(Fields.ResizeBilinear.AlignCorners, true).Bool(Fields.ResizeBilinear.HalfPixelCenters, true);
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteShapeMismatch, () => SmallModels.WithIntegers(TfliteOperatorCode.RESIZE_BILINEAR, [1, 2, 3, 4], [2], [5, 7], [1, 5, 7, 4], both).Read(), "exclude each other");
    }

    [TestMethod]
    [DataRow(TfliteOperatorCode.RELU, UnaryFunction.Relu)]
    [DataRow(TfliteOperatorCode.RELU6, UnaryFunction.Relu6)]
    [DataRow(TfliteOperatorCode.RELU_N1_TO_1, UnaryFunction.ReluN1To1)]
    [DataRow(TfliteOperatorCode.HARD_SWISH, UnaryFunction.HardSwish)]
    public void Functions_become_unary_operators(object code, object function)
    {
        ModelGraph graph = SmallModels.Unary((TfliteOperatorCode)code, [1, 3, 3, 2]).Read();
        Assert.AreEqual(new UnaryAttributes((UnaryFunction)function), graph.Operators.Single().Attributes);
    }

    [TestMethod]
    public void Functions_with_a_fixed_output_scale_are_read_when_they_have_it()
    {
        ModelGraph logistic = SmallModels.Unary(TfliteOperatorCode.LOGISTIC, [1, 4], outputScale: 1f / 256, outputZeroPoint: -128).Read();
        _ = SmallModels.Unary(TfliteOperatorCode.LOGISTIC, [1, 4], outputScale: 1f / 255, outputZeroPoint: -128).Read(); // the reference reads the zero point only
        ModelGraph tanh = SmallModels.Unary(TfliteOperatorCode.TANH, [1, 4], outputScale: 1f / 128, outputZeroPoint: 0).Read();
        Assert.AreEqual(new UnaryAttributes(UnaryFunction.Sigmoid), logistic.Operators.Single().Attributes);
        Assert.AreEqual(new UnaryAttributes(UnaryFunction.Tanh), tanh.Operators.Single().Attributes);
    }

    [TestMethod]
    public void Softmax_and_leaky_relu_keep_their_parameters()
    {
        ModelGraph softmax = SmallModels.Unary(
            TfliteOperatorCode.SOFTMAX, [1, 4], new OptionTable(TfliteOptionsType.Softmax).Float(Fields.Softmax.Beta, 2f), outputScale: 1f / 256, outputZeroPoint: -128).Read();
        ModelGraph leaky = SmallModels.Unary(
            TfliteOperatorCode.LEAKY_RELU, [1, 4], new OptionTable(TfliteOptionsType.LeakyRelu).Float(Fields.LeakyRelu.Alpha, -0.25f)).Read();
        Assert.AreEqual(new SoftmaxAttributes(2f), softmax.Operators.Single().Attributes);
        Assert.AreEqual(new UnaryAttributes(UnaryFunction.LeakyRelu, -0.25f), leaky.Operators.Single().Attributes);
    }

    [TestMethod]
    [DataRow(new[] { 1, 1, 3 }, new sbyte[] { 1, 2, 3 })]
    [DataRow(new[] { 1 }, new sbyte[] { 9, 9, 9 })]
    public void A_slope_has_one_value_per_channel(int[] slopeShape, sbyte[] expected)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2, 2, 3]);
        int s = builder.Int8Constant("s", slopeShape, slopeShape.Length == 1 ? [9] : [1, 2, 3]);
        int y = builder.Int8("y", [1, 2, 2, 3]);
        builder.Operator(TfliteOperatorCode.PRELU, [x, s], [y]);
        Operator op = builder.From(x).To(y).Read().Operators.Single();
        Assert.AreEqual(OperatorKind.PRelu, op.Kind);
        CollectionAssert.AreEqual(expected, op.Inputs[1].Int8s);
        Assert.AreEqual(0.25f, op.Inputs[1].Quantization!.Scale);
    }

    [TestMethod]
    public void Quantize_between_int8_tensors_stays_an_operator()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4], 0.5f);
        int q = builder.Int8("q", [1, 4], 0.25f, 9);
        int y = builder.Int8("y", [1, 4], 0.25f, 9);
        builder.Operator(TfliteOperatorCode.QUANTIZE, [x], [q]);
        builder.Operator(TfliteOperatorCode.RELU, [q], [y]);
        ModelGraph graph = builder.From(x).To(y).Read();
        Assert.AreEqual(OperatorKind.Quantize, graph.Operators[0].Kind);
        Assert.HasCount(2, graph.Operators);
    }
}
