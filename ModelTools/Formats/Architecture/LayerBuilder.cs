using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture.Naming;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>Builds the graph of a list of layers, each with the weights that <see cref="LayerNames"/> finds for it.</summary>
internal sealed class LayerBuilder
{
    private readonly ArchitectureImporter _emitter;
    private readonly LayerNames _names;
    private readonly string _architecturePath;

    /// <summary>Makes a builder.</summary>
    public LayerBuilder(ArchitectureImporter emitter, LayerNames names, string architecturePath)
    {
        _emitter = emitter;
        _names = names;
        _architecturePath = architecturePath;
    }

    /// <summary>Appends a layer.</summary>
    /// <param name="input">[1, H, W, C], or [1, C] behind a fully connected layer.</param>
    /// <exception cref="EdgeException">The layer does not fit its input.</exception>
    public Tensor Build(Tensor input, ArchitectureLayer layer)
    {
        if (input.Shape.Length != 4 && layer.Kind != LayerKind.Linear)
        {
            throw new EdgeException(
                DiagnosticId.ArchitectureBadValue, $"{_architecturePath}: {layer.Where}", "only fully connected layers can follow a fully connected layer", "correct the order of the layers");
        }

        int channels = input.Shape[^1];
        return layer.Kind switch
        {
            LayerKind.Convolution => Convolution(input, layer, "conv", "norm", layer.Output, layer.Kernel, layer.Activation),
            LayerKind.Depthwise => Depthwise(input, layer, "conv", "norm"),
            LayerKind.MBConv => Block(input, layer, channels),
            LayerKind.SqueezeExcite => SqueezeExcite(input, layer),
            LayerKind.MaxPool => _emitter.Pool(input, OperatorKind.MaxPool, layer),
            LayerKind.AveragePool => _emitter.Pool(input, OperatorKind.AveragePool, layer),
            LayerKind.Mean => _emitter.Mean(input, $"{layer.Where}.mean"),
            _ => Linear(input, layer),
        };
    }

    private Tensor Block(Tensor input, ArchitectureLayer layer, int channels)
    {
        int expanded = layer.Expanded > 0 ? layer.Expanded : channels * layer.Expansion;
        Tensor value = input;
        if (expanded != channels)
        {
            value = Convolution(value, layer, "expand", "expandNorm", expanded, 1, layer.Activation);
        }

        value = Depthwise(value, layer, "depthwise", "depthwiseNorm");
        if (layer.Squeeze > 0)
        {
            value = SqueezeExcite(value, layer);
        }

        value = Convolution(value, layer, "project", "projectNorm", layer.Output, 1, null);
        return layer.Stride == 1 && layer.Output == channels ? _emitter.Add(value, input, $"{layer.Where}.add") : value;
    }

    private Tensor SqueezeExcite(Tensor input, ArchitectureLayer layer)
    {
        int channels = input.Shape[3];
        string reduce = _names.Find(layer, "squeeze", layer.Squeeze, channels, 1, 1);
        string restore = _names.Find(layer, "restore", channels, layer.Squeeze, 1, 1);
        return _emitter.SqueezeExcite(input, new SqueezeNames($"{layer.Where}.se", reduce, restore), layer.Squeeze);
    }

    private Tensor Convolution(Tensor input, ArchitectureLayer layer, string part, string normPart, int output, int kernel, UnaryFunction? activation)
    {
        int stride = layer.Kind == LayerKind.MBConv ? 1 : layer.Stride;
        PartNames names = _names.Convolution(layer, part, normPart, output, input.Shape[3], kernel, kernel);
        return _emitter.Convolution(input, names, layer.Where, output, kernel, stride, false, activation, layer.Padding);
    }

    private Tensor Depthwise(Tensor input, ArchitectureLayer layer, string part, string normPart)
    {
        int channels = input.Shape[3];
        PartNames names = _names.Convolution(layer, part, normPart, channels, 1, layer.Kernel, layer.Kernel);
        return _emitter.Convolution(input, names, layer.Where, channels, layer.Kernel, layer.Stride, true, layer.Activation, layer.Padding);
    }

    private Tensor Linear(Tensor input, ArchitectureLayer layer)
    {
        int depth = 1;
        foreach (int dimension in input.Shape)
        {
            depth *= dimension;
        }

        return _emitter.Linear(input, _names.Find(layer, "linear", layer.Output, depth), layer);
    }
}
