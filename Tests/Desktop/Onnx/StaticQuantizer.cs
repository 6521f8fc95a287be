using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Formats.Onnx.Proto;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>
/// Quantizes a float ONNX model as onnxruntime's quantize_static does in its QDQ form: every activation that a node reads is rounded to uint8
/// by the range it has on samples, weights are int8 per output channel, biases int32.
/// </summary>
internal sealed class StaticQuantizer
{
    private static readonly HashSet<string> s_weighted = ["Conv", "Gemm", "MatMul"];

    private readonly ModelProto _model;
    private readonly GraphProto _graph;
    private readonly Dictionary<string, TensorProto> _initializers;
    private readonly Dictionary<string, (float Scale, byte ZeroPoint)> _scales = [];
    private readonly Dictionary<string, string> _rounded = [];
    private readonly List<NodeProto> _nodes = [];

    private StaticQuantizer(ModelProto model)
    {
        _model = model;
        _graph = model.Graph;
        _initializers = _graph.Initializer.ToDictionary(initializer => initializer.Name);
    }

    /// <summary>Quantizes a model.</summary>
    /// <param name="samples">Inputs of the model's shape with batch 1.</param>
    public static byte[] Run(byte[] model, IReadOnlyList<float[]> samples, long[] shape)
    {
        var quantizer = new StaticQuantizer(ModelProto.Parser.ParseFrom(model));
        quantizer.Measure(samples, shape);
        quantizer.Insert();
        return quantizer._model.ToByteArray();
    }

    private void Measure(IReadOnlyList<float[]> samples, long[] shape)
    {
        ModelProto open = _model.Clone();
        string[] names = [.. _graph.Node.SelectMany(node => node.Output)];
        foreach (string name in names.Where(name => open.Graph.Output.All(output => output.Name != name)))
        {
            open.Graph.Output.Add(new ValueInfoProto { Name = name });
        }

        using var session = new InferenceSession(open.ToByteArray());
        var ranges = new Dictionary<string, (float Min, float Max)>();
        foreach (float[] sample in samples)
        {
            Widen(ranges, _graph.Input[0].Name, sample);
            using OrtValue value = OrtValue.CreateTensorValueFromMemory(sample, shape);
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [value], session.OutputNames);
            for (int i = 0; i < results.Count; i++)
            {
                if (results[i].GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
                {
                    Widen(ranges, session.OutputNames[i], results[i].GetTensorDataAsSpan<float>().ToArray());
                }
            }
        }

        foreach ((string name, (float min, float max)) in ranges)
        {
            float scale = Math.Max((max - min) / 255, 1e-6f);
            _scales[name] = (scale, (byte)Math.Clamp(MathF.Round(-min / scale), 0, 255));
        }
    }

    private static void Widen(Dictionary<string, (float Min, float Max)> ranges, string name, float[] values)
    {
        (float min, float max) = ranges.GetValueOrDefault(name);
        ranges[name] = (Math.Min(Math.Min(min, values.Min()), 0), Math.Max(Math.Max(max, values.Max()), 0));
    }

    private void Insert()
    {
        foreach (NodeProto node in _graph.Node.ToList())
        {
            bool isWeighted = s_weighted.Contains(node.OpType);
            string data = node.Input[0];
            for (int i = 0; i < node.Input.Count; i++)
            {
                string input = node.Input[i];
                if (_scales.ContainsKey(input))
                {
                    node.Input[i] = Rounded(input);
                }
                else if (isWeighted && i == 1)
                {
                    node.Input[i] = Weights(node, input);
                }
                else if (isWeighted && i == 2)
                {
                    node.Input[i] = Bias(node, input, data);
                }
            }

            _nodes.Add(node);
        }

        string output = _graph.Output[0].Name;
        foreach (NodeProto node in _nodes)
        {
            if (node.Output[0] == output)
            {
                node.Output[0] = output + "/real";
            }
        }

        _scales[output + "/real"] = _scales[output];
        string last = Rounded(output + "/real");
        _nodes.Add(new NodeProto { OpType = "Identity", Input = { last }, Output = { output } });
        _graph.Node.Clear();
        _graph.Node.AddRange(_nodes);
    }

    private string Rounded(string name)
    {
        if (!_rounded.TryGetValue(name, out string? rounded))
        {
            (float scale, byte zeroPoint) = _scales[name];
            Add(name + "/scale", DataType.Float, [], MemoryMarshal.AsBytes(new[] { scale }.AsSpan()));
            Add(name + "/zero", DataType.Uint8, [], [zeroPoint]);
            _nodes.Add(new NodeProto { OpType = "QuantizeLinear", Input = { name, name + "/scale", name + "/zero" }, Output = { name + "/quantized" } });
            rounded = name + "/rounded";
            _nodes.Add(new NodeProto { OpType = "DequantizeLinear", Input = { name + "/quantized", name + "/scale", name + "/zero" }, Output = { rounded } });
            _rounded.Add(name, rounded);
        }

        return rounded;
    }

    private string Weights(NodeProto node, string name)
    {
        if (!_rounded.TryGetValue(name, out string? rounded))
        {
            TensorProto initializer = _initializers[name];
            float[] values = MemoryMarshal.Cast<byte, float>(initializer.RawData.Span).ToArray();
            float[] scales = Scales(node, initializer, values, out int axis);
            int inner = (int)initializer.Dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
            byte[] quantized = [.. values.Select((value, i) => (byte)(sbyte)Math.Clamp(MathF.Round(value / scales[i / inner % scales.Length]), -127, 127))];
            Add(name + "/quantized", DataType.Int8, [.. initializer.Dims], quantized);
            Add(name + "/scale", DataType.Float, [scales.Length], MemoryMarshal.AsBytes(scales.AsSpan()));
            Add(name + "/zero", DataType.Int8, [scales.Length], new byte[scales.Length]);
            rounded = name + "/rounded";
            NodeProto dequantize = new() { OpType = "DequantizeLinear", Input = { name + "/quantized", name + "/scale", name + "/zero" }, Output = { rounded } };
            dequantize.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = axis });
            _nodes.Add(dequantize);
            _rounded.Add(name, rounded);
        }

        return rounded;
    }

    private string Bias(NodeProto node, string name, string data)
    {
        string key = name + "/bias";
        if (!_rounded.TryGetValue(key, out string? rounded))
        {
            string weights = node.Input[1][..^"/rounded".Length];
            float[] scales = Scales(node, _initializers[weights], MemoryMarshal.Cast<byte, float>(_initializers[weights].RawData.Span).ToArray(), out _);
            float[] products = Array.ConvertAll(scales, scale => scale * _scales[data].Scale);
            float[] values = MemoryMarshal.Cast<byte, float>(_initializers[name].RawData.Span).ToArray();
            int[] quantized = [.. values.Select((value, i) => (int)Math.Round((double)value / products[i]))];
            Add(key + "/quantized", DataType.Int32, [values.Length], MemoryMarshal.AsBytes(quantized.AsSpan()));
            Add(key + "/scale", DataType.Float, [products.Length], MemoryMarshal.AsBytes(products.AsSpan()));
            Add(key + "/zero", DataType.Int32, [products.Length], new byte[4 * products.Length]);
            rounded = key + "/rounded";
            NodeProto dequantize = new() { OpType = "DequantizeLinear", Input = { key + "/quantized", key + "/scale", key + "/zero" }, Output = { rounded } };
            dequantize.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 0 });
            _nodes.Add(dequantize);
            _rounded.Add(key, rounded);
        }

        return rounded;
    }

    /// <summary>max|w| / 127 of each output channel.</summary>
    private static float[] Scales(NodeProto node, TensorProto weights, float[] values, out int axis)
    {
        bool isTransposed = node.Attribute.Any(attribute => attribute.Name == "transB" && attribute.I == 1);
        axis = node.OpType == "Conv" || isTransposed ? 0 : 1;
        int inner = (int)weights.Dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        float[] scales = new float[weights.Dims[axis]];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / inner % scales.Length;
            scales[channel] = Math.Max(scales[channel], Math.Max(Math.Abs(values[i]) / 127, 1e-9f));
        }

        return scales;
    }

    private void Add(string name, DataType type, long[] shape, ReadOnlySpan<byte> raw)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(raw) };
        tensor.Dims.AddRange(shape);
        _graph.Initializer.Add(tensor);
    }
}
