using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Tflite;

[TestClass]
public class ConvolutionImportTests
{
    [TestMethod]
    public void Convolution_gets_explicit_padding_its_clamp_and_its_scales()
    {
        ModelGraph graph = SmallModels.Convolution().Read();
        Operator op = graph.Operators.Single();
        var attributes = (ConvAttributes)op.Attributes!;
        Assert.AreEqual(OperatorKind.Conv2D, op.Kind);
        Assert.AreEqual("operator 0 CONV_2D", op.Location);
        Assert.AreEqual(new Padding(0, 1, 1, 1), attributes.Padding);
        Assert.AreEqual(2, attributes.StrideH);
        Assert.AreEqual(1, attributes.Groups);
        Assert.AreEqual(Clamp.Relu6, attributes.Activation);
        CollectionAssert.AreEqual(new[] { 0.1f, 0.2f, 0.3f }, op.Inputs[1].Quantization!.Scales);
        Assert.AreEqual(0, op.Inputs[1].Quantization!.Axis);
        CollectionAssert.AreEqual(SmallModels.Ramp(54), op.Inputs[1].Int8s);
        CollectionAssert.AreEqual(new[] { 10, -20, 30 }, op.Inputs[2].Int32s);
        Assert.AreEqual(0.25f, op.Output.Quantization!.Scale);
        Assert.AreEqual(-128, op.Output.Quantization.ZeroPoint);
        Assert.AreSame(graph.Inputs[0], op.Inputs[0]);
        Assert.AreSame(graph.Outputs[0], op.Output);
    }

    [TestMethod]
    public void The_quantized_dimension_of_a_bias_does_not_matter()
    {
        TfliteFileBuilder builder = SmallModels.Convolution();
        foreach (TfliteTensorSpec bias in builder.Tensors.Where(tensor => tensor.Type == TfliteTensorType.Int32))
        {
            bias.Scales = [0.01f, 0.02f, 0.03f];
            bias.ZeroPoints = [0, 0, 0];
            bias.Axis = 3;
        }

        CollectionAssert.AreEqual(new[] { 10, -20, 30 }, builder.Read().Operators.Single().Inputs[2].Int32s);
    }

    [TestMethod]
    public void Fewer_channels_in_the_weights_than_in_the_input_mean_groups()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 3, 3, 6]);
        int w = builder.Int8Constant("w", [4, 1, 1, 3], SmallModels.Ramp(12));
        int y = builder.Int8("y", [1, 3, 3, 4]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w, -1], [y], SmallModels.ConvOptions(TflitePadding.Valid, 1, 1));
        Operator op = builder.From(x).To(y).Read().Operators.Single();
        Assert.AreEqual(2, ((ConvAttributes)op.Attributes!).Groups);
        Assert.HasCount(2, op.Inputs);
    }

    [TestMethod]
    public void Valid_padding_is_none_and_drops_the_remainder()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 10, 8, 1]);
        int w = builder.Int8Constant("w", [2, 3, 2, 1], SmallModels.Ramp(12));
        int y = builder.Int8("y", [1, 4, 3, 2]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w], [y], SmallModels.ConvOptions(TflitePadding.Valid, 2, 3));
        Operator op = builder.From(x).To(y).Read().Operators.Single();
        Assert.AreEqual(Padding.None, ((ConvAttributes)op.Attributes!).Padding);
    }

    [TestMethod]
    public void Dilation_along_a_kernel_of_one_pixel_does_nothing()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 8, 8, 1]);
        int w = builder.Int8Constant("w", [2, 3, 1, 1], SmallModels.Ramp(6));
        int y = builder.Int8("y", [1, 8, 8, 2]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w], [y], SmallModels.ConvOptions(TflitePadding.Same, 1, 1, dilationW: 4));
        Assert.HasCount(1, builder.From(x).To(y).Read().Operators);
    }

    [TestMethod]
    public void Weights_of_four_bits_are_widened()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2, 2, 3]);
        int w = builder.Add(new TfliteTensorSpec
        {
            Name = "w", Type = TfliteTensorType.Int4, Shape = [1, 1, 1, 3], Data = [0x7F, 0x08], Scales = [0.5f], ZeroPoints = [0],
        });
        int y = builder.Int8("y", [1, 2, 2, 1]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w], [y], SmallModels.ConvOptions(TflitePadding.Same, 1, 1));
        Operator op = builder.From(x).To(y).Read().Operators.Single();
        CollectionAssert.AreEqual(new sbyte[] { -1, 7, -8 }, op.Inputs[1].Int8s);
    }

    [TestMethod]
    public void Depthwise_convolution_may_multiply_channels_and_have_any_kernel()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 9, 9, 2]);
        int w = builder.Int8Constant("w", [1, 7, 5, 4], SmallModels.Ramp(140), [1f, 2f, 3f, 4f], axis: 3);
        int b = builder.Int32Constant("b", [4], 1, 2, 3, 4);
        int y = builder.Int8("y", [1, 5, 9, 4], 100f);
        builder.Operator(TfliteOperatorCode.DEPTHWISE_CONV_2D, [x, w, b], [y], SmallModels.DepthwiseOptions(TflitePadding.Same, 2, 1, TfliteActivation.Relu));
        Operator op = builder.From(x).To(y).Read().Operators.Single();
        var attributes = (ConvAttributes)op.Attributes!;
        Assert.AreEqual(OperatorKind.DepthwiseConv2D, op.Kind);
        Assert.AreEqual(new Padding(3, 2, 3, 2), attributes.Padding);
        Assert.AreEqual(Clamp.Relu, attributes.Activation);
        Assert.AreEqual(3, op.Inputs[1].Quantization!.Axis);
    }

    [TestMethod]
    public void Fully_connected_flattens_its_input_and_keeps_a_zero_point_of_its_weights()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 2, 2, 3]);
        int w = builder.Int8Constant("w", [2, 12], SmallModels.Ramp(24), zeroPoint: -9);
        int y = builder.Int8("y", [1, 2]);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w], [y]);
        Operator op = builder.From(x).To(y).Read().Operators.Single();
        Assert.AreEqual(OperatorKind.FullyConnected, op.Kind);
        Assert.AreEqual(-9, op.Inputs[1].Quantization!.ZeroPoint);
        Assert.IsNull(((FullyConnectedAttributes)op.Attributes!).Activation);
    }

    [TestMethod]
    public void Fully_connected_can_keep_the_dimensions_of_its_input()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 1, 1, 4]);
        int w = builder.Int8Constant("w", [3, 4], SmallModels.Ramp(12), [1f, 2f, 4f]);
        int y = builder.Int8("y", [1, 1, 1, 3], 9f);
        OptionTable options = new OptionTable(TfliteOptionsType.FullyConnected)
            .Byte(Fields.FullyConnected.Activation, (int)TfliteActivation.ReluN1To1)
            .Bool(Fields.FullyConnected.KeepDimensions, true);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w], [y], options);
        Operator op = builder.From(x).To(y).Read().Operators.Single();
        CollectionAssert.AreEqual(new[] { 1, 1, 1, 3 }, op.Output.Shape);
        Assert.AreEqual(Clamp.ReluN1To1, ((FullyConnectedAttributes)op.Attributes!).Activation);
    }

    [TestMethod]
    public void Float_weights_behind_DEQUANTIZE_are_folded_per_channel()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Float("x", 1, 2, 2, 2);
        int q = builder.Int8Constant("q", [2, 1, 1, 2], [1, 2, 3, 4], [0.5f, 0.25f]);
        int w = builder.Float("w", 2, 1, 1, 2);
        int y = builder.Float("y", 1, 2, 2, 2);
        builder.Operator(TfliteOperatorCode.DEQUANTIZE, [q], [w]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w], [y], SmallModels.ConvOptions(TflitePadding.Same, 1, 1));
        ModelGraph graph = builder.From(x).To(y).Read();
        CollectionAssert.AreEqual(new[] { 0.5f, 1f, 0.75f, 1f }, graph.Operators.Single().Inputs[1].Floats);
        Assert.AreEqual(1, graph.Operators[0].SourceIndex);
    }

    [TestMethod]
    public void Float_weights_stored_as_float16_are_widened()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Float("x", 1, 2);
        int h = builder.Add(new TfliteTensorSpec { Name = "h", Type = TfliteTensorType.Float16, Shape = [1, 2], Data = [0x00, 0x3C, 0x00, 0xC1] });
        int w = builder.Float("w", 1, 2);
        int y = builder.Float("y", 1, 1);
        builder.Operator(TfliteOperatorCode.DEQUANTIZE, [h], [w]);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w], [y]);
        ModelGraph graph = builder.From(x).To(y).Read();
        CollectionAssert.AreEqual(new[] { 1f, -2.5f }, graph.Operators.Single().Inputs[1].Floats);
    }

    [TestMethod]
    public void Int8_weights_behind_float_activations_are_made_real()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Float("x", 1, 2, 2, 2);
        int w = builder.Int8Constant("w", [2, 1, 1, 2], [1, 2, 3, 4], [0.5f, 0.25f]);
        int b = builder.FloatConstant("b", [2], 1f, 2f);
        int y = builder.Float("y", 1, 2, 2, 2);
        int f = builder.Float("f", 1, 1);
        int v = builder.Int8Constant("v", [1, 8], [1, 2, 3, 4, 5, 6, 7, 8], [0.5f]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [x, w, b], [y], SmallModels.ConvOptions(TflitePadding.Same, 1, 1));
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [y, v], [f]);
        ModelGraph graph = builder.From(x).To(f).Read();
        CollectionAssert.AreEqual(new[] { 0.5f, 1f, 0.75f, 1f }, graph.Operators[0].Inputs[1].Floats);
        CollectionAssert.AreEqual(new[] { 0.5f, 1f, 1.5f, 2f, 2.5f, 3f, 3.5f, 4f }, graph.Operators[1].Inputs[1].Floats);
        Assert.AreEqual(ElementType.Float32, graph.Inputs[0].Type);
    }

    [TestMethod]
    public void A_row_may_have_more_dimensions_than_the_operator_says()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Float("x", 1, 1, 1, 2);
        int w = builder.FloatConstant("w", [3, 2], 1f, 2f, 3f, 4f, 5f, 6f);
        int y = builder.Float("y", 1, 1, 3);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w], [y]);
        CollectionAssert.AreEqual(new[] { 1, 1, 3 }, builder.From(x).To(y).Read().Outputs[0].Shape);
    }

    [TestMethod]
    public void Weights_that_are_transposed_by_an_operator_are_folded()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Float("x", 1, 2);
        int w = builder.FloatConstant("w", [2, 3], 1f, 2f, 3f, 4f, 5f, 6f);
        int order = builder.Int32Constant("order", [2], 1, 0);
        int t = builder.Float("t", 3, 2);
        int y = builder.Float("y", 1, 3);
        builder.Operator(TfliteOperatorCode.TRANSPOSE, [w, order], [t]);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, t], [y]);
        CollectionAssert.AreEqual(new[] { 1f, 4f, 2f, 5f, 3f, 6f }, builder.From(x).To(y).Read().Operators.Single().Inputs[1].Floats);
    }
}
