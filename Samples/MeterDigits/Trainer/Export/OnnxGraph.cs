using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

namespace Edge.MeterDigits.Trainer.Export;

/// <summary>Collects nodes and weights and writes them as an ONNX model (field numbers from onnx.proto3).</summary>
internal sealed class OnnxGraph
{
    private const int Opset = 14; // the first with HardSwish

    private const int FloatType = 1;

    private readonly List<ProtoWriter> _nodes = new();
    private readonly List<ProtoWriter> _weights = new();

    /// <summary>Adds a weight.</summary>
    /// <returns>Its name.</returns>
    public string Weight(string name, long[] shape, float[] values)
    {
        var tensor = new ProtoWriter();
        foreach (long size in shape)
        {
            tensor.Integer(1, size);
        }
        tensor.Integer(2, FloatType).Text(8, name).Bytes(9, MemoryMarshal.AsBytes<float>(values));
        _weights.Add(tensor);
        return name;
    }

    /// <summary>Adds an operator with one output.</summary>
    /// <returns>The output's name, which is the operator's.</returns>
    public string Node(string type, string name, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var node = new ProtoWriter();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }
        node.Text(2, name).Text(3, name).Text(4, type);
        foreach ((string key, object value) in attributes)
        {
            var attribute = new ProtoWriter().Text(1, key);
            switch (value)
            {
                case float number:
                    attribute.Float(2, number).Integer(20, 1);
                    break;
                case int number:
                    attribute.Integer(3, number).Integer(20, 2);
                    break;
                case int[] numbers:
                    foreach (int number in numbers)
                    {
                        attribute.Integer(8, number);
                    }
                    attribute.Integer(20, 7);
                    break;
                default:
                    throw new InvalidDataException($"attribute {key}: {value.GetType().Name}");
            }
            node.Message(5, attribute);
        }
        _nodes.Add(node);
        return name;
    }

    /// <summary>Writes the model.</summary>
    public void Save(string file, string graphName, string input, long[] inputShape, string output, long[] outputShape)
    {
        var graph = new ProtoWriter();
        foreach (ProtoWriter node in _nodes)
        {
            graph.Message(1, node);
        }
        graph.Text(2, graphName);
        foreach (ProtoWriter weight in _weights)
        {
            graph.Message(5, weight);
        }
        graph.Message(11, Value(input, inputShape)).Message(12, Value(output, outputShape));
        byte[] model = new ProtoWriter()
            .Integer(1, 8)
            .Text(2, "meter-digits-trainer")
            .Message(7, graph)
            .Message(8, new ProtoWriter().Text(1, string.Empty).Integer(2, Opset))
            .ToArray();
        string temporary = file + ".tmp";
        File.WriteAllBytes(temporary, model);
        File.Move(temporary, file, overwrite: true);
    }

    private static ProtoWriter Value(string name, long[] shape)
    {
        var dimensions = new ProtoWriter();
        foreach (long size in shape)
        {
            dimensions.Message(1, new ProtoWriter().Integer(1, size));
        }
        ProtoWriter tensor = new ProtoWriter().Integer(1, FloatType).Message(2, dimensions);
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
