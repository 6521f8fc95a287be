using System;
using System.Collections.Generic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>
/// The import of one graph in progress: the values known so far and the IR graph being built. Converters add operators
/// through <see cref="Emit"/>; <see cref="InOrder"/> brings an activation into the axis order that an operator needs.
/// </summary>
internal sealed class OnnxImporter
{
    private const int MaxFoldedElements = 1 << 24; // all weights of a network for these devices fit many times over

    private readonly Dictionary<string, OnnxValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _tensorNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _operatorNames = new(StringComparer.Ordinal);
    private long _foldedElements;

    /// <summary>Starts an import.</summary>
    /// <param name="modelPath">Path of the file, for external data and messages.</param>
    public OnnxImporter(ModelGraph graph, string modelPath)
    {
        Graph = graph;
        ModelPath = modelPath;
    }

    /// <summary>The graph being built.</summary>
    public ModelGraph Graph { get; }

    /// <summary>Path of the model's file.</summary>
    public string ModelPath { get; }

    /// <summary>The value of that name, or null when nothing has defined it yet.</summary>
    public OnnxValue? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>Makes a value known under <paramref name="name"/>.</summary>
    public void Define(string name, OnnxValue value) => _values[name] = value;

    /// <summary>Makes a tensor whose name is <paramref name="name"/>, or that and a number when another has it.</summary>
    public Tensor MakeTensor(string name, int[] shape, float[]? data = null)
    {
        return new Tensor(Unique(_tensorNames, OnnxName.Clean(name)), ElementType.Float32, shape) { Data = data };
    }

    /// <summary>Gives a tensor the name that the model gives its output, unless another tensor has it.</summary>
    public void Rename(Tensor tensor, string name)
    {
        if (_tensorNames.TryAdd(OnnxName.Clean(name), 1))
        {
            tensor.Name = OnnxName.Clean(name);
        }
    }

    /// <summary>Adds the operator whose output is one of the node's outputs, the first unless <paramref name="outputIndex"/> says otherwise.</summary>
    /// <param name="shape">ONNX shape of the output.</param>
    /// <param name="order">Order in which the IR tensor has its axes.</param>
    public void Emit(
        OnnxNode node, OperatorKind kind, Tensor[] inputs, int[] shape, int[] order, OperatorAttributes? attributes = null, int outputIndex = 0)
    {
        int[] physical = OnnxLayout.Apply(CheckedShape(node, OnnxShape.ToLongs(shape)), order);
        string name = node.OutputAt(outputIndex);
        Tensor output = MakeTensor(name, physical);
        Add(node, kind, node.Name, inputs, output, attributes).SourceIndex = node.Index;
        Define(name, new OnnxValue(name, shape, output, order, node));
    }

    /// <summary>Adds an operator that stands between the node's inputs and the one that makes its output.</summary>
    /// <param name="suffix">Ending of its name and its output's.</param>
    /// <param name="shape">Shape of the IR tensor.</param>
    public Tensor EmitAuxiliary(OnnxNode node, OperatorKind kind, Tensor[] inputs, int[] shape, string suffix, OperatorAttributes? attributes = null)
    {
        Tensor output = MakeTensor($"{node.OutputName}/{suffix}", CheckedShape(node, OnnxShape.ToLongs(shape)));
        Add(node, kind, $"{node.Name}/{suffix}", inputs, output, attributes);
        return output;
    }

    /// <summary>Makes the node's first output another name for <paramref name="value"/>.</summary>
    public void Alias(OnnxNode node, OnnxValue value) => Define(node.OutputName, value);

    /// <summary>An activation input of a node; constants are refused, since what they would lead to is folded before.</summary>
    public static OnnxValue Activation(OnnxNode node, int index)
    {
        OnnxValue value = node.Input(index);
        if (value.Pending is not null || value.Scale is not null)
        {
            throw node.Error(
                DiagnosticId.OnnxQuantized, "it works on integers of a dynamic quantization, which Edge takes back to real numbers", "give the float model");
        }

        return value.Activation is not null
            ? value
            : throw node.Unsupported(
                $"its input {OnnxName.Quote(value.Name)} is constant", "simplify the model before export, so that constants are folded");
    }

    /// <summary>The activation in the axis order asked for; a Transpose, or a Reshape where only axes of length 1 move, is added when it lies otherwise.</summary>
    public Tensor InOrder(OnnxNode node, OnnxValue value, int[] order)
    {
        if (value.Order.AsSpan().SequenceEqual(order))
        {
            return value.Activation!;
        }

        foreach (OnnxValue made in value.Reordered)
        {
            if (made.Order.AsSpan().SequenceEqual(order))
            {
                return made.Activation!;
            }
        }

        int[] shape = OnnxLayout.Apply(value.Shape, order);
        Tensor tensor;
        if (OnnxLayout.IsSameSequence(value.Shape, value.Order, order))
        {
            tensor = EmitAuxiliary(node, OperatorKind.Reshape, [value.Activation!], shape, "reshape");
        }
        else
        {
            int[] permutation = Array.ConvertAll(order, axis => OnnxLayout.Position(value.Order, axis));
            tensor = EmitAuxiliary(node, OperatorKind.Transpose, [value.Activation!], shape, "transpose", new TransposeAttributes(permutation));
        }

        value.Reordered.Add(new OnnxValue(value.Name, value.Shape, tensor, order, node));
        return tensor;
    }

    /// <summary>The activation channels last (NHWC for rank 4).</summary>
    public Tensor ChannelsLast(OnnxNode node, OnnxValue value) => InOrder(node, value, OnnxLayout.ChannelsLast(value.Shape.Length));

    /// <summary>A tensor with the activation's elements in ONNX's own sequence; its shape may differ in axes of length 1.</summary>
    public Tensor RowMajor(OnnxNode node, OnnxValue value)
    {
        int[] rowMajor = OnnxLayout.RowMajor(value.Shape.Length);
        return OnnxLayout.IsSameSequence(value.Shape, value.Order, rowMajor) ? value.Activation! : InOrder(node, value, rowMajor);
    }

    /// <summary>Checks the dimensions of a value that a node makes: each at least 1, not more elements than a tensor may have.</summary>
    public static int[] CheckedShape(OnnxNode node, long[] dimensions)
    {
        return Array.TrueForAll(dimensions, dimension => dimension >= 1)
            ? OnnxShape.Checked(dimensions, node.Where, "its output")
            : throw node.Mismatch($"its output would have the shape {OnnxShape.Text(dimensions)}");
    }

    /// <summary>Checks the shape of a constant that a node computes, and counts it: all of them together are bounded, so that a small file cannot fill the memory.</summary>
    public int[] FoldedShape(OnnxNode node, long[] dimensions)
    {
        int[] shape = OnnxShape.Checked(dimensions, node.Where, "its output");
        _foldedElements += OnnxShape.Count(shape);
        return _foldedElements <= MaxFoldedElements
            ? shape
            : throw node.Error(DiagnosticId.OnnxTooLarge, "the constants computed up to here have too many elements", "check that the file is intact");
    }

    // The dictionary holds, for each name in use, the last number that was put behind it.
    private static string Unique(Dictionary<string, int> used, string name)
    {
        if (used.TryAdd(name, 1))
        {
            return name;
        }

        string candidate;
        do
        {
            candidate = $"{name}#{++used[name]}";
        }
        while (!used.TryAdd(candidate, 1));
        return candidate;
    }

    private Operator Add(OnnxNode node, OperatorKind kind, string name, Tensor[] inputs, Tensor output, OperatorAttributes? attributes)
    {
        var added = new Operator(kind, Unique(_operatorNames, name), inputs, [output], attributes) { Location = node.Location };
        Graph.Operators.Add(added);
        return added;
    }
}
