using System;
using Edge.ModelTools.Data;
using Edge.ModelTools.Quantization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Edge.MeterDigits.Trainer.Quantization;

/// <summary>The weights of one layer and what Edge's quantizer makes of them: int8, one scale for each output channel.</summary>
internal sealed class RoundedWeights : IDisposable
{
    private readonly string _name;
    private readonly Parameter _weights;
    private readonly Tensor _kept;
    private bool _isRounded;

    /// <param name="name">Name of the layer.</param>
    /// <param name="weights">[output, ...].</param>
    public RoundedWeights(string name, Parameter weights)
    {
        _name = name;
        _weights = weights;
        using IDisposable noGradient = no_grad();
        _kept = weights.detach().clone().DetachFromDisposeScope();
    }

    /// <summary>Real values that the integers of Edge's quantizer stand for. A norm behind the layer scales whole channels, which changes none of the integers.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="values">[output, ...].</param>
    /// <param name="shape">Shape of the weights.</param>
    public static float[] Quantize(string name, float[] values, long[] shape)
    {
        var weights = new Edge.ModelTools.Graph.Tensor(name, ElementType.Float32, Array.ConvertAll(shape, size => (int)size)) { Data = values };
        float[] scales = WeightQuantizer.MaximumScales(weights, axis: 0);
        for (int channel = 0; channel < scales.Length; channel++)
        {
            scales[channel] = scales[channel] > 0 ? scales[channel] : 1; // all weights are 0, and stay so
        }
        sbyte[] levels = WeightQuantizer.QuantizePerChannel(weights, axis: 0, scales).Int8s;
        var rounded = new float[values.Length];
        int perChannel = values.Length / scales.Length;
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i] = levels[i] * scales[i / perChannel];
        }
        return rounded;
    }

    /// <summary>Puts the rounded weights in place.</summary>
    public void Round()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        _kept.copy_(_weights);
        float[] values = _kept.data<float>().ToArray();
        _weights.copy_(tensor(Quantize(_name, values, _weights.shape), _weights.shape));
        _isRounded = true;
    }

    /// <summary>Puts the weights back.</summary>
    public void Restore()
    {
        if (_isRounded)
        {
            using IDisposable noGradient = no_grad();
            _weights.copy_(_kept);
            _isRounded = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Restore();
        _kept.Dispose();
    }
}
