using System;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Edge.MeterDigits.Trainer.Quantization;

/// <summary>What a module gives, rounded to int8 of the range that was measured, which then follows the batches slowly.</summary>
internal sealed class RoundedActivations : IDisposable
{
    private const float Follow = 0.01f; // part of a batch's range that goes into the range

    private readonly Action _unhook;
    private ActivationRange _range;

    /// <param name="module">Module whose result is rounded; it must be called, not only its forward.</param>
    public RoundedActivations(nn.Module<Tensor, Tensor> module)
    {
        _unhook = module.register_forward_hook((_, _, output) => Pass(output)).remove;
    }

    /// <summary>Rounds; before that, only the range is measured.</summary>
    public bool IsRounding { get; set; }

    /// <summary>Range so far.</summary>
    public ActivationRange Range => _range;

    /// <summary>The values that int8 of these parameters can hold, next to those of a tensor. The gradient goes through where nothing is cut off.</summary>
    public static Tensor Round(Tensor values, QuantizationParameters parameters)
    {
        ActivationRange range = AffineParameters.RangeOf(parameters);
        Tensor held = values.clamp(range.Min, range.Max);
        Tensor rounded = (held / parameters.Scale).round() * parameters.Scale;
        return held + (rounded - held).detach();
    }

    /// <inheritdoc/>
    public void Dispose() => _unhook();

    private Tensor Pass(Tensor output)
    {
        Measure(output);
        return IsRounding ? Round(output, AffineParameters.Of(_range)) : output;
    }

    private void Measure(Tensor output)
    {
        using IDisposable noGradient = no_grad();
        using Tensor lowest = output.min();
        using Tensor highest = output.max();
        var batch = new ActivationRange(lowest.item<float>(), highest.item<float>());
        _range = IsRounding
            ? new ActivationRange(_range.Min + Follow * (batch.Min - _range.Min), _range.Max + Follow * (batch.Max - _range.Max))
            : _range.Union(batch);
    }
}
