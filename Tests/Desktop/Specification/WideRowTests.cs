using System;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Tests.Desktop.Tflite;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// Rows that are longer than an array of the device, 30,720 bytes: between layers, out of a fully connected layer, into a convolution over the
/// whole image. Bytes of the specification in every kernel set, in every schedule, in the memory that is promised.
/// </summary>
[TestClass]
public sealed class WideRowTests
{
    private readonly Random _random = new(77);
    private readonly TfliteFileBuilder _builder = new();

    [TestMethod]
    [DataRow(16)] // an input that may be read again
    [DataRow(1)] // and one that may not
    public void Wide_rows_between_layers_run_in_strips_of_columns(int mostStrips)
    {
        int x = _builder.Int8("x", [1, 4, 700, 3], 0.02f, 5);
        int a = Convolution(x, [1, 4, 700, 3], 48, 3, 1, "a");
        int b = Depthwise(a, [1, 4, 700, 48], "b");
        int sum = _builder.Int8("sum", [1, 4, 700, 48], 0.06f, 2);
        _builder.Operator(TfliteOperatorCode.ADD, [a, b], [sum], new OptionTable(TfliteOptionsType.Add));
        int squashed = _builder.Int8("squashed", [1, 4, 700, 48], 1f / 128, 0);
        _builder.Operator(TfliteOperatorCode.TANH, [sum], [squashed]);
        int c = Convolution(squashed, [1, 4, 700, 48], 40, 3, 2, "c");
        int d = Convolution(c, [1, 2, 350, 40], 4, 1, 1, "d");
        Check(x, d, 4 * 700 * 3, mostStrips, program =>
            program.Tensors.TrueForAll(tensor => tensor.RowBytes <= 8192 || tensor.Name == "c") && program.Operators.Exists(op => op.OpCode == OpCode.Input) == mostStrips > 1);
    }

    [TestMethod]
    public void Two_wide_parts_of_a_network_run_in_strips_each()
    {
        int x = _builder.Int8("x", [1, 4, 300, 2], 0.02f, -9);
        int a = Convolution(x, [1, 4, 300, 2], 110, 1, 1, "a");
        int b = Convolution(a, [1, 4, 300, 110], 8, 3, 1, "b");
        int c = Convolution(b, [1, 4, 300, 8], 230, 3, 1, "c");
        int d = Convolution(c, [1, 4, 300, 230], 5, 1, 2, "d");
        Check(x, d, 4 * 300 * 2, 8, program => program.Operators.Count(op => op.KindName == "Concat") == 2);
    }

    [TestMethod]
    public void An_output_of_the_network_with_wide_rows_is_refused()
    {
        int x = _builder.Int8("x", [1, 4, 300, 2], 0.02f, -9);
        int a = Convolution(x, [1, 4, 300, 2], 110, 1, 1, "a");
        ModelGraph graph = TfliteReader.Read(_builder.From(x).To(a).Build(), "wide.tflite");
        DiagnosticAssert.Throws(ModelTools.Diagnostics.DiagnosticId.RowTooLarge, () => ModelConverter.Convert(graph, new ConversionOptions()), "300 x 110 takes 33000 bytes");
    }

    [TestMethod]
    [DataRow(6, 49152)] // an image of 64 x 64 x 12, as generators and decoders make it
    [DataRow(3, 30721)] // 31 rows of 991
    public void A_fully_connected_layer_of_many_outputs_makes_them_row_by_row(int inputs, int outputs)
    {
        int x = _builder.Int8("x", [1, inputs], 0.02f, -7);
        int w = _builder.Int8Constant("w", [outputs, inputs], Weights(outputs * inputs), [.. Enumerable.Range(0, outputs).Select(c => 0.002f + (c % 5 * 0.001f))]);
        int b = _builder.Int32Constant("b", [outputs], [.. Enumerable.Range(0, outputs).Select(_ => _random.Next(-2000, 2000))]);
        int y = _builder.Int8("y", [1, outputs], 0.03f, 3);
        _builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w, b], [y], new OptionTable(TfliteOptionsType.FullyConnected).Byte(0, (int)TfliteActivation.Relu));
        int result = y;
        if (outputs == 49152)
        {
            result = _builder.Int8("image", [1, 64, 64, 12], 0.03f, 3);
            int shape = _builder.Int32Constant("shape", [4], 1, 64, 64, 12);
            _builder.Operator(TfliteOperatorCode.RESHAPE, [y, shape], [result], new OptionTable(TfliteOptionsType.Reshape));
            result = Convolution(result, [1, 64, 64, 12], 3, 3, 1, "rgb");
        }

        Check(x, result, inputs, 8, program => program.Macs >= inputs * outputs);
    }

    [TestMethod]
    public void A_convolution_over_the_whole_image_reads_its_weights_in_pieces()
    {
        int x = _builder.Int8("x", [1, 9, 9, 400], 0.02f, -7);
        int w = _builder.Int8Constant("w", [3, 9, 9, 400], Weights(3 * 9 * 9 * 400), [0.001f, 0.002f, 0.0005f]);
        int b = _builder.Int32Constant("b", [3], 1000, -2000, 30000);
        int y = _builder.Int8("y", [1, 1, 1, 3], 2.5f, 3);
        _builder.Operator(TfliteOperatorCode.CONV_2D, [x, w, b], [y], Options(TfliteOptionsType.Conv2D, TflitePadding.Valid, 1));
        Check(x, y, 9 * 9 * 400, 8, program => program.Operators.Exists(op => op.OpCode == OpCode.LongDense));
    }

    private void Check(int x, int y, int count, int mostStrips, Predicate<DeviceProgram> isAsExpected)
    {
        ModelGraph graph = TfliteReader.Read(_builder.From(x).To(y).Build(), "wide.tflite");
        sbyte[] input = [.. Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-128, 128))];
        sbyte[] expected = SpecificationInterpreter.Run(graph, input)[graph.Outputs[0].Name];
        Assert.IsGreaterThan(20, expected.Distinct().Count() + (expected.Length < 100 ? 20 : 0));
        foreach ((bool isPlain, int? budget) in new (bool, int?)[] { (true, null), (false, mostStrips == 1 ? 200 * 1024 : null) })
        {
            ConversionResult result = ModelConverter.Convert(graph, new ConversionOptions { IsPlain = isPlain, SramBytes = budget, MaxStrips = mostStrips });
            Assert.IsTrue(isAsExpected(result.Program));
            foreach (string kernels in KernelSets.Names)
            {
                Int8Model model = BlobFile.Load("wide", result.Scheduled.Blob, KernelSets.Create(kernels));
                CollectionAssert.AreEqual(expected, ModelRunner.Run(model, input)[0], $"{kernels}, plain {isPlain}, budget {budget}");
                Assert.IsTrue(kernels == KernelSets.Native || model.PeakSramBytes == result.Scheduled.PeakSramBytes, kernels);
            }
        }
    }

    private int Convolution(int input, int[] shape, int filters, int kernel, int stride, string name)
    {
        int taps = kernel * kernel * shape[3];
        int w = _builder.Int8Constant($"{name}/w", [filters, kernel, kernel, shape[3]], Weights(filters * taps), [.. Enumerable.Range(0, filters).Select(_ => 0.3f / taps)]);
        int b = _builder.Int32Constant($"{name}/b", [filters], [.. Enumerable.Range(0, filters).Select(_ => _random.Next(-900, 900))]);
        int y = _builder.Int8(name, [1, (shape[1] + stride - 1) / stride, (shape[2] + stride - 1) / stride, filters], 0.05f, -11);
        _builder.Operator(TfliteOperatorCode.CONV_2D, [input, w, b], [y], Options(TfliteOptionsType.Conv2D, TflitePadding.Same, stride));
        return y;
    }

    private int Depthwise(int input, int[] shape, string name)
    {
        int w = _builder.Int8Constant($"{name}/w", [1, 3, 3, shape[3]], Weights(9 * shape[3]), [0.01f]);
        int b = _builder.Int32Constant($"{name}/b", [shape[3]], [.. Enumerable.Range(0, shape[3]).Select(_ => _random.Next(-900, 900))]);
        int y = _builder.Int8(name, shape, 0.05f, 4);
        _builder.Operator(
            TfliteOperatorCode.DEPTHWISE_CONV_2D,
            [input, w, b],
            [y],
            Options(TfliteOptionsType.DepthwiseConv2D, TflitePadding.Same, 1));
        return y;
    }

    private static OptionTable Options(TfliteOptionsType type, TflitePadding padding, int stride) => new OptionTable(type)
        .Byte(Fields.Conv2D.Padding, (int)padding).Int(Fields.Conv2D.StrideW, stride).Int(Fields.Conv2D.StrideH, stride);

    private sbyte[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-127, 128))];
}
