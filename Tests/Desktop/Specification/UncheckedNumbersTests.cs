using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;
using Edge.Tests.Desktop.Tflite;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// Numbers of a .tflite file that the reference kernels do not look at: the model converts with a remark, and its bytes are the
/// reference's, not what the numbers would ask for.
/// </summary>
[TestClass]
public sealed class UncheckedNumbersTests
{
    private const string OtherScales = "different scales";

    private readonly Random _random = new(5);
    private readonly TfliteFileBuilder _builder = new();

    private static Dictionary<string, Func<UncheckedNumbersTests, int, int>> Moves { get; } = new()
    {
        ["RESHAPE"] = (test, x) => test.Add(TfliteOperatorCode.RESHAPE, [1, 4, 6, 4], x, test._builder.Int32Constant("shape", [4], 1, 4, 6, 4)),
        ["SLICE"] = (test, x) => test.Add(
            TfliteOperatorCode.SLICE, [1, 4, 6, 4], x, test._builder.Int32Constant("begin", [4], 0, 0, 0, 0), test._builder.Int32Constant("size", [4], 1, 4, 6, 4)),
        ["SLICE of a part"] = (test, x) => test.Add(
            TfliteOperatorCode.SLICE, [1, 2, 6, 4], x, test._builder.Int32Constant("begin", [4], 0, 1, 0, 0), test._builder.Int32Constant("size", [4], 1, 2, 6, 4)),
        ["REVERSE_V2"] = (test, x) => test.Add(TfliteOperatorCode.REVERSE_V2, [1, 4, 6, 4], x, test._builder.Int32Constant("axis", [1], 3)),
        ["RESIZE_NEAREST_NEIGHBOR"] = (test, x) => test.Add(TfliteOperatorCode.RESIZE_NEAREST_NEIGHBOR, [1, 8, 12, 4], x, test._builder.Int32Constant("size", [2], 8, 12)),
        ["RESIZE_BILINEAR"] = (test, x) => test.Add(TfliteOperatorCode.RESIZE_BILINEAR, [1, 8, 12, 4], x, test._builder.Int32Constant("size", [2], 8, 12)),
        ["DEPTH_TO_SPACE"] = (test, x) => test.Add(
            TfliteOperatorCode.DEPTH_TO_SPACE, [1, 8, 12, 1], new OptionTable(TfliteOptionsType.DepthToSpace).Int(Fields.Blocks.Size, 2), x),
        ["TRANSPOSE"] = (test, x) => test.Add(TfliteOperatorCode.TRANSPOSE, [1, 6, 4, 4], x, test._builder.Int32Constant("order", [4], 0, 2, 1, 3)),
        ["MAXIMUM"] = (test, x) => test.Add(TfliteOperatorCode.MAXIMUM, [1, 4, 6, 4], x, test._builder.Int8Constant("b", [4], [-20, 4, 9, 60], [0.25f])),
        ["MINIMUM"] = (test, x) => test.Add(TfliteOperatorCode.MINIMUM, [1, 4, 6, 4], x, test._builder.Int8Constant("b", [4], [-20, 4, 9, 60], [0.25f])),
    };

    public static IEnumerable<object[]> Names => Moves.Keys.Select(name => new object[] { name });

    /// <summary>A convolution behind and before the operator, so that folds and fusions could take the wrong scale.</summary>
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Bytes_are_moved_or_compared_whatever_the_scales(string name)
    {
        int x = _builder.Int8("x", [1, 4, 6, 4], 0.05f, 5);
        int a = Pointwise(x, [1, 4, 6, 4], "a");
        int moved = Moves[name](this, a);
        int y = Pointwise(moved, _builder.Tensors[moved].Shape, "y");
        string? expected = name is "RESHAPE" or "TRANSPOSE" ? null : OtherScales;
        Check(x, y, expected);
    }

    [TestMethod]
    public void The_last_operator_may_have_another_scale()
    {
        int x = _builder.Int8("x", [1, 4, 6, 4], 0.05f, 5);
        int a = Pointwise(x, [1, 4, 6, 4], "a");
        int y = Add(TfliteOperatorCode.RESHAPE, [1, 96], a, _builder.Int32Constant("shape", [2], 1, 96));
        Int8Model model = Check(x, y, null);
        Assert.AreEqual(0.31f, model.GetOutput(0).Scale);
        Assert.AreEqual(11, model.GetOutput(0).ZeroPoint);
    }

    [TestMethod]
    public void A_pool_lets_a_small_difference_pass()
    {
        int x = _builder.Int8("x", [1, 4, 4, 3], 2e-6f, 5);
        int y = _builder.Int8("y", [1, 2, 2, 3], 2.9e-6f, 5);
        _builder.Operator(TfliteOperatorCode.AVERAGE_POOL_2D, [x], [y], SmallModels.PoolOptions(TflitePadding.Same, 2, 2, 2, 2));
        Check(x, y, null);
    }

    [TestMethod]
    public void A_hyperbolic_tangent_and_a_norm_have_the_scale_they_have()
    {
        int x = _builder.Int8("x", [1, 4, 6, 4], 0.05f, 5);
        int a = _builder.Int8("a", [1, 4, 6, 4], 1f / 100, 7);
        _builder.Operator(TfliteOperatorCode.TANH, [x], [a]);
        int b = _builder.Int8("b", [1, 4, 6, 4], 1f / 100, 3);
        _builder.Operator(TfliteOperatorCode.L2_NORMALIZATION, [a], [b], new OptionTable(TfliteOptionsType.L2Norm));
        int y = Pointwise(b, [1, 4, 6, 4], "y");
        Check(x, y, "zero point 7 instead of 0");
    }

    [TestMethod]
    [DataRow(3, 4, 4, 0)] // an axis with as many elements as there are channels
    [DataRow(0, 4, 4, 3)] // and a zero point
    [DataRow(0, 1, 4, 9)]
    public void Weights_are_read_as_the_kernels_read_them(int axis, int scales, int filters, int zeroPoint)
    {
        int x = _builder.Int8("x", [1, 5, 5, 4], 0.05f, 5);
        int w = _builder.Int8Constant("w", [filters, 3, 3, 4], Values(filters * 36), [.. Enumerable.Range(1, scales).Select(i => i * 0.003f)]);
        _builder.Tensors[w].Axis = axis;
        _builder.Tensors[w].ZeroPoints = [.. Enumerable.Repeat((long)zeroPoint, scales)];
        int y = _builder.Int8("y", [1, 5, 5, filters], 0.3f, -4);
        _builder.Operator(TfliteOperatorCode.CONV_2D, [x, w], [y], SmallModels.ConvOptions(TflitePadding.Same, 1, 1));
        Check(x, y, zeroPoint == 0 ? null : $"zero point {zeroPoint}");
        ModelGraph graph = TfliteReader.Read(_builder.Build(), "model.tflite");
        CollectionAssert.AreEqual(new int[scales], graph.Operators[0].Inputs[1].Quantization!.ZeroPoints);
    }

    [TestMethod]
    [DataRow(new[] { 6, 4 }, new[] { 6, 5 }, false)]
    [DataRow(new[] { 1, 6, 4 }, new[] { 6, 5 }, false)]
    [DataRow(new[] { 1, 6, 4 }, new[] { 1, 6, 5 }, true)]
    [DataRow(new[] { 1, 2, 3, 4 }, new[] { 1, 2, 3, 5 }, true)]
    [DataRow(new[] { 1, 3, 8 }, new[] { 6, 5 }, false)] // rows that are not those of the input
    public void A_fully_connected_layer_takes_several_rows(int[] shape, int[] output, bool keeps)
    {
        int x = _builder.Int8("x", shape, 0.05f, 5);
        int w = _builder.Int8Constant("w", [5, 4], Values(20), [0.0123f]);
        int b = _builder.Int32Constant("b", [5], 100, -200, 300, 0, 7);
        int y = _builder.Int8("y", output, 0.07f, 3);
        OptionTable options = new OptionTable(TfliteOptionsType.FullyConnected).Byte(Fields.FullyConnected.Activation, (int)TfliteActivation.Relu);
        _builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w, b], [y], options.Bool(Fields.FullyConnected.KeepDimensions, keeps));
        Check(x, y, null);
    }

    [TestMethod]
    public void Of_several_subgraphs_the_first_runs()
    {
        int x = _builder.Int8("x", [1, 4, 6, 4], 0.05f, 5);
        _builder.SubGraphCount = 3;
        Check(x, Pointwise(x, [1, 4, 6, 4], "y"), null);
    }

    private Int8Model Check(int x, int y, string? remark)
    {
        ModelGraph graph = TfliteReader.Read(_builder.From(x).To(y).Build(), "model.tflite");
        if (remark is null)
        {
            Assert.IsNull(graph.Remark);
        }
        else
        {
            StringAssert.Contains(graph.Remark, remark);
            StringAssert.Contains(graph.Remark, "ignore");
        }

        sbyte[] input = Values(_builder.Tensors[x].Shape.Aggregate(1, (product, size) => product * size));
        sbyte[] expected = SpecificationInterpreter.Run(graph, input)[graph.Outputs[0].Name];
        Assert.IsGreaterThan(8, expected.Distinct().Count());
        Int8Model? last = null;
        foreach (bool fuses in new[] { false, true })
        {
            byte[] blob = ModelConverter.Convert(graph, new ConversionOptions { Fuse = fuses, SramBytes = null }).Blob;
            foreach (string kernels in KernelSets.Names)
            {
                last = BlobFile.Load("model", blob, KernelSets.Create(kernels));
                CollectionAssert.AreEqual(expected, ModelRunner.Run(last, input)[0], $"{kernels}, fuses {fuses}");
            }
        }

        return last!;
    }

    private int Add(TfliteOperatorCode code, int[] shape, params int[] inputs) => Add(code, shape, null, inputs);

    private int Add(TfliteOperatorCode code, int[] shape, OptionTable? options, params int[] inputs)
    {
        int moved = _builder.Int8("moved", shape, 0.31f, 11);
        options ??= code switch
        {
            TfliteOperatorCode.RESIZE_NEAREST_NEIGHBOR => new OptionTable(TfliteOptionsType.ResizeNearest),
            TfliteOperatorCode.RESIZE_BILINEAR => new OptionTable(TfliteOptionsType.ResizeBilinear),
            TfliteOperatorCode.RESHAPE => new OptionTable(TfliteOptionsType.Reshape),
            _ => null,
        };
        _builder.Operator(code, inputs, [moved], options);
        return moved;
    }

    private int Pointwise(int input, int[] shape, string name)
    {
        int w = _builder.Int8Constant($"{name}/w", [4, 1, 1, shape[3]], Values(4 * shape[3]), [0.02f]);
        int y = _builder.Int8(name, [1, shape[1], shape[2], 4], shape[3] == 1 ? 0.6f : 0.2f, -3);
        _builder.Operator(TfliteOperatorCode.CONV_2D, [input, w], [y], SmallModels.ConvOptions(TflitePadding.Same, 1, 1));
        return y;
    }

    private sbyte[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-127, 128))];
}
