using System;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>REDUCE_MAX, SUM, TILE, MIRROR_PAD, DIV, SQUARED_DIFFERENCE and RSQRT, against what the names say.</summary>
[TestClass]
public sealed class ReductionImportTests
{
    private static readonly int[] s_image = [1, 3, 4, 5];

    [TestMethod]
    [DataRow(new[] { 1, 2 })]
    [DataRow(new[] { 3 })]
    [DataRow(new[] { 1, 3 })]
    [DataRow(new[] { 2 })]
    [DataRow(new[] { 1, 2, 3 })]
    public void Maximum_and_sum_over_axes(int[] axes)
    {
        foreach (bool keeps in new[] { false, true })
        {
            int[] shape = [.. s_image.Select((size, axis) => axes.Contains(axis) ? 1 : size).Where((_, axis) => keeps || !axes.Contains(axis))];
            OptionTable options = new OptionTable(TfliteOptionsType.Reducer).Bool(Fields.Reducer.KeepDimensions, keeps);
            float[] x = Values(60, -1);
            var groups = Enumerable.Range(0, 60).GroupBy(i => string.Join(',', Place(i).Select((at, axis) => axes.Contains(axis) ? 0 : at))).ToList();
            CollectionAssert.AreEqual(groups.ConvertAll(group => group.Max(i => x[i])), Run(TfliteOperatorCode.REDUCE_MAX, x, axes, shape, options));
            float[] sums = Run(TfliteOperatorCode.SUM, x, axes, shape, options);
            for (int i = 0; i < sums.Length; i++)
            {
                Assert.AreEqual(groups[i].Sum(at => x[at]), sums[i], 1e-4f);
            }
        }
    }

    [TestMethod]
    public void A_maximum_of_int8_keeps_the_scale()
    {
        var options = new OptionTable(TfliteOptionsType.Reducer);
        ModelGraph graph = SmallModels.WithIntegers(TfliteOperatorCode.REDUCE_MAX, s_image, [2], [1, 2], [1, 5], options).Read();
        CollectionAssert.Contains(graph.Operators.ConvertAll(op => op.Kind), OperatorKind.MaxPool);
        Assert.IsTrue(graph.Operators.TrueForAll(op => op.Output.Quantization is { Scale: 0.1f, ZeroPoint: 5 }));
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", s_image, 0.1f);
        int a = builder.Int32Constant("a", [1], 3);
        int y = builder.Int8("y", [1, 3, 4], 0.2f);
        builder.Operator(TfliteOperatorCode.REDUCE_MAX, [x, a], [y], options);
        DiagnosticAssert.Throws(DiagnosticId.TfliteScaleConstraint, () => builder.From(x).To(y).Read(), "REDUCE_MAX");
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteUnsupportedOperator, () => SmallModels.WithIntegers(TfliteOperatorCode.REDUCE_MAX, s_image, [1], [0], [3, 4, 5], options).Read(), "over axes [0]");
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteUnsupportedOperator, () => SmallModels.WithIntegers(TfliteOperatorCode.SUM, s_image, [1], [3], [1, 3, 4], options).Read(), "use MEAN");
    }

    [TestMethod]
    [DataRow(0, new[] { 0, 0, 2, 1, 3, 0, 0, 4 })]
    [DataRow(1, new[] { 0, 0, 3, 1, 4, 0, 0, 5 })]
    public void A_mirrored_border(int mode, int[] paddings)
    {
        int[] shape = [.. s_image.Select((size, axis) => size + paddings[2 * axis] + paddings[(2 * axis) + 1])];
        float[] x = Values(60, 0);
        float[] y = Run(TfliteOperatorCode.MIRROR_PAD, x, paddings, shape, new OptionTable(TfliteOptionsType.MirrorPad).Byte(Fields.MirrorPad.Mode, mode), [4, 2]);
        for (int i = 0; i < y.Length; i++)
        {
            int rest = i;
            int source = 0;
            int stride = 1;
            for (int axis = 3; axis >= 0; axis--)
            {
                int at = (rest % shape[axis]) - paddings[2 * axis];
                rest /= shape[axis];
                int last = s_image[axis] - 1;
                at = at < 0 ? -at - mode : at > last ? (2 * last) - at + mode : at;
                source += at * stride;
                stride *= s_image[axis];
            }

            Assert.AreEqual(x[source], y[i], $"element {i}");
        }

        DiagnosticAssert.Throws(
            DiagnosticId.TfliteShapeMismatch, () => SmallModels.WithIntegers(TfliteOperatorCode.MIRROR_PAD, [1, 3], [2, 2], [0, 0, 3, 0], [1, 6]).Read(), "padded by");
    }

    [TestMethod]
    public void A_tile_repeats_the_whole()
    {
        float[] x = Values(60, 0);
        float[] y = Run(TfliteOperatorCode.TILE, x, [1, 2, 1, 3], [1, 6, 4, 15]);
        for (int i = 0; i < y.Length; i++)
        {
            Assert.AreEqual(x[(i / 60 % 3 * 20) + (i / 15 % 4 * 5) + (i % 5)], y[i], $"element {i}");
        }

        DiagnosticAssert.Throws(DiagnosticId.TfliteShapeMismatch, () => SmallModels.WithIntegers(TfliteOperatorCode.TILE, [1, 3], [1], [2], [1, 6]).Read(), "repeated");
        DiagnosticAssert.Throws(DiagnosticId.TfliteBatch, () => SmallModels.WithIntegers(TfliteOperatorCode.TILE, [1, 3], [2], [2, 1], [2, 3]).Read());
    }

    [TestMethod]
    public void Operators_of_float_models_only()
    {
        float[] x = Values(60, 1);
        float[] constant = Values(5, 2);
        CollectionAssert.AreEqual(x.Select((value, i) => value * (1 / constant[i % 5])).ToArray(), Run(TfliteOperatorCode.DIV, x, constant));
        CollectionAssert.AreEqual(
            x.Select((value, i) => (value - constant[i % 5]) * (value - constant[i % 5])).ToArray(), Run(TfliteOperatorCode.SQUARED_DIFFERENCE, x, constant));
        CollectionAssert.AreEqual(x.Select(value => (float)Math.Pow(value, -0.5f)).ToArray(), Run(TfliteOperatorCode.RSQRT, x, null));
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedOperator, () => SmallModels.Unary(TfliteOperatorCode.RSQRT, [1, 4]).Read(), "RSQRT of int8");
        DiagnosticAssert.Throws(DiagnosticId.TfliteBadOptions, () => Run(TfliteOperatorCode.DIV, x, [1, 0, 1, 1, 1]), "divides by 0");
        var builder = new TfliteFileBuilder();
        int a = builder.Int8("a", [1, 4]);
        int y = builder.Int8("y", [1, 4]);
        builder.Operator(TfliteOperatorCode.DIV, [a, a], [y]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedOperator, () => builder.From(a).To(y).Read(), "DIV of int8");
    }

    private static int[] Place(int index) => [0, index / 20, index / 5 % 4, index % 5];

    private static float[] Values(int count, int offset) => [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin(i * 7) + offset + (offset > 0 ? 0.5f : 0))];

    private static float[] Run(TfliteOperatorCode code, float[] x, int[] integers, int[] shape, OptionTable? options = null, int[]? constantShape = null)
    {
        var builder = new TfliteFileBuilder();
        int input = builder.Float("x", s_image);
        int constant = builder.Int32Constant("c", constantShape ?? [integers.Length], integers);
        int output = builder.Float("y", shape);
        builder.Operator(code, [input, constant], [output], options);
        return Interpret(builder.From(input).To(output).Read(), x);
    }

    private static float[] Run(TfliteOperatorCode code, float[] x, float[]? constant)
    {
        var builder = new TfliteFileBuilder();
        int input = builder.Float("x", s_image);
        int[] operands = constant is null ? [input] : [input, builder.FloatConstant("c", [constant.Length], constant)];
        int output = builder.Float("y", s_image);
        builder.Operator(code, operands, [output]);
        return Interpret(builder.From(input).To(output).Read(), x);
    }

    private static float[] Interpret(ModelGraph graph, float[] x)
    {
        Assert.AreEqual(ElementType.Float32, graph.Inputs[0].Type);
        return FloatInterpreter.Run(graph, x)[graph.Outputs[0]];
    }
}
