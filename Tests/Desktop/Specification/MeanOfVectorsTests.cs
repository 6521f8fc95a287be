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
/// Means over channels of many vectors side by side, as networks from PyTorch end: a mean over columns, one over rows, channels first. Few sums are
/// held at a time, in as few rows, and the bytes are those of the specification.
/// </summary>
[TestClass]
public sealed class MeanOfVectorsTests
{
    private const int MostSums = 32;

    [TestMethod]
    [DataRow(160, 15, 5, 32)]
    [DataRow(33, 9, 3, 11)]
    [DataRow(32, 3, 1, 32, DisplayName = "few as they are")]
    [DataRow(37, 37, 1, 37, DisplayName = "no divisor")]
    [DataRow(480, 480, 15, 32, DisplayName = "many bytes")]
    public void Two_means_one_after_the_other_hold_few_sums_in_few_rows(int vectors, int firstRows, int rows, int sums)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, vectors, 3, 3], 0.02f, 5);
        int y = builder.Int8("y", [1, vectors, 3], 0.015f, -9);
        int z = builder.Int8("z", [1, vectors], 0.01f, 3);
        int last = builder.Int32Constant("last", [1], 3);
        int lastOfY = builder.Int32Constant("last of y", [1], 2);
        OptionTable options = new OptionTable(TfliteOptionsType.Reducer).Bool(Fields.Reducer.KeepDimensions, false);
        builder.Operator(TfliteOperatorCode.MEAN, [x, last], [y], options);
        builder.Operator(TfliteOperatorCode.MEAN, [y, lastOfY], [z], options);
        ModelGraph graph = TfliteReader.Read(builder.From(x).To(z).Build(), "means.tflite");
        var random = new Random(vectors);
        sbyte[] input = [.. Enumerable.Range(0, vectors * 9).Select(_ => (sbyte)random.Next(-128, 128))];
        sbyte[] expected = SpecificationInterpreter.Run(graph, input)[graph.Outputs[0].Name];
        ConversionResult result = ModelConverter.Convert(graph, new ConversionOptions());
        Assert.AreEqual(firstRows, result.Program.Operators.First(op => op.OpCode == OpCode.Mean).Inputs[0].Height);
        DeviceOperator mean = result.Program.Operators.Last(op => op.OpCode == OpCode.Mean);
        Assert.AreEqual(rows, mean.Inputs[0].Height);
        Assert.AreEqual(sums, mean.Output.RowBytes);
        Assert.IsFalse(result.Program.Operators.Exists(op => op.OpCode == OpCode.Reshape && result.Program.Operators.Exists(
            other => other.OpCode == OpCode.Reshape && other.Inputs[0] == op.Output)), "a reshape of a reshape");
        Assert.IsLessThanOrEqualTo(Math.Max(MostSums, sums), result.Scheduled.Schedule.ParameterInts);
        foreach (string kernels in KernelSets.Names)
        {
            Int8Model model = BlobFile.Load("means", result.Blob, KernelSets.Create(kernels));
            CollectionAssert.AreEqual(expected, ModelRunner.Run(model, input)[0], kernels);
        }
    }
}
