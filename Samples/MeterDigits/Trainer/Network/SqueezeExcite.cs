using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Edge.MeterDigits.Trainer.Network;

/// <summary>Squeeze-excite of MobileNetV3: average, 1x1 to the bottleneck, ReLU, 1x1 back, hard sigmoid, scale.</summary>
internal sealed class SqueezeExcite : Module<Tensor, Tensor>
{
    private readonly Conv2d fc1; // these names are part of the parameters' names
    private readonly Conv2d fc2;

    public SqueezeExcite(int channels, int squeeze)
        : base("squeeze")
    {
        fc1 = Conv2d(channels, squeeze, 1);
        fc2 = Conv2d(squeeze, channels, 1);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor gate = functional.hardsigmoid(fc2.forward(functional.relu(fc1.forward(input.mean(new long[] { 2, 3 }, keepdim: true)))));
        return input * gate;
    }
}
