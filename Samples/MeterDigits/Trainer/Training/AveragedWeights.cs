using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>Exponential average of a network's weights and running statistics; a better network than the last step's.</summary>
internal sealed class AveragedWeights : IDisposable
{
    private readonly List<(Tensor Source, Tensor Average)> _pairs = new();
    private readonly double _keep;

    /// <param name="source">Network in training.</param>
    /// <param name="average">Network of the same shape; its tensors receive the averages.</param>
    /// <param name="keep">Part kept at each step once warmed up.</param>
    public AveragedWeights(nn.Module source, nn.Module average, double keep)
    {
        _keep = keep;
        Dictionary<string, Tensor> targets = average.state_dict();
        foreach ((string name, Tensor tensor) in source.state_dict())
        {
            _pairs.Add((tensor, targets[name]));
        }
    }

    /// <summary>Moves the averages towards the present weights.</summary>
    /// <param name="step">Steps done so far: the first ones count for more.</param>
    public void Update(long step)
    {
        double keep = Math.Min(_keep, (1.0 + step) / (10 + step));
        using IDisposable noGradient = no_grad();
        foreach ((Tensor source, Tensor average) in _pairs)
        {
            if (source.dtype == ScalarType.Float32)
            {
                average.lerp_(source, 1 - keep);
            }
            else
            {
                average.copy_(source);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((Tensor source, Tensor average) in _pairs)
        {
            source.Dispose();
            average.Dispose();
        }
    }
}
