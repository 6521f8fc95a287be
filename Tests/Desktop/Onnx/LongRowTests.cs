using System;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.PyTorch;
using Edge.Tests.Desktop.Specification;
using Edge.Tests.Desktop.Tflite;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Layers and rows of more elements than an array of the device may have: 30,720.</summary>
[TestClass]
public sealed class LongRowTests
{
    [TestMethod]
    public void A_row_of_an_image_that_is_too_long_is_refused_with_what_to_do()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4, 12000, 3], 0.1f, 5);
        int y = builder.Int8("y", [1, 4, 12000, 3], 1f / 128, 0);
        builder.Operator(TfliteOperatorCode.TANH, [x], [y]);
        ModelGraph graph = TfliteReader.Read(builder.From(x).To(y).Build(), "wide.tflite");
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => ModelConverter.Convert(graph, new ConversionOptions()));
        Assert.AreEqual(DiagnosticId.RowTooLarge, exception.Id);
        StringAssert.Contains(exception.Message, "exchange height and width of the model's input (rows of 4 x 3 fit)");
    }

    [TestMethod]
    [DataRow(new[] { 1, 40000 })]
    [DataRow(new[] { 1, 30720 })]
    [DataRow(new[] { 1, 96, 40, 9 })]
    [DataRow(new[] { 1, 31999 })]
    public void A_long_fully_connected_layer_has_the_bytes_of_the_specification(int[] shape)
    {
        const int Outputs = 5;
        var random = new Random(shape[^1]);
        int count = shape.Aggregate(1, (product, size) => product * size);
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", shape, 0.02f, -7);
        sbyte[] values = [.. Enumerable.Range(0, Outputs * count).Select(_ => (sbyte)random.Next(-127, 128))];
        int w = builder.Int8Constant("w", [Outputs, count], values, [0.001f, 0.002f, 0.003f, 0.0015f, 0.0005f]);
        int b = builder.Int32Constant("b", [Outputs], 1000, -2000, 30000, 0, 7);
        int y = builder.Int8("y", [1, Outputs], 2.5f, 3);
        builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, w, b], [y], new OptionTable(TfliteOptionsType.FullyConnected).Byte(0, (int)TfliteActivation.Relu));
        ModelGraph graph = TfliteReader.Read(builder.From(x).To(y).Build(), "long.tflite");
        sbyte[] input = [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-128, 128))];
        sbyte[] expected = SpecificationInterpreter.Run(graph, input)["y"];
        foreach (bool isPlain in new[] { true, false })
        {
            ConversionResult result = ModelConverter.Convert(graph, new ConversionOptions { IsPlain = isPlain, SramBytes = null });
            Assert.IsTrue(result.Program.Operators.Exists(op => op.OpCode == OpCode.LongDense));
            bool isOneRow = shape[^1] == BlobFormat.MaxArrayBytes;
            Assert.IsTrue(isPlain || isOneRow || result.Scheduled.PeakSramBytes < count, $"{result.Scheduled.PeakSramBytes} bytes for {count} inputs");
            foreach (string kernels in KernelSets.Names)
            {
                Int8Model model = BlobFile.Load("long", result.Scheduled.Blob, KernelSets.Create(kernels));
                CollectionAssert.AreEqual(expected, ModelRunner.Run(model, input)[0], $"{kernels}, plain {isPlain}");
            }
        }
    }

    [TestMethod]
    public void A_norm_of_more_channels_than_an_int_adds_up_is_refused()
    {
        foreach (int channels in new[] { 4096, 4097 })
        {
            var builder = new TfliteFileBuilder();
            int x = builder.Int8("x", [1, 1, 1, channels]);
            int y = builder.Int8("y", [1, 1, 1, channels], 1f / 128, 0);
            builder.Operator(TfliteOperatorCode.L2_NORMALIZATION, [x], [y], new OptionTable(TfliteOptionsType.L2Norm));
            ModelGraph graph = TfliteReader.Read(builder.From(x).To(y).Build(), "norm.tflite");
            byte[] Converted() => ModelConverter.Convert(graph, new ConversionOptions { IsPlain = true, SramBytes = null }).Blob;
            if (channels == 4096)
            {
                Assert.IsNotEmpty(Converted());
            }
            else
            {
                DiagnosticAssert.Throws(ModelTools.Diagnostics.DiagnosticId.UnsupportedShape, () => Converted(), "4097 channels");
            }
        }
    }

    [TestMethod]
    public void A_vector_of_a_prime_length_is_refused()
    {
        var tensor = new Tensor("x", ModelTools.Data.ElementType.Int8, [1, 40009]);
        DiagnosticAssert.Throws(ModelTools.Diagnostics.DiagnosticId.UnsupportedShape, () => TensorShape.ToDevice(tensor), "40009");
    }

    [TestMethod]
    public void A_long_vector_agrees_with_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Gemm", [builder.Input(1, 36000), builder.RandomBetween(-0.02, 0.02, 6, 36000), builder.Random(6)], ("transB", 1L));
        value = builder.Node("Gemm", [builder.Node("Relu", value), builder.Random(3, 6), builder.Random(3)], ("transB", 1L));
        QuantizedComparison.Check(builder, [value]);
    }

    [TestMethod]
    public void A_sequence_with_long_rows_is_turned_and_agrees_with_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Conv", [builder.Input(1, 2, 8000), builder.Random(8, 2, 5), builder.Random(8)], ("pads", new long[] { 2, 2 }));
        value = builder.Node("MaxPool", builder.Node("Relu", value), ("kernel_shape", new long[] { 4 }), ("strides", new long[] { 4 }));
        value = builder.Node("Conv", [value, builder.Random(6, 8, 3), builder.Random(6)], ("strides", new long[] { 2 }));
        value = builder.Node("Flatten", builder.Node("GlobalAveragePool", builder.Node("Sigmoid", value)));
        value = builder.Node("Gemm", [value, builder.Random(4, 6), builder.Random(4)], ("transB", 1L));
        using var folder = new TemporaryFolder();
        builder.Output(value);
        string path = folder.Write("model.onnx", builder.ToBytes());
        ModelGraph graph = SourceModel.Read(path, null);
        Operator convolution = graph.Operators.Find(op => op.Kind == OperatorKind.Conv2D)!;
        CollectionAssert.AreEqual(new[] { 1, 8000, 1, 8 }, convolution.Output.Shape);
        CollectionAssert.AreEqual(new[] { 8, 5, 1, 2 }, convolution.Inputs[1].Shape);
        QuantizedComparison.Check(path, 25); // a mean over a thousand values that differ little: as much as the network that is not turned has
    }

    [TestMethod]
    public void Turning_a_sequence_changes_no_byte_of_the_result()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Conv", [builder.Input(1, 2, 300), builder.Random(8, 2, 5), builder.Random(8)], ("pads", new long[] { 2, 2 }));
        value = builder.Node("MaxPool", builder.Node("Relu", value), ("kernel_shape", new long[] { 4 }), ("strides", new long[] { 4 }));
        value = builder.Node("Conv", [value, builder.Random(6, 8, 3), builder.Random(6)], ("strides", new long[] { 2 }));
        value = builder.Node("GlobalAveragePool", builder.Node("Sigmoid", value));
        value = builder.Node("Gemm", [builder.Node("Flatten", value), builder.Random(4, 6), builder.Random(4)], ("transB", 1L));
        builder.Output(value);
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.onnx", builder.ToBytes());
        var random = new Random(6);
        string samples = folder.Write("samples.npy", Npy.Floats([24, 2, 300], [.. Enumerable.Range(0, 24 * 600).Select(_ => (float)((random.NextDouble() * 2) - 1))]));
        var results = new sbyte[2][];
        foreach (bool isTurned in new[] { false, true })
        {
            ModelGraph graph = SourceModel.Read(path, null);
            TurnSequences.Run(graph, isTurned ? 100 : BlobFormat.MaxArrayBytes);
            var options = new ConversionOptions { CalibrationPath = samples, IsChannelsFirst = true, SramBytes = null };
            Int8Model model = BlobFile.Load("sequence", ModelConverter.Convert(graph, options).Blob, KernelSets.Create(KernelSets.Names.First()));
            Assert.AreEqual(isTurned, graph.Operators.Exists(op => op.Output.Shape is [1, 300, 1, 8]));
            results[isTurned ? 1 : 0] = ModelRunner.Run(model, InputReader.FromDataset(model.Input, ModelConverter.OpenCalibration(SourceModel.Read(path, null), options), 3))[0];
        }

        CollectionAssert.AreEqual(results[0], results[1]);
    }
}
