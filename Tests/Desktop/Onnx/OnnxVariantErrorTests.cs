using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Operators that are known, in a form that is not, and shapes that do not fit.</summary>
[TestClass]
public sealed class OnnxVariantErrorTests
{
    private static readonly Dictionary<string, (DiagnosticId Id, Func<OnnxModelBuilder, string> Build)> s_cases = new()
    {
        ["a dilated pool"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("MaxPool", Image(b), ("kernel_shape", new long[] { 2, 2 }), ("dilations", new long[] { 2, 2 }))),
        ["a dilated kernel larger than the image"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("dilations", new long[] { 3, 3 }))),
        ["a dilated kernel that is far too large"] = (DiagnosticId.OnnxTooLarge, b => b.Node("Conv", [b.Input(1, 3, 6000, 6000), b.Random(4, 3, 3, 3)], ("dilations", new long[] { 2900, 2900 }))),
        ["dilation beyond any image"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("dilations", new long[] { 65535, 1 }))),
        ["convolution in three dimensions"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Conv", [b.Input(1, 3, 8, 8, 8), b.Random(4, 3, 3, 3, 3)])),
        ["transposed convolution of other channels"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("ConvTranspose", [Image(b), b.Random(4, 3, 2, 2)])),
        ["transposed convolution with a bias of the wrong length"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("ConvTranspose", [Image(b), b.Random(3, 3, 2, 2), b.Random(4)])),
        ["transposed convolution padded away"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("ConvTranspose", [Image(b), b.Random(3, 3, 1, 1)], ("pads", new long[] { 3, 3, 3, 3 }))),
        ["a slice with computed bounds"] = (DiagnosticId.OnnxNotConstant, b => b.Node("Slice", [Image(b), "input", b.Longs(2)])),
        ["a slice of nothing"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Slice", [Image(b), b.Longs(4), b.Longs(2), b.Longs(2)])),
        ["a slice along an axis that is not there"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("Slice", [Image(b), b.Longs(0), b.Longs(2), b.Longs(4)])),
        ["a slice with lists of different lengths"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Slice", [Image(b), b.Longs(0, 1), b.Longs(2)])),
        ["a slice with a step of 0"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Slice", [Image(b), b.Longs(0), b.Longs(2), b.Longs(1), b.Longs(0)])),
        ["a split that leaves elements"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Split", [Image(b), b.Longs(2)], ("axis", 1L))),
        ["a gather out of range"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Gather", [Image(b), b.Longs(0, 3)], ("axis", 1L))),
        ["a gather at computed indices"] = (DiagnosticId.OnnxNotConstant, b => b.Node("Gather", [Image(b), "input"], ("axis", 1L))),
        ["an expansion that does not broadcast"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Expand", [Image(b), b.Longs(1, 2, 6, 6)])),
        ["depth that fills no blocks"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("DepthToSpace", Image(b), ("blocksize", 2L))),
        ["space that is no blocks"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("SpaceToDepth", Image(b), ("blocksize", 4L))),
        ["a mirror image wider than the image"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Pad", [Image(b), b.Longs(0, 0, 6, 0, 0, 0, 0, 0)], ("mode", "reflect"))),
        ["padding with something else"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Pad", [Image(b), b.Longs(0, 0, 1, 0, 0, 0, 0, 0)], ("mode", "noise"))),
        ["groups of channels that do not divide"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("GroupNormalization", [Image(b), b.Random(3), b.Random(3)], ("num_groups", 2L))),
        ["scales of the wrong length"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("InstanceNormalization", [Image(b), b.Random(2), b.Random(3)])),
        ["normalisation over the batch"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("LayerNormalization", [Image(b), b.Random(6)], ("axis", 0L))),
        ["normalisation without an epsilon"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("InstanceNormalization", [Image(b), b.Random(3), b.Random(3)], ("epsilon", 0f))),
        ["the largest of the batch"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("ReduceMax", Image(b), ("axes", new long[] { 0 }), ("keepdims", 0L))),
        ["CELU without alpha"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Celu", Image(b), ("alpha", 0f))),
        ["constant matrices that do not fit"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Add", [Image(b), b.Node("MatMul", [b.Random(2, 3), b.Random(2, 3)])])),
        ["constant matrices of three dimensions"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Add", [Image(b), b.Node("MatMul", [b.Random(1, 2, 3), b.Random(3, 6)])])),
        ["statistics of batch normalisation in training"] = (DiagnosticId.OnnxVariantUnsupported, b => Training(b)),
        ["a tile of the batch"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Tile", [Image(b), b.Longs(2, 1, 1, 1)])),
        ["a tile of another rank"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Tile", [Image(b), b.Longs(2, 1)])),
        ["a tile that is far too large"] = (DiagnosticId.OnnxTooLarge, b => b.Node("Tile", [Image(b), b.Longs(1, 65535, 65535, 1)])),
        ["a computed exponent"] = (DiagnosticId.OnnxNotConstant, b => b.Node("Pow", [Image(b), "input"])),
        ["many exponents"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Pow", [Image(b), b.Random(6)])),
        ["a norm of order 1"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("LpNormalization", Image(b), ("axis", 1L), ("p", 1L))),
        ["a norm over the image"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("ReduceL2", Image(b), ("axes", new long[] { 2, 3 }))),
        ["the largest over the rows"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("ArgMax", Image(b), ("axis", 2L))),
        ["weights of the wrong depth"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Conv", [Image(b), b.Random(4, 2, 3, 3)])),
        ["weights of the wrong rank"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Conv", [Image(b), b.Random(4, 27)])),
        ["groups that do not divide"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Conv", [Image(b), b.Random(4, 1, 3, 3)], ("group", 3L))),
        ["no groups"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("group", 0L))),
        ["bias of the wrong length"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3), b.Random(3)])),
        ["kernel larger than the image"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Conv", [Image(b), b.Random(4, 3, 9, 9)])),
        ["kernel_shape unlike the weights"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("kernel_shape", new long[] { 1, 3 }))),
        ["stride 0"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("strides", new long[] { 0, 1 }))),
        ["negative pads"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("pads", new long[] { 0, 0, -1, 0 }))),
        ["three strides"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("strides", new long[] { 1, 1, 1 }))),
        ["no strides"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("strides", Array.Empty<long>()))),
        ["attribute of the wrong type"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("group", 1f))),
        ["unknown auto_pad"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("auto_pad", "MAYBE"))),
        ["pads far too large"] = (DiagnosticId.OnnxTooLarge, b => b.Node("Conv", [Image(b), b.Random(4, 3, 3, 3)], ("pads", new long[] { 65535, 65535, 65535, 65535 }))),
        ["computed weights"] = (DiagnosticId.OnnxNotConstant, b => b.Node("Conv", [Image(b), Image(b)])),
        ["weights left out"] = (DiagnosticId.OnnxMalformed, b => b.Node("Conv", [Image(b)])),
        ["integer weights"] = (DiagnosticId.OnnxTypeUnsupported, b => b.Node("MatMul", [b.Input(1, 3), b.Longs(1, 2, 3)])),
        ["complex weights"] = (DiagnosticId.OnnxTypeUnsupported, b => b.Node("MatMul", [b.Input(1, 1), b.Add(OnnxModelBuilder.Tensor(DataType.Complex64, [1, 1], new byte[8]))])),
        ["weights with too few bytes"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("MatMul", [b.Input(1, 3), b.Add(OnnxModelBuilder.Tensor(DataType.Float, [3, 3], new byte[35]))])),
        ["weights whose size overflows"] = (DiagnosticId.OnnxTooLarge, b => b.Node("MatMul", [b.Input(1, 3), b.Add(OnnxModelBuilder.Tensor(DataType.Float, [65536, 65536, 65536, 65536], new byte[4]))])),
        ["weights with a negative dimension"] = (DiagnosticId.OnnxMalformed, b => b.Node("MatMul", [b.Input(1, 3), b.Add(OnnxModelBuilder.Tensor(DataType.Float, [-3, 3], new byte[4]))])),
        ["weights of nine dimensions"] = (DiagnosticId.OnnxTooLarge, b => b.Node("MatMul", [b.Input(1, 3), b.Add(OnnxModelBuilder.Tensor(DataType.Float, [1, 1, 1, 1, 1, 1, 1, 1, 1], new byte[4]))])),
        ["an input whose size overflows"] = (DiagnosticId.OnnxTooLarge, b => b.Node("Relu", b.Input(1, 2147483647, 2147483647, 3))),
        ["an input without a batch"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Relu", b.Input(1))),
        ["product of the wrong depth"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("MatMul", [b.Input(1, 4), b.Random(3, 2)])),
        ["product of activations"] = (DiagnosticId.OnnxNotConstant, b => b.Node("MatMul", [b.Input(1, 4), "input"])),
        ["division by zero"] = (DiagnosticId.OnnxWeightsNotFinite, b => b.Node("Div", [Image(b), b.Scalar(0)])),
        ["shapes that do not broadcast"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Add", [Image(b), b.Random(5)])),
        ["a broadcast that is far too large"] = (DiagnosticId.OnnxTooLarge, b => b.Node("Add", [b.Node("Reshape", [b.Input(1, 10000), b.Longs(10000, 1)]), "input"])),
        ["an empty clip"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Clip", [Image(b), b.Scalar(2), b.Scalar(1)])),
        ["NaN as a bound"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Clip", [Image(b), b.Scalar(float.NaN)])),
        ["slopes for each pixel"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("PRelu", [Image(b), b.Random(3, 6, 6)])),
        ["batch normalisation in training"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("BatchNormalization", [Image(b), b.Random(3), b.Random(3), b.Random(3), b.Random(3)], ("training_mode", 1L))),
        ["batch normalisation of other channels"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("BatchNormalization", [Image(b), b.Random(4), b.Random(3), b.Random(3), b.Random(3)])),
        ["a window of padding"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("MaxPool", Image(b), ("kernel_shape", new long[] { 2, 2 }), ("pads", new long[] { 2, 0, 0, 0 }))),
        ["a pool without kernel"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("MaxPool", Image(b))),
        ["counted padding with ceil_mode"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("AveragePool", Image(b), ("kernel_shape", new long[] { 3, 3 }), ("strides", new long[] { 2, 2 }), ("ceil_mode", 1L), ("count_include_pad", 1L))),
        ["mean over the batch"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("ReduceMean", Image(b), ("axes", new long[] { 0 }), ("keepdims", 0L))),
        ["axis out of range"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("ReduceMean", Image(b), ("axes", new long[] { 4 }))),
        ["a reshape to another size"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Reshape", [Image(b), b.Longs(1, 100)])),
        ["a reshape with two open dimensions"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Reshape", [Image(b), b.Longs(-1, -1)])),
        ["a reshape to a negative size"] = (DiagnosticId.OnnxMalformed, b => b.Node("Reshape", [Image(b), b.Longs(-2, 4)])),
        ["a reshape that overflows"] = (DiagnosticId.OnnxTooLarge, b => b.Node("Reshape", [Image(b), b.Longs(long.MaxValue, long.MaxValue)])),
        ["a computed shape"] = (DiagnosticId.OnnxNotConstant, b => b.Node("Reshape", [Image(b), "input"])),
        ["squeezing a long axis"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Squeeze", [Image(b), b.Longs(1)])),
        ["an order of axes with a gap"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Transpose", Image(b), ("perm", new long[] { 0, 1, 1, 3 }))),
        ["padding the batch"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Pad", [Image(b), b.Longs(1, 0, 0, 0, 0, 0, 0, 0)])),
        ["cropping"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("Pad", [Image(b), b.Longs(0, 0, -1, 0, 0, 0, 0, 0)])),
        ["concatenating the batch"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Concat", [Image(b), "input"], ("axis", 0L))),
        ["cubic resizing"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Resize", [Image(b), "", b.Floats([4], 1, 1, 2, 2)], ("mode", "cubic"))),
        ["linear resizing of a part of the image"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Resize", [Image(b), "", b.Floats([4], 1, 1, 2, 2)], ("mode", "linear"), ("coordinate_transformation_mode", "tf_crop_and_resize"))),
        ["linear resizing by a scale that is rounded"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Resize", [Image(b), "", b.Floats([4], 1, 1, 1.3f, 2)], ("mode", "linear"))),
        ["a neighbour that TensorFlow never picks"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Resize", [Image(b), "", b.Floats([4], 1, 1, 2, 2)], ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "ceil"))),
        ["resizing channels"] = (DiagnosticId.OnnxVariantUnsupported, b => b.Node("Resize", [Image(b), "", b.Floats([4], 1, 2, 2, 2)])),
        ["resizing by far too much"] = (DiagnosticId.OnnxTooLarge, b => b.Node("Resize", [Image(b), "", b.Floats([4], 1, 1, 9000, 9000)])),
        ["casting an activation to an integer"] = (DiagnosticId.OnnxTypeUnsupported, b => b.Node("Cast", Image(b), ("to", 7L))),
        ["a constant shape that is far too large"] = (DiagnosticId.OnnxTooLarge, b => b.Node("Add", [b.Input(1, 1), b.Node("ConstantOfShape", b.Longs(1 << 13, 1 << 13))])),
        ["constants that add up to too much"] = (DiagnosticId.OnnxTooLarge, ManyConstants),
        ["an index out of range"] = (DiagnosticId.OnnxShapeMismatch, b => b.Node("Reshape", [b.Input(1, 1), b.Node("Gather", [b.Longs(1, 2), b.Longs(2)])])),
        ["integer division by zero"] = (DiagnosticId.OnnxAttributeBad, b => b.Node("Reshape", [b.Input(1, 1), b.Node("Div", [b.Longs(1, 1), b.Longs(0)])])),
        ["an endless range"] = (DiagnosticId.OnnxTooLarge, b => b.Node("Reshape", [b.Input(1, 1), b.Node("Range", [b.Longs(0), b.Longs(long.MaxValue), b.Longs(1)])])),
    };

    public static IEnumerable<object[]> Cases => s_cases.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Each_has_its_own_error(string name)
    {
        var builder = new OnnxModelBuilder();
        builder.Output(s_cases[name].Build(builder));
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.onnx", builder.ToBytes());
        DiagnosticAssert.Throws(s_cases[name].Id, () => OnnxReader.Read(path, new OnnxReadOptions()), "model.onnx: ");
    }

    private static string Image(OnnxModelBuilder builder) => builder.Graph.Input.Count == 0 ? builder.Input(1, 3, 6, 6) : "input";

    private static string ManyConstants(OnnxModelBuilder builder)
    {
        string value = builder.Input(1, 1);
        for (int i = 0; i < 100; i++)
        {
            string constant = builder.Node("ConstantOfShape", builder.Longs(1 << 20));
            value = builder.Node("Add", [value, builder.Node("Slice", [constant, builder.Longs(0), builder.Longs(1)])]);
        }

        return value;
    }

    // Before operator set 14 there was no attribute for it: the outputs say so.
    private static string Training(OnnxModelBuilder builder)
    {
        string value = builder.Node("BatchNormalization", [Image(builder), builder.Random(3), builder.Random(3), builder.Random(3), builder.Random(3)]);
        builder.Graph.Node[^1].Output.AddRange(["mean", "variance", "saved_mean", "saved_variance"]);
        return value;
    }
}
