using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>Whole models that Edge does not run. Messages name the operator, its index and its tensors, and the remedy.</summary>
[TestClass]
public class UnsupportedModelTests
{
    [TestMethod]
    public void Models_without_a_subgraph_are_refused()
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        builder.SubGraphCount = 0;
        DiagnosticAssert.Throws(DiagnosticId.TfliteSeveralSubgraphs, () => builder.Read(), "no subgraph");
    }

    [TestMethod]
    [DataRow(TfliteOperatorCode.IF)]
    [DataRow(TfliteOperatorCode.WHILE)]
    [DataRow(TfliteOperatorCode.CALL_ONCE)]
    public void Control_flow_is_refused(object code)
    {
        DiagnosticAssert.Throws(DiagnosticId.TfliteControlFlow, () => SmallModels.Unary((TfliteOperatorCode)code, [1, 4]).Read(), $"operator 0 {code}");
    }

    [TestMethod]
    public void Custom_operators_are_named()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int y = builder.Int8("y", [1, 4]);
        builder.CustomOperator("EthosU", [x], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteCustomOperator, () => builder.From(x).To(y).Read(), "'EthosU'", "'x' -> 'y'");
    }

    [TestMethod]
    public void Operator_codes_outside_the_schema_are_refused()
    {
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnknownOperator, () => SmallModels.Unary((TfliteOperatorCode)5000, [1, 4]).Read(), "5000");
    }

    [TestMethod]
    public void Unsupported_operators_are_named_with_their_place_and_a_remedy()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("input", [1, 4]);
        int a = builder.Int8("middle", [1, 4]);
        int y = builder.Int8("upsampled", [1, 4]);
        builder.Operator(TfliteOperatorCode.RELU, [x], [a]);
        builder.Operator(TfliteOperatorCode.CUMSUM, [a], [y]);
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteUnsupportedOperator, () => builder.From(x).To(y).Read(), "small.tflite", "operator 1 CUMSUM", "'middle' -> 'upsampled'", "exported without it");
    }

    [TestMethod]
    [DataRow(TfliteOperatorCode.PACK, 1)]
    [DataRow(TfliteOperatorCode.CAST, 1)]
    public void Shape_operators_over_computed_tensors_are_refused(object code, int inputs)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int y = builder.Int8("y", [1, 4]);
        builder.Operator((TfliteOperatorCode)code, [x, .. new int[inputs - 1]], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedOperator, () => builder.From(x).To(y).Read(), $"{code}");
    }

    [TestMethod]
    public void A_slope_per_pixel_is_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2, 2, 1]);
        int s = builder.Int8Constant("s", [2, 2, 1], [1, 2, 3, 4]);
        int y = builder.Int8("y", [1, 2, 2, 1]);
        builder.Operator(TfliteOperatorCode.PRELU, [x, s], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedOperator, () => builder.From(x).To(y).Read(), "shared_axes");
    }

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(1, -2)]
    [DataRow(40000, 1)]
    public void Impossible_dilation_is_refused(int dilationH, int dilationW)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 8, 8, 1]);
        int w = builder.Int8Constant("w", [1, 3, 3, 1], SmallModels.Ramp(9));
        int y = builder.Int8("y", [1, 8, 8, 1]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w], [y], SmallModels.ConvOptions(TflitePadding.Same, 1, 1, dilationH: dilationH, dilationW: dilationW));
        DiagnosticAssert.Throws(DiagnosticId.TfliteDilation, () => builder.From(x).To(y).Read(), $"{dilationH}x{dilationW}", "dilation_rate");
    }

    [TestMethod]
    [DataRow(new[] { 0, 3 }, new[] { 1, 2 }, "2 of 4 elements from 3 on")]
    [DataRow(new[] { 0, -1 }, new[] { 1, 2 }, "from -1 on")]
    [DataRow(new[] { 0, 4 }, new[] { 1, -1 }, "0 of 4 elements")]
    public void Slices_beyond_the_tensor_are_refused(int[] begin, int[] size, string what)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int y = builder.Int8("y", [1, 2]);
        builder.Operator(TfliteOperatorCode.SLICE, [x, builder.Int32Constant("begin", [2], begin), builder.Int32Constant("size", [2], size)], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteShapeMismatch, () => builder.From(x).To(y).Read(), what);
    }

    [TestMethod]
    public void Slices_with_computed_bounds_are_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int y = builder.Int8("y", [1, 2]);
        builder.Operator(TfliteOperatorCode.SLICE, [x, x, x], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteNotConstant, () => builder.From(x).To(y).Read(), "begin");
    }

    [TestMethod]
    public void A_gather_out_of_range_is_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int y = builder.Int8("y", [1, 2]);
        builder.Operator(
            TfliteOperatorCode.GATHER, [x, builder.Int32Constant("i", [2], 3, 4)], [y], new OptionTable(TfliteOptionsType.Gather).Int(Fields.Gather.Axis, 1));
        DiagnosticAssert.Throws(DiagnosticId.TfliteShapeMismatch, () => builder.From(x).To(y).Read(), "index 4 of 4");
    }

    [TestMethod]
    public void A_transposed_convolution_whose_shapes_contradict_is_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4, 4, 1]);
        int w = builder.Int8Constant("w", [1, 3, 3, 1], SmallModels.Ramp(9));
        int y = builder.Int8("y", [1, 9, 9, 1]);
        OptionTable options = new OptionTable(TfliteOptionsType.TransposeConv)
            .Byte(Fields.TransposeConv.Padding, (int)TflitePadding.Same).Int(Fields.TransposeConv.StrideH, 2).Int(Fields.TransposeConv.StrideW, 2);
        builder.Operator(TfliteOperatorCode.TRANSPOSE_CONV, [builder.Int32Constant("shape", [4], 1, 9, 9, 1), w, x], [y], options);
        DiagnosticAssert.Throws(DiagnosticId.TfliteShapeMismatch, () => builder.From(x).To(y).Read(), "4x4", "9x9");
    }

    [TestMethod]
    public void A_fused_activation_that_is_not_a_clamp_is_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int y = builder.Int8("y", [1, 4]);
        builder.Operator(TfliteOperatorCode.ADD, [x, x], [y], new OptionTable(TfliteOptionsType.Add).Byte(Fields.Arithmetic.Activation, (int)TfliteActivation.Tanh));
        DiagnosticAssert.Throws(DiagnosticId.TfliteActivation, () => builder.From(x).To(y).Read(), "Tanh");
    }

    [TestMethod]
    public void Computed_weights_are_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int w = builder.Int8("w", [1, 4]);
        int y = builder.Int8("y", [1, 1]);
        builder.Operator(TfliteOperatorCode.RELU, [x], [w]);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteNotConstant, () => builder.From(x).To(y).Read(), "weights");
    }

    [TestMethod]
    public void Computed_axes_biases_and_padding_values_are_refused()
    {
        TfliteFileBuilder axes = SmallModels.Unary(TfliteOperatorCode.MEAN, [1, 4], [1]);
        axes.Operator(TfliteOperatorCode.MEAN, [0, 0], [1]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadOperands, () => axes.Read());
        var pad = new TfliteFileBuilder();
        int x = pad.Int8("x", [1, 1]);
        int p = pad.Int32Constant("p", [2, 2], 0, 0, 1, 0);
        int y = pad.Int8("y", [1, 2]);
        pad.Operator(TfliteOperatorCode.PADV2, [x, p, x], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteNotConstant, () => pad.From(x).To(y).Read(), "padded with");
        TfliteFileBuilder bias = SmallModels.Convolution();
        bias.Tensors[2].Data = null;
        bias.Inputs = [2];
        DiagnosticAssert.Throws(DiagnosticId.TfliteTensorNotReady, () => bias.Read());
    }

    [TestMethod]
    public void Operators_over_constants_only_are_refused_unless_they_fold()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int c = builder.Int8Constant("c", [1, 4], [1, 2, 3, 4]);
        int y = builder.Int8("y", [1, 4]);
        builder.Operator(TfliteOperatorCode.RELU, [c], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteConstantInput, () => builder.From(x).To(y).Read());
    }

    [TestMethod]
    public void Several_images_at_once_are_refused()
    {
        DiagnosticAssert.Throws(DiagnosticId.TfliteBatch, () => SmallModels.Unary(TfliteOperatorCode.RELU, [2, 4, 4, 1]).Read(), "batch 2");
    }

    [TestMethod]
    public void Mixtures_of_int8_and_uint8_are_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.UInt8("x", [1, 4]);
        int w = builder.Int8Constant("w", [1, 4], [1, 2, 3, 4]);
        int y = builder.UInt8("y", [1, 1]);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteHybrid, () => builder.From(x).To(y).Read());
    }

    [TestMethod]
    public void Partly_quantized_models_are_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int f = builder.Float("f", 1, 4);
        int y = builder.Float("y", 1, 4);
        builder.Operator(TfliteOperatorCode.RELU, [x], [builder.Int8("a", [1, 4])]);
        builder.Operator(TfliteOperatorCode.DEQUANTIZE, [3], [f]);
        builder.Operator(TfliteOperatorCode.TANH, [f], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TflitePartlyQuantized, () => builder.From(x).To(y).Read());
        var sum = new TfliteFileBuilder();
        int a = sum.Int8("a", [1, 4]);
        int g = sum.Float("g", 1, 4);
        int z = sum.Float("z", 1, 4);
        sum.Operator(TfliteOperatorCode.DEQUANTIZE, [a], [g]);
        sum.Operator(TfliteOperatorCode.ADD, [g, a], [z]);
        DiagnosticAssert.Throws(DiagnosticId.TflitePartlyQuantized, () => sum.From(a).To(z).Read(), "operator 1 ADD");
    }

    [TestMethod]
    public void A_model_has_one_input_and_computed_outputs()
    {
        DiagnosticAssert.Throws(DiagnosticId.TfliteInterface, () => SmallModels.Convolution().From().Read(), "no input");
        DiagnosticAssert.Throws(DiagnosticId.TfliteInterface, () => SmallModels.Convolution().From(0, 0).Read(), "an input twice");
        DiagnosticAssert.Throws(DiagnosticId.TfliteInterface, () => SmallModels.Convolution().From(1).Read(), "constant");
        DiagnosticAssert.Throws(DiagnosticId.TfliteInterface, () => SmallModels.Convolution().To().Read(), "no output");
        DiagnosticAssert.Throws(DiagnosticId.TfliteInterface, () => SmallModels.Convolution().To(0).Read(), "not computed");
    }

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(1, -1)]
    [DataRow(1, 1 << 20)]
    public void Strides_and_kernels_out_of_range_are_refused(int kernel, int stride)
    {
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteBadOptions,
            () => SmallModels.Unary(TfliteOperatorCode.MAX_POOL_2D, [1, 8, 8, 1], SmallModels.PoolOptions(TflitePadding.Same, kernel, 1, 1, stride)).Read());
    }

    [TestMethod]
    public void Options_that_are_missing_or_of_another_operator_are_refused()
    {
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadOptions, () => SmallModels.Unary(TfliteOperatorCode.MAX_POOL_2D, [1, 8, 8, 1]).Read());
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteBadOptions,
            () => SmallModels.Unary(TfliteOperatorCode.MAX_POOL_2D, [1, 8, 8, 1], SmallModels.ConvOptions(TflitePadding.Same, 1, 1)).Read());
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteBadOptions,
            () => SmallModels.Unary(TfliteOperatorCode.SOFTMAX, [1, 8], new OptionTable(TfliteOptionsType.Softmax).Float(Fields.Softmax.Beta, float.NaN)).Read());
    }

    [TestMethod]
    public void The_wrong_number_of_operands_is_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int y = builder.Int8("y", [1, 4]);
        builder.Operator(TfliteOperatorCode.ADD, [x], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadOperands, () => builder.From(x).To(y).Read());
    }

    [TestMethod]
    public void A_message_is_one_line_whatever_the_names_are()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x\r\nerror EDGE0000: forged", [1, 4]);
        int y = builder.Int8(new string('y', 500), [1, 4]);
        builder.Operator(TfliteOperatorCode.SIN, [x], [y]);
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => builder.From(x).To(y).Read());
        Assert.DoesNotContain("\r", exception.Message);
        Assert.DoesNotContain("\n", exception.Message);
        Assert.IsLessThan(400, exception.Message.Length);
        Assert.StartsWith("error EDGE2014: small.tflite: operator 0 SIN", exception.Message, StringComparison.Ordinal);
    }
}
