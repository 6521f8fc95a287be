using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Edge.ModelTools.Formats.Onnx.Proto;
using Google.Protobuf;

namespace Edge.ModelTools.Formats.Onnx.Export;

/// <summary>Collects nodes, constants, inputs and outputs of an ONNX graph and writes the model (opset 13, IR version 8).</summary>
internal sealed class OnnxGraphBuilder
{
    private const int IrVersion = 8;
    private const int Opset = 13;

    private readonly GraphProto _graph = new();
    private readonly HashSet<string> _reserved;
    private int _counter;

    /// <summary>Makes an empty graph.</summary>
    /// <param name="name">Name of the graph.</param>
    /// <param name="reserved">Names that the builder must not invent.</param>
    public OnnxGraphBuilder(string name, IEnumerable<string> reserved)
    {
        _graph.Name = name;
        _reserved = [.. reserved];
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="output">Name of the output, or null for an invented one.</param>
    /// <returns>The output's name.</returns>
    public string Node(string type, ReadOnlySpan<string> inputs, string? output = null, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = type, Name = FreshName(type) };
        foreach (string input in inputs)
        {
            node.Input.Add(input);
        }

        output ??= FreshName("value");
        node.Output.Add(output);
        foreach (AttributeProto attribute in attributes)
        {
            node.Attribute.Add(attribute);
        }

        _graph.Node.Add(node);
        return output;
    }

    /// <summary>Adds a float constant and returns its name.</summary>
    public string Floats(float[] values, params long[] dimensions) =>
        Constant(TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values.AsSpan()), dimensions);

    /// <summary>Adds an int64 constant, one-dimensional, and returns its name.</summary>
    public string Longs(params long[] values) =>
        Constant(TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);

    /// <summary>Adds a scalar int8 constant and returns its name.</summary>
    public string Int8(int value) => Constant(TensorProto.Types.DataType.Int8, [(byte)(sbyte)value], []);

    /// <summary>Declares a float input.</summary>
    /// <param name="dimensions">Dimensions; 0 stands for the batch.</param>
    public void Input(string name, params ReadOnlySpan<long> dimensions) => _graph.Input.Add(Value(name, dimensions));

    /// <summary>Declares a float output.</summary>
    /// <param name="dimensions">Dimensions; 0 stands for the batch.</param>
    public void Output(string name, params ReadOnlySpan<long> dimensions) => _graph.Output.Add(Value(name, dimensions));

    /// <summary>The model file.</summary>
    public byte[] ToModel()
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "Edge", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = Opset });
        return model.ToByteArray();
    }

    /// <summary>An integer attribute.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>A float attribute.</summary>
    public static AttributeProto Attribute(string name, float value) => new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    /// <summary>A text attribute.</summary>
    public static AttributeProto Attribute(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    /// <summary>An attribute of several integers.</summary>
    public static AttributeProto Attribute(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static ValueInfoProto Value(string name, ReadOnlySpan<long> dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (long dimension in dimensions)
        {
            shape.Dim.Add(dimension == 0
                ? new TensorShapeProto.Types.Dimension { DimParam = "N" }
                : new TensorShapeProto.Types.Dimension { DimValue = dimension });
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private string Constant(TensorProto.Types.DataType type, ReadOnlySpan<byte> littleEndian, long[] dimensions)
    {
        var tensor = new TensorProto { Name = FreshName("constant"), DataType = (int)type, RawData = ByteString.CopyFrom(littleEndian) };
        tensor.Dims.AddRange(dimensions);
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string FreshName(string stem)
    {
        string name;
        do
        {
            name = $"{stem}#{_counter++}";
        }
        while (_reserved.Contains(name));
        return name;
    }
}
