using System;
using System.Collections.Generic;
using System.IO;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Quantization;

/// <summary>
/// Quantization-aware training of any TorchSharp network: the forward pass runs with weights and activations rounded as Edge's int8 rounds
/// them, gradients go straight through the rounding to the weights as they are (Bengio et al. 2013, arXiv:1308.3432; Jacob et al. 2018,
/// arXiv:1712.05877). Around every step: <see cref="Round"/>, forward, backward, <see cref="Restore"/>, then the optimizer.
/// </summary>
internal sealed class FakeQuantization : IDisposable
{
    private readonly List<RoundedWeights> _weights = new();
    private readonly List<RoundedActivations> _activations = new();

    private FakeQuantization()
    {
    }

    /// <summary>How many tensors of weights are rounded.</summary>
    public int WeightCount => _weights.Count;

    /// <summary>How many activations are rounded.</summary>
    public int ActivationCount => _activations.Count;

    /// <summary>
    /// Prepares a network. Weights: those of all convolutions and fully connected layers within it. Activations: in each Sequential, what
    /// is left in memory on the device, that is, behind an activation function, or behind a layer and its norm where none follows.
    /// </summary>
    /// <param name="network">Network in training; its modules must be called, not only their forward, as Sequential does.</param>
    /// <param name="calibration">Batches that look like the data; the ranges of activations are measured on them. Each is disposed.</param>
    /// <exception cref="InvalidDataException">There is nothing to round, or nothing to calibrate with.</exception>
    public static FakeQuantization Of(nn.Module<Tensor, Tensor> network, IEnumerable<Tensor> calibration)
    {
        var result = new FakeQuantization();
        if (network is Sequential whole)
        {
            result.AddActivations(whole); // named_modules leaves out the network itself
        }
        foreach ((string name, nn.Module module) in network.named_modules())
        {
            if (module is Conv2d convolution)
            {
                result._weights.Add(new RoundedWeights(name, convolution.weight!));
            }
            else if (module is Linear linear)
            {
                result._weights.Add(new RoundedWeights(name, linear.weight!));
            }
            else if (module is Sequential sequence)
            {
                result.AddActivations(sequence);
            }
        }
        if (result._weights.Count == 0)
        {
            throw new InvalidDataException("the network has no Conv2d and no Linear: there is nothing to quantize");
        }
        result.Calibrate(network, calibration);
        return result;
    }

    /// <summary>Puts the rounded weights in the place of the weights, until <see cref="Restore"/>.</summary>
    public void Round()
    {
        foreach (RoundedWeights weights in _weights)
        {
            weights.Round();
        }
    }

    /// <summary>Puts the weights back; their gradients are those of the rounded ones.</summary>
    public void Restore()
    {
        foreach (RoundedWeights weights in _weights)
        {
            weights.Restore();
        }
    }

    /// <summary>The network computes as before.</summary>
    public void Dispose()
    {
        foreach (RoundedWeights weights in _weights)
        {
            weights.Dispose();
        }
        foreach (RoundedActivations activations in _activations)
        {
            activations.Dispose();
        }
    }

    // Layer, norm and activation function are one operator on the device: only the last one's result is rounded to 8 bits.
    private void AddActivations(Sequential sequence)
    {
        var modules = new List<nn.Module>();
        foreach (nn.Module module in sequence.children())
        {
            if (module is not (Dropout or Identity))
            {
                modules.Add(module);
            }
        }
        for (int i = 0; i < modules.Count; i++)
        {
            bool isPart = modules[i] is Conv2d or Linear or BatchNorm2d or ReLU or ReLU6 or Hardswish;
            nn.Module? next = i + 1 < modules.Count ? modules[i + 1] : null;
            bool goesOn = modules[i] switch
            {
                Conv2d or Linear => next is BatchNorm2d or ReLU or ReLU6 or Hardswish,
                BatchNorm2d => next is ReLU or ReLU6 or Hardswish,
                _ => false,
            };
            if (isPart && !goesOn)
            {
                _activations.Add(new RoundedActivations((nn.Module<Tensor, Tensor>)modules[i]));
            }
        }
    }

    private void Calibrate(nn.Module<Tensor, Tensor> network, IEnumerable<Tensor> calibration)
    {
        bool wasTraining = network.training;
        network.eval();
        int batches = 0;
        using (no_grad())
        {
            foreach (Tensor batch in calibration)
            {
                using DisposeScope scope = NewDisposeScope();
                network.call(batch);
                batch.Dispose();
                batches++;
            }
        }
        network.train(wasTraining);
        if (batches == 0)
        {
            throw new InvalidDataException("there is no batch to calibrate with: the ranges of activations are not known");
        }
        foreach (RoundedActivations activations in _activations)
        {
            activations.IsRounding = true;
        }
    }
}
