using System.Collections.Generic;
using System.Globalization;
using Edge.MeterDigits.Trainer.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Edge.MeterDigits.Trainer.Network;

/// <summary>
/// The network of a <see cref="NetworkShape"/>, built of the parts and with the parameter names of torchvision's
/// MobileNetV3: features.0 is the stem, features.1 to n the blocks, features.n+1 the last convolution, classifier the rest.
/// </summary>
internal sealed class MeterNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential features;   // the names of these fields are part of the parameters' names
    private readonly Sequential classifier;
    private readonly bool _isFlat;

    /// <param name="shape">What to build.</param>
    /// <param name="dropout">Part of the pooled features that training drops.</param>
    public MeterNetwork(NetworkShape shape, double dropout)
        : base("meter")
    {
        var modules = new List<(string, Module<Tensor, Tensor>)>
        {
            ("0", Convolution(shape, shape.Input.Channels, shape.Stem.Output, shape.Stem.Kernel, shape.Stem.Stride, 1, shape.Stem.Activation)),
        };
        int channels = shape.Stem.Output;
        foreach (BlockShape block in shape.Blocks)
        {
            modules.Add((Index(modules.Count), new MbConvBlock(shape, block, channels)));
            channels = block.Output;
        }
        if (shape.Head.Convolution > 0)
        {
            modules.Add((Index(modules.Count), Convolution(shape, channels, shape.Head.Convolution, 1, 1, 1, shape.Head.Activation)));
            channels = shape.Head.Convolution;
        }
        features = Sequential(modules);
        _isFlat = shape.Head.IsFlat;
        channels *= _isFlat ? shape.LastPixels : 1;

        var layers = new List<(string, Module<Tensor, Tensor>)>();
        if (shape.Head.Hidden > 0)
        {
            layers.Add(("0", Linear(channels, shape.Head.Hidden)));
            layers.Add(("1", Activation(shape.Head.Activation)));
            channels = shape.Head.Hidden;
        }
        layers.Add((shape.Head.Hidden > 0 ? "2" : "0", Dropout(dropout)));
        layers.Add((shape.Head.Hidden > 0 ? "3" : "1", Linear(channels, shape.Classes.Length)));
        classifier = Sequential(layers);
        RegisterComponents();
    }

    /// <param name="input">[N, C, H, W], -1 to 1.</param>
    /// <returns>Logits [N, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor last = features.forward(input);
        Tensor pooled = _isFlat ? last.flatten(1) : last.mean(new long[] { 2, 3 });
        return classifier.forward(pooled).MoveToOuterDisposeScope();
    }

    /// <summary>Convolution without bias, batch norm, activation.</summary>
    internal static Sequential Convolution(NetworkShape shape, int input, int output, int kernel, int stride, int groups, string activation)
    {
        var modules = new List<(string, Module<Tensor, Tensor>)>
        {
            ("0", Conv2d(input, output, kernel, stride: stride, padding: (kernel - 1) / 2, groups: groups, bias: false)),
            ("1", BatchNorm2d(output, eps: shape.BatchNormEpsilon, momentum: 0.05)),
        };
        if (activation != "none")
        {
            modules.Add(("2", Activation(activation)));
        }
        return Sequential(modules);
    }

    private static Module<Tensor, Tensor> Activation(string name)
    {
        return name switch
        {
            "relu" => ReLU(inplace: true),
            "relu6" => ReLU6(inplace: true),
            "hswish" => Hardswish(inplace: true),
            _ => throw new System.IO.InvalidDataException($"activation '{name}' is not relu, relu6 or hswish"),
        };
    }

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);
}
