using System;
using System.IO;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;
using Edge.Tests.Desktop.Graph;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxFuzzTests
{
    private const int Mutants = 4000;

    [TestMethod]
    public void Damaged_models_are_refused_with_a_diagnostic_or_read_as_a_valid_graph()
    {
        byte[] model = Network().ToBytes();
        using var folder = new TemporaryFolder();
        string path = folder.File("model.onnx");
        var random = new Random(11);
        int refused = 0;
        int read = 0;
        for (int mutant = 0; mutant < Mutants; mutant++)
        {
            File.WriteAllBytes(path, Mutate(model, random));
            try
            {
                ModelGraph graph = OnnxReader.Read(path, new OnnxReadOptions());
                GraphInvariants.Check(graph);
                GraphPasses.RunFloat(graph);
                GraphInvariants.Check(graph);
                read++;
            }
            catch (EdgeException error)
            {
                Assert.DoesNotContain("\n", error.Message, $"mutant {mutant}");
                refused++;
            }
            catch (Exception error) when (error is not UnitTestAssertException)
            {
                Assert.Fail($"mutant {mutant}: {error}");
            }
        }

        Assert.IsGreaterThan(Mutants / 10, refused);
        Assert.IsGreaterThan(Mutants / 10, read);
    }

    // One to three changes: a byte replaced, a bit flipped, a stretch removed, doubled or zeroed, or the end cut off.
    private static byte[] Mutate(byte[] model, Random random)
    {
        byte[] bytes = [.. model];
        int changes = random.Next(1, 4);
        for (int i = 0; i < changes && bytes.Length > 0; i++)
        {
            int at = random.Next(bytes.Length);
            int end = Math.Min(bytes.Length, at + random.Next(1, 20));
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 or 2:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[end..]];
                    break;
                case 4:
                    bytes = [.. bytes[..end], .. bytes[at..]];
                    break;
                case 5:
                    Array.Clear(bytes, at, end - at);
                    break;
                default:
                    bytes = random.Next(4) == 0 ? bytes[..at] : bytes;
                    break;
            }
        }

        return bytes;
    }

    // Small weights beside many operators, so that most changes hit structure.
    private static OnnxModelBuilder Network()
    {
        var builder = new OnnxModelBuilder(14);
        string input = builder.Input(0, 2, 6, 5);
        string value = builder.Node("Pad", [input, builder.Longs(0, 0, 1, 1, 0, 0, 1, 1)]);
        string expand = builder.Node("HardSwish", OnnxConvTests.BatchNormalization(builder, builder.Conv(value, 2, 4, 1), 4));
        string depthwise = builder.Node("Clip", [builder.Conv(expand, 4, 4, 3, 1, 4), builder.Scalar(0), builder.Scalar(6)]);
        string pool = builder.Node("GlobalAveragePool", depthwise);
        string gate = builder.Node("HardSigmoid", builder.Conv(builder.Node("Relu", builder.Conv(pool, 4, 2, 1)), 2, 4, 1));
        string project = builder.Conv(builder.Node("Mul", [depthwise, gate]), 4, 2, 1);
        value = builder.Node("Add", [value, project]);
        value = builder.Node("Concat", [value, builder.Node("PRelu", [value, builder.Random(2, 1, 1)])], ("axis", 1L));
        value = builder.Node("Resize", [value, "", builder.Floats([4], 1, 1, 2, 2)], ("nearest_mode", "floor"), ("coordinate_transformation_mode", "asymmetric"));
        value = builder.Node("MaxPool", value, ("kernel_shape", new long[] { 3, 3 }), ("strides", new long[] { 2, 2 }), ("ceil_mode", 1L));
        value = builder.Node("AveragePool", value, ("kernel_shape", new long[] { 2, 2 }), ("auto_pad", "SAME_UPPER"));
        string batch = builder.Node("Slice", [builder.Node("Shape", value), builder.Longs(0), builder.Longs(1)]);
        value = builder.Node("Reshape", [value, builder.Node("Concat", [batch, builder.Longs(-1)], ("axis", 0L))]);
        value = builder.Node("Gemm", [value, builder.Random(3, 224), builder.Random(3)], ("transB", 1L));
        builder.Output(builder.Node("Softmax", value, ("axis", 1L)));
        return builder;
    }
}
