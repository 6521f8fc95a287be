using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>Import of the public models of the shared goldens, compared with their description.</summary>
[TestClass]
[TestCategory("Shared")]
public class GoldenImportTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(GoldenModel.Rows), typeof(GoldenModel))]
    public void Operators_and_multiply_accumulates_are_those_of_the_description(string name)
    {
        GoldenModel golden = GoldenModel.Require(name);
        ModelGraph graph = TfliteReader.Read(golden.ModelPath);
        SortedDictionary<string, int> expected = [];
        foreach (JsonProperty count in golden.Meta.GetProperty("op_counts").EnumerateObject())
        {
            expected[count.Name] = count.Value.GetInt32();
        }

        SortedDictionary<string, int> actual = [];
        foreach (Operator op in graph.Operators)
        {
            Count(actual, op.Location.Split(' ')[2]);
            Assert.AreEqual(op.SourceIndex.ToString(), op.Location.Split(' ')[1]);
        }

        foreach (SourceInterface source in graph.SourceInputs.Where(source => source.Type == ElementType.Float32))
        {
            Count(actual, "QUANTIZE");
        }

        foreach (SourceInterface source in graph.SourceOutputs.Where(source => source.Type == ElementType.Float32))
        {
            Count(actual, "DEQUANTIZE");
        }

        Assert.AreEqual(string.Join(" ", expected), string.Join(" ", actual));
        Assert.AreEqual(golden.Meta.GetProperty("macs").GetInt64(), GraphCost.MultiplyAccumulates(graph));
    }

    [TestMethod]
    [DynamicData(nameof(GoldenModel.Rows), typeof(GoldenModel))]
    public void Activations_are_int8_per_tensor_and_keep_the_scales_of_the_file(string name)
    {
        GoldenModel golden = GoldenModel.Require(name);
        ModelGraph graph = TfliteReader.Read(golden.ModelPath);
        JsonElement[] operators = [.. golden.Meta.GetProperty("ops").EnumerateArray()];
        Assert.AreEqual(ElementType.Int8, graph.Inputs[0].Type);
        foreach (Operator op in graph.Operators)
        {
            JsonElement output = operators[op.SourceIndex].GetProperty("out")[0];
            JsonElement quantization = output.GetProperty("q");
            Assert.AreEqual(output.GetProperty("i").GetInt32(), op.Output.SourceIndex);
            Assert.AreEqual(ElementType.Int8, op.Output.Type);
            Assert.AreEqual(quantization.GetProperty("scale0").GetSingle(), op.Output.Quantization!.Scale);
            Assert.AreEqual(quantization.GetProperty("zp0").GetInt32(), op.Output.Quantization.ZeroPoint);
            CollectionAssert.AreEqual(output.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()).ToArray(), op.Output.Shape);
        }

        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            JsonElement source = golden.Meta.GetProperty("outputs")[i];
            Assert.AreEqual(source.GetProperty("name").GetString(), graph.SourceOutputs[i].Name);
            Assert.AreEqual(source.GetProperty("type").GetString(), graph.SourceOutputs[i].Type.ToString().ToUpperInvariant());
        }
    }

    [TestMethod]
    public void The_largest_model_is_read_in_memory_of_at_most_four_times_its_file()
    {
        string path = GoldenModel.Require("te_mcunetv2_large").ModelPath;
        TfliteReader.Read(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        TfliteReader.Read(path);
        double elapsedMs = watch.Elapsed.TotalMilliseconds;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long fileBytes = new FileInfo(path).Length;
        TestContext.WriteLine($"{fileBytes} bytes read in {elapsedMs:F1} ms, {allocated} bytes allocated ({(double)allocated / fileBytes:F2} times the file)");
        Assert.IsLessThanOrEqualTo(4 * fileBytes, allocated);
    }

    [TestMethod]
    [DataRow("ic_resnet_float.tflite", "input_1", 10)]
    [DataRow("vww_96_float.tflite", "input_1", 2)]
    [DataRow("mbnetv1_025_128/mbnet128_0.25_f.tflite", null, 1000)]
    public void Float_models_are_read_with_float_tensors_throughout(string file, string? inputName, int classes)
    {
        ModelGraph graph = TfliteReader.Read(SharedFolder.Require(Path.Combine("models", file)));
        Assert.IsTrue(graph.Operators.TrueForAll(op => op.Output.Type == ElementType.Float32 && op.Inputs.TrueForAll(input => input.Type == ElementType.Float32)));
        Assert.AreEqual(4, graph.Inputs[0].Shape.Length);
        Assert.AreEqual(classes, graph.Outputs[0].ElementCount);
        Assert.AreEqual(ElementType.Float32, graph.SourceInputs[0].Type);
        if (inputName is not null)
        {
            Assert.AreEqual(inputName, graph.SourceInputs[0].Name);
        }
    }

    private static void Count(SortedDictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
