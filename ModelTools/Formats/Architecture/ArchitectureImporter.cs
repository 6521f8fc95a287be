using System;
using System.Collections.Generic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture.Naming;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>
/// Adds the parts that MBConv networks are made of to a graph, their weights turned from PyTorch's layouts to the IR's. Batch
/// normalisations become ScaleShift with the formula of the ONNX reader, so that both ways give the same bits.
/// </summary>
internal sealed partial class ArchitectureImporter
{
    private readonly ModelGraph _graph;
    private readonly WeightStore _weights;
    private readonly NetworkArchitecture _architecture;

    /// <summary>Makes an emitter that appends to <paramref name="graph"/>.</summary>
    public ArchitectureImporter(ModelGraph graph, WeightStore weights, NetworkArchitecture architecture)
    {
        _graph = graph;
        _weights = weights;
        _architecture = architecture;
    }

    /// <summary>Convolution, batch normalisation (when its weights are there; else the convolution has a bias), activation.</summary>
    /// <param name="input">[1, H, W, C].</param>
    /// <param name="where">Field of the architecture, for messages.</param>
    /// <param name="isDepthwise">One filter for each channel; <paramref name="output"/> is C.</param>
    /// <param name="side">Zeros on each side; null: as the architecture says for all convolutions.</param>
    public Tensor Convolution(
        Tensor input, PartNames names, string where, int output, int kernel, int stride, bool isDepthwise, UnaryFunction? activation, int? side = null)
    {
        Padding padding = side is { } zeros ? new Padding(zeros, zeros, zeros, zeros) : PaddingOf(input, kernel, stride);
        int height = OutputSize(input.Shape[1] + padding.Top + padding.Bottom, kernel, stride, where);
        int width = OutputSize(input.Shape[2] + padding.Left + padding.Right, kernel, stride, where);
        string name = names.Convolution;
        var inputs = new List<Tensor> { input, Weights(name, output, isDepthwise ? 1 : input.Shape[3], kernel, isDepthwise) };
        bool hasBias = _weights.Has($"{name}.bias");
        if (hasBias)
        {
            inputs.Add(Constant($"{name}.bias", [output], _weights.Take($"{name}.bias", output)));
        }

        Tensor value = Emit(
            isDepthwise ? OperatorKind.DepthwiseConv2D : OperatorKind.Conv2D, name, inputs, [1, height, width, output], new ConvAttributes(stride, stride, padding));
        if (names.Norm is { } norm && (!hasBias || HasNorm(norm)))
        {
            value = BatchNormalisation(value, norm, output);
        }

        return activation is null ? value : Unary(value, ActivationName(name), activation.Value);
    }

    /// <summary>Squeeze-excite: mean, 1x1, activation, 1x1, gate, product.</summary>
    /// <param name="input">[1, H, W, C].</param>
    /// <param name="squeeze">Channels of the bottleneck.</param>
    public Tensor SqueezeExcite(Tensor input, SqueezeNames names, int squeeze)
    {
        int channels = input.Shape[3];
        Tensor gate = Mean(input, $"{names.Prefix}.pool");
        gate = Pointwise(gate, names.Reduce, squeeze);
        if (_architecture.SqueezeActivation is { } activation)
        {
            gate = Unary(gate, $"{names.Prefix}.{(activation == UnaryFunction.Relu ? "relu" : "act")}", activation);
        }

        gate = Pointwise(gate, names.Restore, channels);
        gate = Unary(gate, $"{names.Prefix}.gate", _architecture.Gate);
        return Emit(OperatorKind.Mul, $"{names.Prefix}.scale", [input, gate], input.Shape, new ArithmeticAttributes());
    }

    /// <summary>Mean over all pixels: [1, H, W, C] to [1, 1, 1, C].</summary>
    public Tensor Mean(Tensor input, string name) => Emit(OperatorKind.Mean, name, [input], [1, 1, 1, input.Shape[3]], new MeanAttributes([1, 2], true));

    /// <summary>Sum of two tensors of one shape.</summary>
    public Tensor Add(Tensor a, Tensor b, string name) => Emit(OperatorKind.Add, name, [a, b], a.Shape, new ArithmeticAttributes());

    /// <summary>[1, 1, 1, C] to [1, C].</summary>
    private Tensor Flatten(Tensor input, string name) => Emit(OperatorKind.Reshape, name, [input], [1, input.Shape[^1]], null);

    // Only the free form takes layers without a bias; of a network with a naming scheme a missing bias is missing.
    private IEnumerable<Tensor> Bias(string name, int output)
    {
        bool hasNone = _architecture.IsFree && _weights.Has($"{name}.weight") && !_weights.Has($"{name}.bias");
        return hasNone ? [] : [Constant($"{name}.bias", [output], _weights.Take($"{name}.bias", output))];
    }

    /// <summary>1x1 convolution with bias, no batch normalisation: [1, 1, 1, C] to [1, 1, 1, output].</summary>
    private Tensor Pointwise(Tensor input, string name, int output)
    {
        return Emit(
            OperatorKind.Conv2D,
            name,
            [input, Weights(name, output, input.Shape[3], 1, false), .. Bias(name, output)],
            [1, 1, 1, output],
            new ConvAttributes(1, 1, Padding.None));
    }

    /// <summary>Hidden layer, if there is one (a 1x1 convolution where the weights are one, as in timm), and classifier.</summary>
    /// <param name="input">[1, 1, 1, C].</param>
    /// <returns>[1, classes].</returns>
    public Tensor Classifier(Tensor input, WeightNames names, ArchitectureHead head, int classes)
    {
        Tensor value = input;
        bool isConvolution = head.Hidden > 0 && _weights.IsConvolution(names.Hidden);
        string activation = names.Hidden.EndsWith(".0", StringComparison.Ordinal) ? $"{names.Hidden[..^2]}.1" : $"{names.Hidden}.act";
        if (!isConvolution)
        {
            value = Flatten(value, "flatten");
        }

        if (head.Hidden > 0)
        {
            value = isConvolution ? Pointwise(value, names.Hidden, head.Hidden) : FullyConnected(value, names.Hidden, head.Hidden);
            value = head.Activation is { } function ? Unary(value, activation, function) : value;
        }

        return FullyConnected(isConvolution ? Flatten(value, "flatten") : value, names.Classifier, classes);
    }

    /// <summary>Fully connected layer with bias: [1, I] to [1, output].</summary>
    private Tensor FullyConnected(Tensor input, string name, int output)
    {
        int depth = input.Shape[^1];
        return Emit(
            OperatorKind.FullyConnected,
            name,
            [input, Constant($"{name}.weight", [output, depth], _weights.Take($"{name}.weight", output, depth)), .. Bias(name, output)],
            [1, output],
            new FullyConnectedAttributes());
    }

    /// <summary>An elementwise function.</summary>
    private Tensor Unary(Tensor input, string name, UnaryFunction function)
    {
        UnaryAttributes attributes = function == UnaryFunction.HardSigmoid ? new UnaryAttributes(function, 1 / 6f, 0.5f) : new UnaryAttributes(function);
        return Emit(OperatorKind.Unary, name, [input], input.Shape, attributes);
    }

    /// <summary>Name of the activation behind a convolution: entry 2 of a Sequential whose entry 0 is the convolution.</summary>
    private static string ActivationName(string convolution) => convolution.EndsWith(".0", StringComparison.Ordinal) ? $"{convolution[..^2]}.2" : $"{convolution}.act";

    private Tensor BatchNormalisation(Tensor input, string name, int channels)
    {
        float[] gamma = _weights.Take($"{name}.weight", channels);
        float[] beta = _weights.Take($"{name}.bias", channels);
        float[] mean = _weights.Take($"{name}.running_mean", channels);
        float[] variance = _weights.Take($"{name}.running_var", channels);
        double epsilon = _architecture.BatchNormEpsilon;
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double factor = gamma[c] / Math.Sqrt(variance[c] + epsilon);
            scale[c] = (float)factor;
            shift[c] = (float)(beta[c] - (mean[c] * factor));
            if (!float.IsFinite(scale[c]) || !float.IsFinite(shift[c]))
            {
                throw new EdgeException(
                    DiagnosticId.WeightValueNotFinite,
                    $"{_weights.Path}: tensor '{name}.running_var'",
                    $"channel {c} has the variance {variance[c]}",
                    "train or export the weights again; variance + epsilon must be positive");
            }
        }

        return Emit(
            OperatorKind.ScaleShift, name, [input, Constant($"{name}/scale", [channels], scale), Constant($"{name}/shift", [channels], shift)], input.Shape, null);
    }

    private bool HasNorm(string name)
    {
        return _weights.Has($"{name}.weight") || _weights.Has($"{name}.bias") || _weights.Has($"{name}.running_mean") || _weights.Has($"{name}.running_var");
    }

    // PyTorch's [O, I, kh, kw] to [O, kh, kw, I], or [C, 1, kh, kw] to [1, kh, kw, C].
    private Tensor Weights(string name, int output, int depth, int kernel, bool isDepthwise)
    {
        float[] source = _weights.Take($"{name}.weight", output, depth, kernel, kernel);
        float[] values = new float[source.Length];
        int area = kernel * kernel;
        for (int o = 0; o < output; o++)
        {
            for (int i = 0; i < depth; i++)
            {
                for (int tap = 0; tap < area; tap++)
                {
                    int target = isDepthwise ? (tap * output) + o : (((o * area) + tap) * depth) + i;
                    values[target] = source[(((o * depth) + i) * area) + tap];
                }
            }
        }

        return Constant($"{name}.weight", isDepthwise ? [1, kernel, kernel, output] : [output, kernel, kernel, depth], values);
    }

    private Padding PaddingOf(Tensor input, int kernel, int stride)
    {
        int side = (kernel - 1) / 2;
        return _architecture.IsSamePadding
            ? Padding.Same(input.Shape[1], input.Shape[2], kernel, kernel, stride, stride)
            : new Padding(side, side, side, side);
    }

    private int OutputSize(int padded, int kernel, int stride, string where)
    {
        return padded >= kernel
            ? ((padded - kernel) / stride) + 1
            : throw new EdgeException(
                DiagnosticId.ArchitectureBadValue, $"{_architecture.Path}: {where}", $"a kernel of {kernel} does not fit {padded} padded pixels", "use a larger input or a smaller kernel");
    }

    private static Tensor Constant(string name, int[] shape, float[] values) => new(name, ElementType.Float32, shape) { Data = values };

    private Tensor Emit(OperatorKind kind, string name, IEnumerable<Tensor> inputs, int[] shape, OperatorAttributes? attributes)
    {
        var output = new Tensor(name, ElementType.Float32, shape);
        _graph.Operators.Add(new Operator(kind, name, inputs, [output], attributes) { SourceIndex = _graph.Operators.Count });
        return output;
    }
}
