using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Edge.MeterDigits.Trainer.Architecture;

namespace Edge.MeterDigits.Trainer.Export;

/// <summary>
/// A trained network as ONNX: NCHW, batch 1, batch norms left as they are, so that this file and arch.json with its weights
/// are the same network to the last bit.
/// </summary>
internal sealed class OnnxExport
{
    private readonly NetworkShape _shape;
    private readonly IReadOnlyDictionary<string, (long[] Shape, float[] Values)> _tensors;
    private readonly OnnxGraph _graph = new();

    private OnnxExport(NetworkShape shape, IReadOnlyDictionary<string, (long[] Shape, float[] Values)> tensors)
    {
        _shape = shape;
        _tensors = tensors;
    }

    /// <summary>Writes the network.</summary>
    /// <param name="file">Path of the ONNX file.</param>
    /// <param name="shape">Architecture.</param>
    /// <param name="tensors">Weights by name, as in the safetensors file.</param>
    public static void Write(string file, NetworkShape shape, IReadOnlyDictionary<string, (long[] Shape, float[] Values)> tensors)
    {
        new OnnxExport(shape, tensors).Write(file);
    }

    private void Write(string file)
    {
        string value = Convolution("input", "features.0", _shape.Stem.Kernel, _shape.Stem.Stride, 1, _shape.Stem.Activation);
        int channels = _shape.Stem.Output;
        int index = 1;
        foreach (BlockShape block in _shape.Blocks)
        {
            value = Block(value, string.Create(CultureInfo.InvariantCulture, $"features.{index}"), block, channels);
            channels = block.Output;
            index++;
        }
        if (_shape.Head.Convolution > 0)
        {
            value = Convolution(value, string.Create(CultureInfo.InvariantCulture, $"features.{index}"), 1, 1, 1, _shape.Head.Activation);
        }
        if (!_shape.Head.IsFlat)
        {
            value = _graph.Node("GlobalAveragePool", "pool", new[] { value });
        }
        value = _graph.Node("Flatten", "flatten", new[] { value }, ("axis", 1));
        if (_shape.Head.Hidden > 0)
        {
            value = Activation(Linear(value, "classifier.0"), "classifier.1", _shape.Head.Activation);
            Linear(value, "classifier.3");
            _graph.Save(file, _shape.Name, "input", InputShape(), "classifier.3", new long[] { 1, _shape.Classes.Length });
            return;
        }
        value = Linear(value, "classifier.1");
        _graph.Save(file, _shape.Name, "input", InputShape(), value, new long[] { 1, _shape.Classes.Length });
    }

    private long[] InputShape() => new long[] { 1, _shape.Input.Channels, _shape.Input.Height, _shape.Input.Width };

    private string Block(string input, string name, BlockShape block, int channels)
    {
        if (block.Kind != BlockKind.MBConv)
        {
            int next = 1;
            string dense = Convolution(input, $"{name}.block.0", block.Kernel, block.Stride, 1, block.Activation);
            if (block.Squeeze > 0)
            {
                dense = SqueezeExcite(dense, $"{name}.block.{next++}");
            }
            return block.Kind == BlockKind.Dense ? dense : Convolution(dense, $"{name}.block.{next}", 1, 1, 1, "none");
        }
        int part = 0;
        string value = input;
        if (block.Expanded != channels)
        {
            value = Convolution(value, $"{name}.block.{part++}", 1, 1, 1, block.Activation);
        }
        value = Convolution(value, $"{name}.block.{part++}", block.Kernel, block.Stride, block.Expanded, block.Activation);
        if (block.Squeeze > 0)
        {
            value = SqueezeExcite(value, $"{name}.block.{part++}");
        }
        value = Convolution(value, $"{name}.block.{part}", 1, 1, 1, "none");
        return block.Stride == 1 && block.Output == channels
            ? _graph.Node("Add", name + ".add", new[] { value, input })
            : value;
    }

    private string SqueezeExcite(string input, string name)
    {
        string gate = _graph.Node("GlobalAveragePool", name + ".pool", new[] { input });
        gate = _graph.Node("Conv", name + ".fc1", new[] { gate, Weight(name + ".fc1.weight"), Weight(name + ".fc1.bias") });
        gate = _graph.Node("Relu", name + ".relu", new[] { gate });
        gate = _graph.Node("Conv", name + ".fc2", new[] { gate, Weight(name + ".fc2.weight"), Weight(name + ".fc2.bias") });
        gate = _graph.Node("HardSigmoid", name + ".gate", new[] { gate }, ("alpha", 1 / 6f), ("beta", 0.5f));
        return _graph.Node("Mul", name + ".scale", new[] { input, gate });
    }

    private string Convolution(string input, string name, int kernel, int stride, int groups, string activation)
    {
        int pad = (kernel - 1) / 2;
        string value = _graph.Node(
            "Conv",
            name + ".0",
            new[] { input, Weight(name + ".0.weight") },
            ("kernel_shape", new[] { kernel, kernel }),
            ("strides", new[] { stride, stride }),
            ("pads", new[] { pad, pad, pad, pad }),
            ("dilations", new[] { 1, 1 }),
            ("group", groups));
        value = _graph.Node(
            "BatchNormalization",
            name + ".1",
            new[] { value, Weight(name + ".1.weight"), Weight(name + ".1.bias"), Weight(name + ".1.running_mean"), Weight(name + ".1.running_var") },
            ("epsilon", _shape.BatchNormEpsilon));
        return Activation(value, name + ".2", activation);
    }

    private string Activation(string input, string name, string activation)
    {
        return activation switch
        {
            "none" => input,
            "relu" => _graph.Node("Relu", name, new[] { input }),
            "relu6" => _graph.Node("Clip", name, new[] { input, _graph.Weight(name + ".min", [], new[] { 0f }), _graph.Weight(name + ".max", [], new[] { 6f }) }),
            "hswish" => _graph.Node("HardSwish", name, new[] { input }),
            _ => throw new InvalidDataException($"activation '{activation}' is not none, relu, relu6 or hswish"),
        };
    }

    private string Linear(string input, string name)
    {
        return _graph.Node("Gemm", name, new[] { input, Weight(name + ".weight"), Weight(name + ".bias") }, ("transB", 1));
    }

    private string Weight(string name)
    {
        (long[] shape, float[] values) = _tensors[name];
        return _graph.Weight(name, shape, values);
    }
}
