using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Formats.Tflite.Converters;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// What the device computes against the specification: random operators, converted and run with every kernel set, until a quarter of a million
/// elements of each operator have been compared. EDGE_ELEMENTS=1000000 compares a million.
/// </summary>
[TestClass]
public class DeviceAgreementTests
{
    private const int DefaultElements = 250_000;

    public static IEnumerable<object[]> Operators() => RandomModels.Operators.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Operators))]
    public void Random_operators_have_the_bytes_of_the_specification(string operatorName)
    {
        int elements = int.TryParse(Environment.GetEnvironmentVariable("EDGE_ELEMENTS"), out int asked) ? asked : DefaultElements;
        int compared = 0;
        for (int seed = 1; compared < elements; seed++)
        {
            ModelGraph graph = TfliteReader.Read(RandomModels.Make(operatorName, seed), "random.tflite");
            sbyte[] input = Input(graph.Inputs[0].ElementCount, seed);
            sbyte[] expected = SpecificationInterpreter.Run(graph, input)[graph.Outputs[0].Name];
            var options = new ConversionOptions { Fuse = seed % 2 == 0, IsPlain = seed % 2 != 0, SramBytes = null };
            byte[] blob = ModelConverter.Convert(graph, options).Blob;
            foreach (string kernels in KernelSets.Names)
            {
                Int8Model model = BlobFile.Load("random", blob, KernelSets.Create(kernels));
                Compare(graph, $"seed {seed}, {kernels}", expected, ModelRunner.Run(model, input)[0]);
            }

            compared += expected.Length;
        }
    }

    [TestMethod]
    public void No_operator_of_TFLite_is_left_out()
    {
        TfliteOperatorCode[] elsewhere =
        [
            TfliteOperatorCode.ARG_MAX, TfliteOperatorCode.LOG_SOFTMAX, // the host's
            TfliteOperatorCode.CAST, TfliteOperatorCode.PACK, TfliteOperatorCode.SHAPE, // of constants
            TfliteOperatorCode.DEQUANTIZE, TfliteOperatorCode.EXPAND_DIMS, TfliteOperatorCode.RESHAPE, TfliteOperatorCode.SQUEEZE, // change no byte
            TfliteOperatorCode.LOG, TfliteOperatorCode.NEG, TfliteOperatorCode.SQRT, TfliteOperatorCode.RSQRT, TfliteOperatorCode.SQUARE, // have no int8 form
            TfliteOperatorCode.SUM, TfliteOperatorCode.DIV, TfliteOperatorCode.SQUARED_DIFFERENCE, // nor have these
            TfliteOperatorCode.PADV2, // among those of PAD
            TfliteOperatorCode.TRANSPOSE_CONV, // SpreadConvolutionTests
        ];
        string[] compared = [.. RandomModels.Operators.Select(name => name.Split(' ')[0]).Distinct()];
        CollectionAssert.AreEquivalent(TfliteConverters.Operators.Except(elsewhere).Select(code => code.ToString()).ToArray(), compared);
    }

    private static void Compare(ModelGraph graph, string what, sbyte[] expected, sbyte[] actual)
    {
        int count = 0;
        int first = -1;
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] != actual[i])
            {
                first = first < 0 ? i : first;
                count++;
            }
        }

        if (count > 0)
        {
            Operator op = graph.Operators[^1];
            Assert.Fail(
                $"{what}: {op.Location} {op.Inputs[0]} to {op.Output}, {op.Attributes}: {count} of {expected.Length} differ, "
                + $"first at {first}: expected {expected[first]}, actual {actual[first]}");
        }
    }

    private static sbyte[] Input(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return Array.ConvertAll(bytes, value => (sbyte)value);
    }
}
