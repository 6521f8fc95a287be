using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>Exponential average of a network's weights and running statistics; a better network than the last step's.</summary>
internal sealed class AveragedWeights : IDisposable
{
    private readonly List<(Tensor Source, Tensor Average)> _pairs;
    private readonly double _keep;

    /// <param name="source">Network in training.</param>
    /// <param name="average">Network of the same shape; its tensors receive the averages.</param>
    /// <param name="keep">Part kept at each step once warmed up.</param>
    public AveragedWeights(nn.Module source, nn.Module average, double keep)
    {
        _keep = keep;
        _pairs = Pair(source, average);
    }

    /// <summary>Moves the averages towards the present weights.</summary>
    /// <param name="step">Steps done so far: the first ones count for more.</param>
    public void Update(long step) => Move(_pairs, Math.Min(_keep, (1.0 + step) / (10 + step)));

    /// <summary>Gives a network the mean of the weights and running statistics of two others of its shape.</summary>
    public static void TakeMean(nn.Module target, nn.Module first, nn.Module second)
    {
        target.load_state_dict(first.state_dict());
        Move(Pair(second, target), 0.5);
    }

    private static List<(Tensor Source, Tensor Average)> Pair(nn.Module source, nn.Module average)
    {
        Dictionary<string, Tensor> targets = average.state_dict();
        return source.state_dict().Select(entry => (entry.Value, targets[entry.Key])).ToList();
    }

    private static void Move(List<(Tensor Source, Tensor Average)> pairs, double keep)
    {
        using IDisposable noGradient = no_grad();
        foreach ((Tensor source, Tensor average) in pairs)
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
