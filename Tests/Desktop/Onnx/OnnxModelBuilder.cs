using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Formats.Onnx.Proto;
using Google.Protobuf;
using AttributeType = Edge.ModelTools.Formats.Onnx.Proto.AttributeProto.Types.AttributeType;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Builds small ONNX models in memory; random weights come from a fixed seed.</summary>
internal sealed class OnnxModelBuilder
{
    private const int IrVersion = 7; // the newest that goes with every opset used here

    private readonly Random _random = new(20);
    private int _count;

    public OnnxModelBuilder(int opset = 13)
    {
        Model = new ModelProto { IrVersion = IrVersion, Graph = new GraphProto { Name = "test" } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
    }

    public ModelProto Model { get; }

    public GraphProto Graph => Model.Graph;

    /// <summary>Version of the standard operator set.</summary>
    public int Opset() => (int)Model.OpsetImport[0].Version;

    public byte[] ToBytes() => Model.ToByteArray();

    /// <summary>Adds an input; 0 makes a dimension symbolic.</summary>
    public string Input(params int[] shape)
    {
        Graph.Input.Add(Info("input", shape));
        return "input";
    }

    public void Output(string name) => Graph.Output.Add(new ValueInfoProto
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float } },
    });

    public static ValueInfoProto Info(string name, params int[] shape)
    {
        var info = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = new TensorShapeProto() } } };
        for (int axis = 0; axis < shape.Length; axis++)
        {
            info.Type.TensorType.Shape.Dim.Add(shape[axis] == 0
                ? new TensorShapeProto.Types.Dimension { DimParam = $"d{axis}" }
                : new TensorShapeProto.Types.Dimension { DimValue = shape[axis] });
        }

        return info;
    }

    /// <summary>Adds an initializer of random values around 0.</summary>
    public string Random(params int[] shape) => RandomBetween(-0.7, 0.7, shape);

    public string RandomBetween(double low, double high, params int[] shape) =>
        Floats(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (count, dimension) => count * dimension)).Select(_ => (float)(low + (_random.NextDouble() * (high - low))))]);

    public string Scalar(float value) => Floats([], value);

    public string Floats(int[] shape, params float[] values) => Add(Tensor(DataType.Float, shape, MemoryMarshal.AsBytes(values.AsSpan())));

    public string Longs(params long[] values) => Add(Tensor(DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan())));

    public static TensorProto Tensor(DataType type, int[] shape, ReadOnlySpan<byte> raw)
    {
        var tensor = new TensorProto { DataType = (int)type, RawData = ByteString.CopyFrom(raw) };
        tensor.Dims.AddRange(shape.Select(dimension => (long)dimension));
        return tensor;
    }

    public string Add(TensorProto tensor)
    {
        tensor.Name = $"w{_count++}";
        Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a node with one output.</summary>
    /// <returns>Name of the output.</returns>
    public string Node(string type, IEnumerable<string> inputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = $"{type}_{_count}" };
        node.Input.AddRange(inputs);
        node.Output.Add($"v{_count++}");
        node.Attribute.AddRange(attributes.Select(pair => Attribute(pair.Name, pair.Value)));
        Graph.Node.Add(node);
        return node.Output[0];
    }

    public string Node(string type, string input, params (string Name, object Value)[] attributes) => Node(type, [input], attributes);

    /// <summary>A convolution with random weights and bias, padded by <paramref name="kernel"/> / 2.</summary>
    public string Conv(string input, int channels, int filters, int kernel, int stride = 1, int group = 1)
    {
        int pad = kernel / 2;
        return Node(
            "Conv",
            [input, Random(filters, channels / group, kernel, kernel), Random(filters)],
            ("pads", new long[] { pad, pad, pad, pad }),
            ("strides", new long[] { stride, stride }),
            ("group", (long)group));
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int or long:
                attribute.Type = AttributeType.Int;
                attribute.I = Convert.ToInt64(value);
                break;
            case float number:
                attribute.Type = AttributeType.Float;
                attribute.F = number;
                break;
            case string text:
                attribute.Type = AttributeType.String;
                attribute.S = ByteString.CopyFromUtf8(text);
                break;
            case long[] list:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(list);
                break;
            case float[] list:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(list);
                break;
            case TensorProto tensor:
                attribute.Type = AttributeType.Tensor;
                attribute.T = tensor;
                break;
            default:
                throw new ArgumentException($"no attribute of type {value.GetType()}", nameof(value));
        }

        return attribute;
    }
}
