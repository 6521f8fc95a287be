using System.Collections.Generic;
using System.Globalization;
using Edge.MeterDigits.Trainer.Architecture;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Edge.MeterDigits.Trainer.Network;

/// <summary>One block of any kind; its children are numbered like torchvision's, leaving out what the block lacks.</summary>
internal sealed class MbConvBlock : Module<Tensor, Tensor>
{
    private readonly Sequential block; // this name is part of the parameters' names
    private readonly bool _isResidual;

    public MbConvBlock(NetworkShape shape, BlockShape block, int input)
        : base("block")
    {
        var modules = new List<(string, Module<Tensor, Tensor>)>();
        if (block.Kind != BlockKind.MBConv)
        {
            Add(modules, MeterNetwork.Convolution(shape, input, block.Expanded, block.Kernel, block.Stride, 1, block.Activation));
            if (block.Squeeze > 0)
            {
                Add(modules, new SqueezeExcite(block.Expanded, block.Squeeze));
            }
            if (block.Kind == BlockKind.Fused)
            {
                Add(modules, MeterNetwork.Convolution(shape, block.Expanded, block.Output, 1, 1, 1, "none"));
            }
            this.block = Sequential(modules);
            RegisterComponents();
            return;
        }
        if (block.Expanded != input)
        {
            Add(modules, MeterNetwork.Convolution(shape, input, block.Expanded, 1, 1, 1, block.Activation));
        }
        Add(modules, MeterNetwork.Convolution(shape, block.Expanded, block.Expanded, block.Kernel, block.Stride, block.Expanded, block.Activation));
        if (block.Squeeze > 0)
        {
            Add(modules, new SqueezeExcite(block.Expanded, block.Squeeze));
        }
        Add(modules, MeterNetwork.Convolution(shape, block.Expanded, block.Output, 1, 1, 1, "none"));
        this.block = Sequential(modules);
        _isResidual = block.Stride == 1 && block.Output == input;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor output = block.forward(input);
        return _isResidual ? output + input : output;
    }

    private static void Add(List<(string, Module<Tensor, Tensor>)> modules, Module<Tensor, Tensor> module)
    {
        modules.Add((modules.Count.ToString(CultureInfo.InvariantCulture), module));
    }
}
