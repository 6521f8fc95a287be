using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>Tensors, constants and scales that no exporter should write.</summary>
[TestClass]
public class BadTensorTests
{
    private const int Input = 0; // tensors of SmallModels.Convolution
    private const int Weights = 1;
    private const int Bias = 2;
    private const int Output = 3;

    [TestMethod]
    [DataRow(4)]
    [DataRow(-2)]
    [DataRow(int.MaxValue)]
    public void Tensor_indices_outside_the_list_are_refused(int index)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int y = builder.Int8("y", [1, 4]);
        builder.Operator(TfliteOperatorCode.RELU, [index], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadTensorIndex, () => builder.From(x).To(y).Read(), "operator 0 RELU");
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadTensorIndex, () => SmallModels.Convolution().To(index).Read());
    }

    [TestMethod]
    public void Cycles_are_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int a = builder.Int8("a", [1, 4]);
        int b = builder.Int8("b", [1, 4]);
        builder.Operator(TfliteOperatorCode.ADD, [x, b], [a]);
        builder.Operator(TfliteOperatorCode.RELU, [a], [b]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteTensorNotReady, () => builder.From(x).To(b).Read(), "'b'");
    }

    [TestMethod]
    public void Tensors_that_nothing_computes_are_refused()
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        builder.Int8("other", [1, 4, 5, 2]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteTensorNotReady, () => builder.From(4).Read(), "'x'");
    }

    [TestMethod]
    public void Tensors_written_twice_are_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int y = builder.Int8("y", [1, 4]);
        builder.Operator(TfliteOperatorCode.RELU, [x], [y]);
        builder.Operator(TfliteOperatorCode.RELU, [y], [x]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteTensorWrittenTwice, () => builder.From(x).To(y).Read(), "operator 1 RELU");
    }

    [TestMethod]
    [DataRow(new[] { 1, 4, 0, 2 })]
    [DataRow(new[] { 1, -1, 5, 2 })]
    [DataRow(new[] { 1, 65536, 65536, 2 })]
    [DataRow(new[] { 1, int.MaxValue, int.MaxValue, int.MaxValue })]
    [DataRow(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 40 })]
    public void Shapes_that_no_tensor_has_are_refused(int[] shape)
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        builder.Tensors[Input].Shape = shape;
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadShape, () => builder.Read(), "'x'");
    }

    [TestMethod]
    public void A_padding_that_overflows_is_refused()
    {
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteBadShape, () => SmallModels.WithIntegers(TfliteOperatorCode.PAD, [1, 4], [2, 2], [0, 0, int.MaxValue - 4, 0], [1, 8]).Read());
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteShapeMismatch, () => SmallModels.WithIntegers(TfliteOperatorCode.PAD, [1, 4], [2, 2], [0, 0, -1, 0], [1, 3]).Read());
    }

    [TestMethod]
    [DataRow(Output, new[] { 1, 2, 3, 4 })]
    [DataRow(Input, new[] { 1, 4, 5, 3 })]
    [DataRow(Input, new[] { 1, 4, 10 })]
    public void Shapes_that_do_not_fit_the_operator_are_refused(int tensor, int[] shape)
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        builder.Tensors[tensor].Shape = shape;
        DiagnosticAssert.Throws(DiagnosticId.TfliteShapeMismatch, () => builder.Read(), "operator 0 CONV_2D");
    }

    [TestMethod]
    public void Operands_that_do_not_fit_together_are_refused()
    {
        TfliteFileBuilder bias = SmallModels.Convolution();
        bias.Tensors[Bias].Shape = [2];
        bias.Tensors[Bias].Data = new byte[8];
        DiagnosticAssert.Throws(DiagnosticId.TfliteShapeMismatch, () => bias.Read(), "2 biases");
        var sum = new TfliteFileBuilder();
        int x = sum.Int8("x", [1, 4]);
        int c = sum.Int8Constant("c", [3], [1, 2, 3]);
        int y = sum.Int8("y", [1, 4]);
        sum.Operator(TfliteOperatorCode.ADD, [x, c], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteShapeMismatch, () => sum.From(x).To(y).Read(), "broadcast");
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteShapeMismatch, () => SmallModels.WithIntegers(TfliteOperatorCode.RESHAPE, [1, 4], [2], [3, -1], [3, 1]).Read());
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteShapeMismatch, () => SmallModels.WithIntegers(TfliteOperatorCode.MEAN, [1, 4], [1], [2], [1]).Read());
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteShapeMismatch, () => SmallModels.WithIntegers(TfliteOperatorCode.TRANSPOSE, [1, 4], [2], [1, 1], [4, 4]).Read());
    }

    [TestMethod]
    public void A_window_larger_than_the_image_is_refused()
    {
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteShapeMismatch,
            () => SmallModels.Unary(TfliteOperatorCode.AVERAGE_POOL_2D, [1, 4, 4, 1], SmallModels.PoolOptions(TflitePadding.Valid, 5, 4, 1, 1)).Read());
    }

    [TestMethod]
    [DataRow(TfliteTensorType.Int16)]
    [DataRow(TfliteTensorType.Float16)]
    [DataRow(TfliteTensorType.String)]
    [DataRow(TfliteTensorType.Int64)]
    [DataRow((TfliteTensorType)99)]
    public void Activations_of_other_types_are_refused(object type)
    {
        TfliteFileBuilder builder = SmallModels.Unary(TfliteOperatorCode.RELU, [1, 4]);
        builder.Tensors[Input].Type = (TfliteTensorType)type;
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedType, () => builder.Read(), "'x'");
    }

    [TestMethod]
    public void A_bias_of_another_type_is_refused()
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        builder.Tensors[Bias].Type = TfliteTensorType.Int64;
        builder.Tensors[Bias].Data = new byte[24];
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedType, () => builder.Read(), "bias");
    }

    [TestMethod]
    public void Variables_sparse_and_external_constants_are_refused()
    {
        TfliteFileBuilder variable = SmallModels.Convolution();
        variable.Tensors[Input].IsVariable = true;
        DiagnosticAssert.Throws(DiagnosticId.TfliteVariableTensor, () => variable.Read(), "'x'");
        TfliteFileBuilder sparse = SmallModels.Convolution();
        sparse.Tensors[Weights].IsSparse = true;
        DiagnosticAssert.Throws(DiagnosticId.TfliteSparseTensor, () => sparse.Read(), "'w'");
        TfliteFileBuilder external = SmallModels.Convolution();
        external.Tensors[Weights].IsExternal = true;
        DiagnosticAssert.Throws(DiagnosticId.TfliteExternalData, () => external.Read(), "'w'");
    }

    [TestMethod]
    public void Buffer_indices_and_sizes_are_checked()
    {
        TfliteFileBuilder index = SmallModels.Convolution();
        index.Tensors[Weights].BufferIndex = 77;
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadBufferIndex, () => index.Read(), "77");
        TfliteFileBuilder size = SmallModels.Convolution();
        size.Tensors[Weights].Data = new byte[53];
        DiagnosticAssert.Throws(DiagnosticId.TfliteBufferSize, () => size.Read(), "53 bytes");
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(-1f)]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Scales_that_are_not_positive_numbers_are_refused(float scale)
    {
        TfliteFileBuilder input = SmallModels.Convolution();
        input.Tensors[Input].Scales = [scale];
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadScale, () => input.Read(), "'x'");
        TfliteFileBuilder weights = SmallModels.Convolution();
        weights.Tensors[Weights].Scales = [0.1f, scale, 0.1f];
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadScale, () => weights.Read(), "scale 1");
    }

    [TestMethod]
    [DataRow(float.NaN, 0L)]
    [DataRow(-1f, 0L)]
    [DataRow(0.5f, 77L)]
    public void What_a_bias_says_of_its_quantization_is_not_read_by_the_reference(float scale, long zeroPoint)
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        TfliteTensorSpec bias = builder.Tensors.Find(tensor => tensor.Type == TfliteTensorType.Int32)!;
        bias.Scales = [scale, scale, scale];
        bias.ZeroPoints = [zeroPoint, zeroPoint, zeroPoint];
        Assert.HasCount(1, builder.Read().Operators);
    }

    [TestMethod]
    [DataRow(Input, 128L)]
    [DataRow(Input, -129L)]
    [DataRow(Input, long.MinValue)]
    public void Zero_points_out_of_range_are_refused(int tensor, long zeroPoint)
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        builder.Tensors[tensor].ZeroPoints = [zeroPoint];
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadZeroPoint, () => builder.Read());
    }

    [TestMethod]
    [DataRow(2, 2, 0)]
    [DataRow(4, 4, 0)]
    [DataRow(3, 2, 0)]
    [DataRow(3, 0, 0)]
    [DataRow(3, 3, 4)]
    [DataRow(3, 3, -1)]
    [DataRow(2, 2, 1)]
    public void Per_channel_arrays_of_the_wrong_length_are_refused(int scales, int zeroPoints, int axis)
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        builder.Tensors[Weights].Scales = new float[scales];
        Array.Fill(builder.Tensors[Weights].Scales!, 0.1f);
        builder.Tensors[Weights].ZeroPoints = new long[zeroPoints];
        builder.Tensors[Weights].Axis = axis;
        DiagnosticAssert.Throws(DiagnosticId.TfliteQuantizationLength, () => builder.Read(), "'w'");
    }

    [TestMethod]
    public void Kinds_of_quantization_outside_the_specification_are_refused()
    {
        var axis = new TfliteFileBuilder();
        int x = axis.Int8("x", [1, 5, 5, 4]);
        int w = axis.Int8Constant("w", [2, 3, 3, 4], new sbyte[72], [0.1f, 0.2f, 0.3f]);
        axis.Tensors[w].Axis = 1;
        int y = axis.Int8("y", [1, 5, 5, 2]);
        axis.Operator(TfliteOperatorCode.CONV_2D, [x, w], [y], SmallModels.ConvOptions(TflitePadding.Same, 1, 1));
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedQuantization, () => axis.From(x).To(y).Read(), "axis 1");
        TfliteFileBuilder activation = SmallModels.Convolution();
        activation.Tensors[Input].Scales = [1f, 2f];
        activation.Tensors[Input].ZeroPoints = [0, 0];
        activation.Tensors[Input].Axis = 3;
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedQuantization, () => activation.Read(), "'x'");
        TfliteFileBuilder blockwise = SmallModels.Convolution();
        blockwise.Tensors[Weights].HasQuantizationDetails = true;
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedQuantization, () => blockwise.Read(), "'w'");
    }

    [TestMethod]
    public void Integers_without_a_scale_are_refused()
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        builder.Tensors[Output].Scales = null;
        DiagnosticAssert.Throws(DiagnosticId.TfliteMissingQuantization, () => builder.Read(), "'y'");
    }

    [TestMethod]
    public void Scales_that_the_specification_fixes_are_checked()
    {
        OptionTable softmax = new OptionTable(TfliteOptionsType.Softmax).Float(Fields.Softmax.Beta, 1);
        ThrowsScale(SmallModels.Unary(TfliteOperatorCode.SOFTMAX, [1, 4], softmax));
        ThrowsScale(SmallModels.Unary(TfliteOperatorCode.SOFTMAX, [1, 4], softmax, scale: 1e-9f, outputScale: 1f / 256, outputZeroPoint: -128));
        ThrowsScale(SmallModels.Unary(TfliteOperatorCode.LOGISTIC, [1, 4], outputScale: 1f / 256, outputZeroPoint: 0));
        ThrowsScale(SmallModels.Unary(TfliteOperatorCode.HARD_SWISH, [1, 4], scale: 128f, outputScale: 1f));
        ThrowsScale(SmallModels.Unary(TfliteOperatorCode.MAX_POOL_2D, [1, 4, 4, 1], SmallModels.PoolOptions(TflitePadding.Same, 2, 2, 1, 1)));
        var concat = new TfliteFileBuilder();
        int x = concat.Int8("x", [1, 4], 0.1f);
        int y = concat.Int8("y", [1, 8], 0.2f);
        concat.Operator(TfliteOperatorCode.CONCATENATION, [x, x], [y], new OptionTable(TfliteOptionsType.Concatenation).Int(Fields.Concatenation.Axis, 1));
        ThrowsScale(concat.From(x).To(y));
    }

    [TestMethod]
    public void Ratios_of_scales_beyond_any_multiplier_are_refused()
    {
        TfliteFileBuilder convolution = SmallModels.Convolution();
        convolution.Tensors[Output].Scales = [1e-30f];
        ThrowsScale(convolution);
        ThrowsScale(SmallModels.Unary(TfliteOperatorCode.RELU, [1, 4], scale: 1e20f, outputScale: 1e-20f));
        var sum = new TfliteFileBuilder();
        int x = sum.Int8("x", [1, 4], 1f);
        int y = sum.Int8("y", [1, 4], 1e-6f);
        sum.Operator(TfliteOperatorCode.ADD, [x, x], [y]);
        ThrowsScale(sum.From(x).To(y));
    }

    private static void ThrowsScale(TfliteFileBuilder builder) => DiagnosticAssert.Throws(DiagnosticId.TfliteScaleConstraint, () => builder.Read(), "operator 0");
}
