using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Formats.Onnx.Wire;
using AttributeType = Edge.ModelTools.Formats.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>One node with its inputs resolved and its attributes checked as they are read.</summary>
internal sealed class OnnxNode
{
    private readonly NodeProto _node;
    private readonly OnnxValue?[] _inputs;
    private readonly string _file;

    /// <summary>Makes the view of a node.</summary>
    /// <param name="inputs">One for each input name; null where an optional input is left out.</param>
    /// <param name="file">File name, for messages.</param>
    public OnnxNode(NodeProto node, int index, int opset, OnnxValue?[] inputs, string file)
    {
        _node = node;
        _inputs = inputs;
        _file = file;
        Index = index;
        Opset = opset;
    }

    /// <summary>Index in the file.</summary>
    public int Index { get; }

    /// <summary>Version of the standard operator set.</summary>
    public int Opset { get; }

    /// <summary>Operator type, such as <c>Conv</c>.</summary>
    public string Type => _node.OpType;

    /// <summary>The node's name, or type and index where it has none.</summary>
    public string Name => _node.Name.Length > 0 ? OnnxName.Clean(_node.Name) : $"{OnnxName.Clean(Type)}_{Index}";

    /// <summary>For messages: <c>node 12 'Conv_12' (Conv)</c>.</summary>
    public string Location => Describe(_node, Index);

    /// <summary>For messages: <c>node 12 'Conv_12' (Conv)</c>.</summary>
    public static string Describe(NodeProto node, int index) => $"node {index} {OnnxName.Quote(node.Name)} ({OnnxName.Clean(node.OpType)})";

    /// <summary>Number of inputs listed, left-out ones included.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>Name of the first output.</summary>
    public string OutputName => _node.Output[0];

    /// <summary>Number of outputs.</summary>
    public int OutputCount => _node.Output.Count;

    /// <summary>Name of an output.</summary>
    public string OutputAt(int index) => _node.Output[index];

    /// <summary>The node as another operator with the same attributes, for operators that are spelled out with others.</summary>
    /// <param name="output">Name of its one output.</param>
    /// <param name="opset">Operator set that its attributes belong to, or null for the model's.</param>
    public OnnxNode As(string type, OnnxValue?[] inputs, string output, int? opset = null)
    {
        NodeProto node = _node.Clone();
        node.OpType = type;
        node.Domain = string.Empty;
        node.Output.Clear();
        node.Output.Add(output);
        return new OnnxNode(node, Index, opset ?? Opset, inputs, _file);
    }

    /// <summary>For messages: file and <see cref="Location"/>.</summary>
    public string Where => $"{_file}: {Location}";

    /// <summary>An error at this node.</summary>
    public EdgeException Error(DiagnosticId id, string what, string remedy) => new(id, Where, what, remedy);

    /// <summary>A required input.</summary>
    public OnnxValue Input(int index) => OptionalInput(index)
        ?? throw Error(DiagnosticId.OnnxMalformed, $"input {index} is left out", "export the model again");

    /// <summary>An input, or null when it is left out.</summary>
    public OnnxValue? OptionalInput(int index) => index < _inputs.Length ? _inputs[index] : null;

    /// <summary>An input that must be known now.</summary>
    public OnnxConstant ConstantInput(int index, string what) => Known(Input(index), what);

    /// <summary>An input that must be known now, or null when it is left out.</summary>
    public OnnxConstant? OptionalConstant(int index, string what)
    {
        OnnxValue? value = OptionalInput(index);
        return value is null ? null : Known(value, what);
    }

    /// <summary>A constant integer input of any shape, or null when it is left out.</summary>
    public long[]? OptionalIntegers(int index, string what)
    {
        OnnxConstant? constant = OptionalConstant(index, what);
        if (constant is null)
        {
            return null;
        }

        return constant.IsFloat
            ? throw Error(DiagnosticId.OnnxTypeUnsupported, $"the {what} are not integers", "export the model again")
            : constant.Integers;
    }

    /// <summary>A constant floating-point input with finite values, such as weights.</summary>
    public float[] FiniteFloats(int index, string what)
    {
        float[] values = AnyFloats(ConstantInput(index, what), what);
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0
            ? values
            : throw Error(
                DiagnosticId.OnnxWeightsNotFinite,
                $"the {what} {OnnxName.Quote(Input(index).Name)} hold {values[bad]} at element {bad}",
                "train or export the model again; a weight must be a finite number");
    }

    /// <summary>A constant floating-point scalar, infinities allowed; <paramref name="missing"/> when the input is left out.</summary>
    public float Scalar(int index, string what, float missing)
    {
        OnnxConstant? constant = OptionalConstant(index, what);
        if (constant is null)
        {
            return missing;
        }

        float[] values = AnyFloats(constant, what);
        return values.Length == 1 && !float.IsNaN(values[0])
            ? values[0]
            : throw Error(DiagnosticId.OnnxShapeMismatch, $"the {what} is not one number", "export the model again");
    }

    /// <summary>An integer attribute.</summary>
    public long Int(string name, long missing) => Attribute(name, AttributeType.Int)?.I ?? missing;

    /// <summary>An integer attribute used as a yes or no.</summary>
    public bool Flag(string name, bool missing) => Int(name, missing ? 1 : 0) != 0;

    /// <summary>A floating-point attribute; finite.</summary>
    public float Float(string name, float missing)
    {
        float value = Attribute(name, AttributeType.Float)?.F ?? missing;
        return float.IsFinite(value) ? value : throw BadAttribute(name, $"{value}");
    }

    /// <summary>A text attribute.</summary>
    public string Text(string name, string missing) => Attribute(name, AttributeType.String)?.S.ToStringUtf8() ?? missing;

    /// <summary>A list of integers, or null.</summary>
    public long[]? Ints(string name)
    {
        AttributeProto? attribute = Attribute(name, AttributeType.Ints);
        return attribute is null ? null : [.. attribute.Ints];
    }

    /// <summary>A list of floats, or null.</summary>
    public float[]? Floats(string name)
    {
        AttributeProto? attribute = Attribute(name, AttributeType.Floats);
        return attribute is null ? null : [.. attribute.Floats];
    }

    /// <summary>A tensor attribute, or null.</summary>
    public TensorProto? Tensor(string name) => Attribute(name, AttributeType.Tensor)?.T;

    /// <summary>A list of exactly <paramref name="count"/> integers from <paramref name="least"/> to 65535; each is <paramref name="missing"/> when there is none.</summary>
    public int[] SmallInts(string name, int count, int least, int missing)
    {
        int[] values = new int[count];
        Array.Fill(values, missing);
        long[]? given = Ints(name);
        if (given is null)
        {
            return values;
        }

        for (int i = 0; i < given.Length; i++)
        {
            if (given.Length != count || given[i] < least || given[i] > ushort.MaxValue)
            {
                throw BadAttribute(name, OnnxShape.Text(given));
            }

            values[i] = (int)given[i];
        }

        return given.Length == count ? values : throw BadAttribute(name, OnnxShape.Text(given));
    }

    /// <summary>Turns an axis that may count from the end into one from 0 to <paramref name="rank"/> - 1.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Error(DiagnosticId.OnnxAttributeBad, $"axis {axis} of a value with {rank} dimensions", "export the model again");

    /// <summary>Refuses a variant of the operator.</summary>
    public EdgeException Unsupported(string what, string remedy) => Error(DiagnosticId.OnnxVariantUnsupported, what, remedy);

    /// <summary>Reports shapes that do not fit.</summary>
    public EdgeException Mismatch(string what) => Error(DiagnosticId.OnnxShapeMismatch, what, "check the model's export; its shapes contradict each other");

    private EdgeException BadAttribute(string name, string value) =>
        Error(DiagnosticId.OnnxAttributeBad, $"the attribute {name} is {value}", "export the model again");

    private AttributeProto? Attribute(string name, AttributeType type)
    {
        foreach (AttributeProto attribute in _node.Attribute)
        {
            if (attribute.Name == name)
            {
                return attribute.Type == type || attribute.Type == AttributeType.Undefined
                    ? attribute
                    : throw BadAttribute(name, $"of type {attribute.Type} where {type} belongs");
            }
        }

        return null;
    }

    private float[] AnyFloats(OnnxConstant constant, string what) => constant.IsFloat
        ? constant.Floats
        : throw Error(DiagnosticId.OnnxTypeUnsupported, $"the {what} are integers", "export the model in float32");

    private OnnxConstant Known(OnnxValue value, string what) => value.Constant
        ?? throw Error(
            DiagnosticId.OnnxNotConstant,
            $"the {what} {OnnxName.Quote(value.Name)} are computed from the model's input",
            "export the model with constant weights and fixed shapes");
}
