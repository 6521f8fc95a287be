using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Edge.Tests.Desktop.Safetensors;

/// <summary>
/// A small MBConv network with random weights from a seed: no expand + squeeze-excite + residual; expand + squeeze-excite + stride 2;
/// expand + residual; hidden layer. Its weights go by the role of their layer ("stem", "0.dw", "1.fc1", ...).
/// </summary>
internal sealed class SampleNetwork
{
    private readonly Random _random = new(8);

    /// <param name="hasSqueeze">With squeeze-excite, which MobileNetV2 does not have.</param>
    /// <param name="hasHidden">With a hidden layer behind the mean.</param>
    public SampleNetwork(bool hasSqueeze = true, bool hasHidden = true)
    {
        HasSqueeze = hasSqueeze;
        HasHidden = hasHidden;
        Convolution("stem", 8, 3, 3);
        Block(0, 8, 8, 3, 8, hasSqueeze ? 4 : 0);
        Block(1, 8, 24, 5, 12, hasSqueeze ? 6 : 0);
        Block(2, 12, 36, 3, 12, 0);
        Convolution("head", 20, 12, 1);
        int features = 20;
        if (hasHidden)
        {
            Dense("hidden", 16, features);
            features = 16;
        }

        Dense("classifier", 3, features);
    }

    public bool HasSqueeze { get; }

    public bool HasHidden { get; }

    /// <summary>Layers by role: weights of convolutions and dense layers with bias, or with batch normalisation.</summary>
    public Dictionary<string, SampleLayer> Layers { get; } = [];

    /// <summary>The architecture as <c>arch.json</c>.</summary>
    public string Architecture(string naming)
    {
        string Squeeze(int channels) => HasSqueeze ? channels.ToString(CultureInfo.InvariantCulture) : "0";
        return $$"""
            {
              "format": "edge-mbconv", "version": 1, "name": "sample",
              "input": { "height": 32, "width": 20, "channels": 3, "scale": [0.007843137], "offset": [-1] },
              "classes": ["a", "b", "c"], "padding": "symmetric", "batchNormEpsilon": 0.001, "naming": "{{naming}}",
              "squeezeActivation": "relu", "gate": "hsigmoid",
              "stem": { "kernel": 3, "stride": 2, "output": 8, "activation": "hswish" },
              "blocks": [
                { "kernel": 3, "stride": 1, "expanded": 8, "output": 8, "squeeze": {{Squeeze(4)}}, "activation": "relu" },
                { "kernel": 5, "stride": 2, "expanded": 24, "output": 12, "squeeze": {{Squeeze(6)}}, "activation": "hswish" },
                { "kernel": 3, "stride": 1, "expanded": 36, "output": 12, "squeeze": 0, "activation": "relu6" }
              ],
              "head": { "convolution": 20, "hidden": {{(HasHidden ? 16 : 0)}}, "activation": "hswish" }
            }
            """;
    }

    /// <summary>The weights as a safetensors file.</summary>
    /// <param name="names">Name of the convolution and of the batch normalisation by role.</param>
    /// <param name="prefix">Put before each name.</param>
    public SafetensorsBuilder Weights(IReadOnlyDictionary<string, (string Layer, string Norm)> names, string prefix = "")
    {
        var builder = new SafetensorsBuilder();
        foreach ((string role, SampleLayer layer) in Layers)
        {
            (string name, string norm) = names[role];
            builder.Add($"{prefix}{name}.weight", layer.Shape, layer.Weights);
            if (layer.Bias is not null)
            {
                builder.Add($"{prefix}{name}.bias", [layer.Outputs], layer.Bias);
                continue;
            }

            builder.Add($"{prefix}{norm}.weight", [layer.Outputs], layer.Gamma);
            builder.Add($"{prefix}{norm}.bias", [layer.Outputs], layer.Beta);
            builder.Add($"{prefix}{norm}.running_mean", [layer.Outputs], layer.Mean);
            builder.Add($"{prefix}{norm}.running_var", [layer.Outputs], layer.Variance);
            builder.AddRaw($"{prefix}{norm}.num_batches_tracked", "I64", [], new byte[8]);
        }

        return builder;
    }

    private void Block(int index, int channels, int expanded, int kernel, int output, int squeeze)
    {
        if (expanded != channels)
        {
            Convolution($"{index}.expand", expanded, channels, 1);
        }

        Convolution($"{index}.dw", expanded, 1, kernel);
        if (squeeze > 0)
        {
            Layers[$"{index}.fc1"] = new SampleLayer([squeeze, expanded, 1, 1], Values(squeeze * expanded, -0.7, 0.7)) { Bias = Values(squeeze, -0.5, 0.5) };
            Layers[$"{index}.fc2"] = new SampleLayer([expanded, squeeze, 1, 1], Values(squeeze * expanded, -0.7, 0.7)) { Bias = Values(expanded, -0.5, 0.5) };
        }

        Convolution($"{index}.project", output, expanded, 1);
    }

    private void Convolution(string role, int output, int depth, int kernel)
    {
        Layers[role] = new SampleLayer([output, depth, kernel, kernel], Values(output * depth * kernel * kernel, -0.6, 0.6))
        {
            Gamma = Values(output, 0.5, 1.5),
            Beta = Values(output, -0.5, 0.5),
            Mean = Values(output, -0.5, 0.5),
            Variance = Values(output, 0.2, 2),
        };
    }

    private void Dense(string role, int output, int depth)
    {
        Layers[role] = new SampleLayer([output, depth], Values(output * depth, -0.5, 0.5)) { Bias = Values(output, -0.5, 0.5) };
    }

    private float[] Values(int count, double low, double high)
    {
        return [.. Enumerable.Range(0, count).Select(_ => (float)(low + (_random.NextDouble() * (high - low))))];
    }
}
