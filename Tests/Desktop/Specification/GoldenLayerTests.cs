using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Edge.ModelTools.Data;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Tflite;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Specification;

/// <summary>The specification against the TFLM reference kernels: every layer of every vector of the shared goldens, byte for byte.</summary>
[TestClass]
[TestCategory("Shared")]
public class GoldenLayerTests
{
    [TestMethod]
    [DynamicData(nameof(GoldenModel.Rows), typeof(GoldenModel))]
    public void Every_layer_of_every_vector_has_the_bytes_of_the_reference_kernels(string name)
    {
        GoldenModel golden = GoldenModel.Require(name);
        ModelGraph graph = TfliteReader.Read(golden.ModelPath);
        Dictionary<int, Dictionary<string, string>> hashes = golden.LayerHashes();
        int compared = 0;
        foreach (string vector in golden.Vectors())
        {
            sbyte[] input = Quantized(golden.Input(vector), graph);
            Dictionary<string, sbyte[]> values = SpecificationInterpreter.Run(graph, input);
            if (graph.SourceInputs[0].Type == ElementType.Float32)
            {
                Compare(golden, graph.Inputs[0], input, hashes, vector, "input");
                compared++;
            }

            foreach (Operator op in graph.Operators)
            {
                Compare(golden, op.Output, values[op.Output.Name], hashes, vector, op.Location);
                compared++;
            }
        }

        int dequantized = graph.SourceOutputs.Count(output => output.Type == ElementType.Float32);
        Assert.AreEqual(golden.Vectors().Length * (hashes.Count - dequantized), compared);
    }

    private static void Compare(
        GoldenModel golden, Tensor tensor, sbyte[] actual, Dictionary<int, Dictionary<string, string>> hashes, string vector, string location)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<sbyte>(actual)));
        if (hash == hashes[tensor.SourceIndex][vector])
        {
            return;
        }

        string difference = "not the kept vector";
        if (vector == "0" && golden.TensorOfFirstVector(tensor.SourceIndex) is byte[] expected)
        {
            int first = Enumerable.Range(0, actual.Length).First(i => actual[i] != (sbyte)expected[i]);
            int count = Enumerable.Range(0, actual.Length).Count(i => actual[i] != (sbyte)expected[i]);
            difference = $"{count} of {actual.Length} differ, first at {first}: expected {(sbyte)expected[first]}, actual {actual[first]}";
        }

        Assert.Fail($"{location} '{tensor.Name}' vector {vector}: {difference}");
    }

    /// <summary>The vector as the graph's int8 input: as it is, or quantized in float32 as QUANTIZE does it.</summary>
    private static sbyte[] Quantized(byte[] bytes, ModelGraph graph)
    {
        if (graph.SourceInputs[0].Type != ElementType.Float32)
        {
            return [.. bytes.Select(value => (sbyte)value)];
        }

        QuantizationParameters quantization = graph.Inputs[0].Quantization!;
        var values = new sbyte[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            float real = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
            float steps = real / quantization.Scale;
            values[i] = Rounding.ToInt8((long)Rounding.Nearest(steps) + quantization.ZeroPoint);
        }

        return values;
    }
}
