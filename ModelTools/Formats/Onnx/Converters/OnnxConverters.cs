using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Folding;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Formats.Onnx.Wire;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Finds the converter of a node's operator.</summary>
internal static class OnnxConverters
{
    // onnxruntime writes operators of quantized models into a domain of its own.
    private const string RuntimeDomain = "com.microsoft";

    private static readonly IOnnxConverter[] s_all =
    [
        new ConvConverter(),
        new MatMulConverter(),
        new EinsumConverter(),
        new BatchNormalizationConverter(),
        new ArithmeticConverter(),
        new UnaryConverter(),
        new ClipConverter(),
        new PReluConverter(),
        new PoolConverter(),
        new ReduceConverter(),
        new StandardisationConverter(),
        new ReshapeConverter(),
        new TransposeConverter(),
        new PadConverter(),
        new ConcatConverter(),
        new ResizeConverter(),
        new SoftmaxConverter(),
        new SelectionConverter(),
        new ReduceNormConverter(),
        new ConvTransposeConverter(),
        new DepthSpaceConverter(),
        new FinishConverter(),
        new PassThroughConverter(),
        new QuantizeLinearConverter(),
        new QLinearConverter(),
        new DynamicQuantizationConverter(),
    ];

    private static readonly HashSet<string> s_ofRuntime =
    [
        .. new QuantizeLinearConverter().Operators, .. new QLinearConverter().Operators, .. new DynamicQuantizationConverter().Operators,
    ];

    private static readonly Dictionary<string, IOnnxConverter> s_byOperator = s_all
        .SelectMany(converter => converter.Operators.Select(name => (name, converter)))
        .ToDictionary(pair => pair.name, pair => pair.converter, StringComparer.Ordinal);

    /// <summary>The operators that Edge imports or computes, sorted.</summary>
    public static IReadOnlyList<string> Operators { get; } =
        [.. s_byOperator.Keys.Union(ConstantFolder.Operators, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The converter of an operator that there is.</summary>
    public static IOnnxConverter Of(string type) => s_byOperator[type];

    /// <summary>Whether the operator of a node is one of the standard set, or one of a quantized model that is imported as well.</summary>
    public static bool IsKnownDomain(NodeProto node) => node.Domain is "" or "ai.onnx" || (node.Domain == RuntimeDomain && s_ofRuntime.Contains(node.OpType));

    /// <summary>The converter of a node.</summary>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.OnnxOperatorUnsupported"/>.</exception>
    public static IOnnxConverter Find(NodeProto node, int index, string file)
    {
        return s_byOperator.TryGetValue(node.OpType, out IOnnxConverter? converter) ? converter : throw Unsupported(node, index, file);
    }

    /// <summary>The error for an operator that Edge does not import.</summary>
    public static EdgeException Unsupported(NodeProto node, int index, string file)
    {
        string name = node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";
        return new EdgeException(
            DiagnosticId.OnnxOperatorUnsupported,
            $"{file}: {OnnxNode.Describe(node, index)}",
            $"the operator {OnnxName.Clean(name)} is not supported{(ConstantFolder.Operators.Contains(node.OpType) ? " on values that depend on the model's input" : "")}",
            IsKnownDomain(node) || !s_byOperator.ContainsKey(node.OpType) ? OperatorRemedies.For(OnnxName.Clean(node.OpType), s_byOperator.Keys) : "use the operator of the standard domain; docs/onnx-import.md lists the operators");
    }
}
