using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Edge.ModelTools.Formats.Onnx.Proto;
using Google.Protobuf;

namespace Edge.Tests.Desktop.Safetensors;

/// <summary>Writes a <see cref="SampleNetwork"/> as ONNX (opset 14, batch normalisations as they are), nodes named like the trainer's.</summary>
internal sealed class SampleOnnx
{
    private const int Opset = 14; // the first with HardSwish

    private readonly SampleNetwork _network;
    private readonly GraphProto _graph = new() { Name = "sample" };
    private readonly Dictionary<string, (string Layer, string Norm)> _names = SampleNames.TorchvisionV3;

    private SampleOnnx(SampleNetwork network)
    {
        _network = network;
    }

    /// <summary>The file.</summary>
    public static byte[] Write(SampleNetwork network) => new SampleOnnx(network).Write();

    private byte[] Write()
    {
        _graph.Input.Add(Onnx.OnnxModelBuilder.Info("input", 1, 3, 32, 20));
        string value = Convolution("input", "stem", 2, 1, "HardSwish");
        string input = value;
        value = Convolution(value, "0.dw", 1, 8, "Relu");
        value = SqueezeExcite(value, "0");
        value = Convolution(value, "0.project", 1, 1, null);
        value = Node("Add", "features.1.add", [value, input]);
        value = Convolution(value, "1.expand", 1, 1, "HardSwish");
        value = Convolution(value, "1.dw", 2, 24, "HardSwish");
        value = SqueezeExcite(value, "1");
        input = value = Convolution(value, "1.project", 1, 1, null);
        value = Convolution(value, "2.expand", 1, 1, "Clip");
        value = Convolution(value, "2.dw", 1, 36, "Clip");
        value = Convolution(value, "2.project", 1, 1, null);
        value = Node("Add", "features.3.add", [value, input]);
        value = Convolution(value, "head", 1, 1, "HardSwish");
        value = Node("GlobalAveragePool", "pool", [value]);
        value = Node("Flatten", "flatten", [value], Int("axis", 1));
        value = Dense(value, "hidden");
        value = Node("HardSwish", "classifier.1", [value]);
        value = Dense(value, "classifier");
        _graph.Output.Add(Onnx.OnnxModelBuilder.Info(value, 1, 3));
        var model = new ModelProto { IrVersion = 8, Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        return model.ToByteArray();
    }

    private string Convolution(string input, string role, int stride, int group, string? activation)
    {
        SampleLayer layer = _network.Layers[role];
        (string name, string norm) = _names[role];
        long pad = (layer.Shape[2] - 1) / 2;
        string value = Node("Conv", name, [input, Weight($"{name}.weight", layer.Shape, layer.Weights)], Ints("pads", pad, pad, pad, pad), Ints("strides", stride, stride), Int("group", group));
        value = Node(
            "BatchNormalization",
            norm,
            [
                value,
                Weight($"{norm}.weight", [layer.Outputs], layer.Gamma),
                Weight($"{norm}.bias", [layer.Outputs], layer.Beta),
                Weight($"{norm}.running_mean", [layer.Outputs], layer.Mean),
                Weight($"{norm}.running_var", [layer.Outputs], layer.Variance),
            ],
            new AttributeProto { Name = "epsilon", F = 0.001f, Type = AttributeProto.Types.AttributeType.Float });
        string behind = $"{name[..^2]}.2";
        return activation switch
        {
            null => value,
            "Clip" => Node("Clip", behind, [value, Weight($"{behind}.min", [], [0]), Weight($"{behind}.max", [], [6])]),
            _ => Node(activation, behind, [value]),
        };
    }

    private string SqueezeExcite(string input, string block)
    {
        (string reduce, string restore) = (_names[$"{block}.fc1"].Layer, _names[$"{block}.fc2"].Layer);
        string prefix = reduce[..^4];
        string gate = Node("GlobalAveragePool", $"{prefix}.pool", [input]);
        gate = Node("Conv", reduce, [gate, .. WeightAndBias(reduce, _network.Layers[$"{block}.fc1"])]);
        gate = Node("Relu", $"{prefix}.relu", [gate]);
        gate = Node("Conv", restore, [gate, .. WeightAndBias(restore, _network.Layers[$"{block}.fc2"])]);
        gate = Node(
            "HardSigmoid",
            $"{prefix}.gate",
            [gate],
            new AttributeProto { Name = "alpha", F = 1 / 6f, Type = AttributeProto.Types.AttributeType.Float },
            new AttributeProto { Name = "beta", F = 0.5f, Type = AttributeProto.Types.AttributeType.Float });
        return Node("Mul", $"{prefix}.scale", [input, gate]);
    }

    private string Dense(string input, string role)
    {
        string name = _names[role].Layer;
        return Node("Gemm", name, [input, .. WeightAndBias(name, _network.Layers[role])], Int("transB", 1));
    }

    private string[] WeightAndBias(string name, SampleLayer layer)
    {
        return [Weight($"{name}.weight", layer.Shape, layer.Weights), Weight($"{name}.bias", [layer.Outputs], layer.Bias!)];
    }

    private string Weight(string name, int[] shape, float[] values)
    {
        TensorProto tensor = Onnx.OnnxModelBuilder.Tensor(TensorProto.Types.DataType.Float, shape, MemoryMarshal.AsBytes(values.AsSpan()));
        tensor.Name = name;
        _graph.Initializer.Add(tensor);
        return name;
    }

    private string Node(string type, string name, string[] inputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = name };
        node.Input.AddRange(inputs);
        node.Output.Add(name);
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
        return name;
    }

    private static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static AttributeProto Ints(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }
}
