using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Edge.ModelTools.Formats.Onnx.Converters;
using Edge.ModelTools.Formats.Tflite.Converters;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Operators;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Projects;

/// <summary>docs/operators.md says what the converters' tables, the operators' table and the kernel sets say.</summary>
[TestClass]
public sealed class OperatorsPageTests
{
    private const string Page = "docs/operators.md";
    private const string SyncCommand = "EDGE_SYNC=1 dotnet test Tests/Desktop --filter OperatorsPageTests";

    // What a source operator becomes where the names do not say it; the others have the name of the device operator or vanish.
    private static readonly Dictionary<string, string> s_sources = new(StringComparer.Ordinal)
    {
        ["Conv2D"] = "Conv Gemm MatMul Einsum ConvTranspose BatchNormalization ConvInteger MatMulInteger MatMulIntegerToFloat DynamicQuantizeMatMul QGemm CONV_2D FULLY_CONNECTED TRANSPOSE_CONV",
        ["DepthwiseConv2D"] = "Conv ConvTranspose BatchNormalization DEPTHWISE_CONV_2D",
        ["LongDense"] = "Gemm MatMul Einsum FULLY_CONNECTED",
        ["Add"] = "Add Sub Sum ADD SUB SQUARED_DIFFERENCE",
        ["Mul"] = "Mul Div MUL DIV SQUARED_DIFFERENCE",
        ["AveragePool"] = "AveragePool AVERAGE_POOL_2D",
        ["MaxPool"] = "MaxPool GlobalMaxPool ReduceMax ReduceMin MAX_POOL_2D REDUCE_MAX",
        ["Mean"] = "ReduceMean ReduceSum GlobalAveragePool LayerNormalization InstanceNormalization GroupNormalization MEAN SUM",
        ["Pad"] = "Pad PAD PADV2",
        ["Reshape"] = "Reshape Flatten Squeeze Unsqueeze RESHAPE SQUEEZE EXPAND_DIMS",
        ["Transpose"] = "Transpose TRANSPOSE",
        ["Softmax"] = "Softmax SOFTMAX",
        ["Table"] = "Relu LeakyRelu HardSwish HardSigmoid Sigmoid Tanh Elu Swish Abs Neg Exp Log Sqrt Reciprocal Erf Softplus Gelu Selu Celu Softsign Mish ThresholdedRelu Pow Clip Min Max QuantizeLinear DequantizeLinear DynamicQuantizeLinear "
            + "RELU RELU6 RELU_N1_TO_1 LEAKY_RELU HARD_SWISH LOGISTIC TANH ABS ELU EXP GELU LOG NEG SQRT RSQRT SQUARE QUANTIZE",
        ["PRelu"] = "PRelu PRELU",
        ["Concat"] = "Concat SpaceToDepth CONCATENATION SPACE_TO_DEPTH",
        ["Resize"] = "Resize Upsample RESIZE_NEAREST_NEIGHBOR",
        ["ResizeBilinear"] = "Resize Upsample RESIZE_BILINEAR",
        ["Select"] = "Slice Split Gather Expand Tile SpaceToDepth SLICE STRIDED_SLICE SPLIT SPLIT_V GATHER REVERSE_V2 TILE MIRROR_PAD SPACE_TO_DEPTH",
        ["DepthToSpace"] = "DepthToSpace ConvTranspose DEPTH_TO_SPACE TRANSPOSE_CONV",
        ["Maximum"] = "Max MAXIMUM",
        ["Minimum"] = "Min MINIMUM",
        ["L2Normalization"] = "LpNormalization ReduceL2 L2_NORMALIZATION",
        ["host"] = "LogSoftmax ArgMax LOG_SOFTMAX ARG_MAX",
        ["nothing"] = "Identity Dropout Cast DEQUANTIZE",
    };

    [TestMethod]
    public void The_page_is_what_the_tables_say()
    {
        string path = Repository.PathOf(Page);
        string expected = Build();
        if (Environment.GetEnvironmentVariable("EDGE_SYNC") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.AreEqual(expected, File.ReadAllText(path), $"{Page} is out of date; \"{SyncCommand}\" writes it");
    }

    [TestMethod]
    public void Every_operator_of_a_format_becomes_something()
    {
        string[] known = [.. s_sources.Values.SelectMany(Names)];
        string[] all = [.. OnnxConverters.Operators, .. TfliteOperators()];
        CollectionAssert.IsSubsetOf(known.Distinct().ToArray(), all, "the page names an operator that no converter reads");
        CollectionAssert.IsSubsetOf(all.Except(Folded(known)).ToArray(), known, "a converter reads an operator that the page does not name");
    }

    /// <summary>The names, and those of the quantized forms that ONNX Runtime has of them.</summary>
    private static string[] Names(string list)
    {
        string[] names = list.Split(' ');
        return [.. names, .. names.Select(name => "QLinear" + name).Intersect(OnnxConverters.Operators)];
    }

    /// <summary>Operators that are only computed at import.</summary>
    private static IEnumerable<string> Folded(string[] known) =>
        ModelTools.Formats.Onnx.Folding.ConstantFolder.Operators.Concat(["SHAPE", "PACK", "CAST"]).Except(known);

    private static IEnumerable<string> TfliteOperators() => TfliteConverters.Operators.Select(code => code.ToString());

    private static string Build()
    {
        var page = new StringBuilder();
        page.AppendLine("# Operators").AppendLine();
        page.AppendLine("What the converters read, and which kernels run it. \"own\" is a kernel of the set's own; \"-\" runs the kernel of the set before it, in the end");
        page.AppendLine("the reference, with the same bytes. TFLite models keep TFLite's bytes; ONNX and PyTorch models are quantized by Edge");
        page.AppendLine("([quantization.md](quantization.md)) or keep the scales of their own quantization. PyTorch weights with an arch.json need Conv2D, DepthwiseConv2D, Add, Mul,");
        page.AppendLine("AveragePool, MaxPool, Mean, Reshape and Table.").AppendLine();
        page.AppendLine("| device operator | ONNX | TFLite | packed | native | vector (desktop) |");
        page.AppendLine("|---|---|---|---|---|---|");
        foreach (Operator op in OperatorTable.All)
        {
            if (s_sources.TryGetValue(op.Name, out string? sources))
            {
                string[] names = Names(sources);
                HashSet<string> onnx = [.. OnnxConverters.Operators];
                page.AppendLine($"| {op.Name} | {Listed(names.Where(onnx.Contains))} | {Listed(names.Where(name => !onnx.Contains(name)))} | {Own(op, typeof(PackedKernels), typeof(KernelSet))} | {Own(op, typeof(NativeKernels), typeof(PackedKernels))} | {Own(op, typeof(ModelTools.Execution.Vector.VectorKernels), typeof(KernelSet))} |");
            }
        }

        page.AppendLine($"| left to the host | {Listed(s_sources["host"].Split(' ').Take(2))} | {Listed(s_sources["host"].Split(' ').Skip(2))} | | | |");
        page.AppendLine($"| nothing: gone after import | {Listed(s_sources["nothing"].Split(' ').Take(3))} | {Listed(s_sources["nothing"].Split(' ').Skip(3))} | | | |");
        page.AppendLine();
        page.AppendLine("Computed at import when all inputs are known, shape arithmetic mostly:").AppendLine();
        page.AppendLine($"* ONNX: {Listed(ModelTools.Formats.Onnx.Folding.ConstantFolder.Operators.Order(StringComparer.Ordinal))}");
        page.AppendLine("* TFLite: SHAPE, PACK, CAST, GATHER, STRIDED_SLICE, RESHAPE, SQUEEZE, EXPAND_DIMS, CONCATENATION, ADD, SUB, MUL").AppendLine();
        page.AppendLine("A transposed convolution is a convolution for every position of a block and a DepthToSpace; a dilated kernel is a larger one with zeros between its taps, also where a .tflite file spells it as SPACE_TO_BATCH_ND, convolution, BATCH_TO_SPACE_ND; SpaceToDepth");
        page.AppendLine("is one Select for each position and a Concat; a convolution over a sequence [N,C,L] is one over an image of one row, or of one column when a row would be longer than");
        page.AppendLine($"{BlobFormat.MaxArrayBytes} bytes. What each form takes and refuses: [onnx-import.md](onnx-import.md).").AppendLine();
        page.AppendLine($"This page is written by `{SyncCommand}`.");
        return page.ToString();
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);

    /// <summary>Whether a set overrides the method of the operator. Operators without a method of the sets have the reference only.</summary>
    private static string Own(Operator op, Type set, Type before)
    {
        string method = op.Name == "Mean" ? "MeanAccumulate" : op.Name;
        for (Type? type = set; type is not null && type != before; type = type.BaseType)
        {
            if (type.GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly) is not null)
            {
                return "own";
            }
        }

        return "-";
    }
}
