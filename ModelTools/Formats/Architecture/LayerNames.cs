using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture.Naming;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>
/// Finds the weights of one layer after the other where no naming scheme holds: under the name that the architecture file gives,
/// else under a name that is usual for the part, else the next weights whose shape fits. A state dict has its layers in the order
/// of their definition, so the first that fits is meant; a safetensors file has not, so there two that fit are asked about.
/// </summary>
internal sealed class LayerNames
{
    // Parts of MBConv blocks as people call them; the first that is there is taken.
    private static readonly Dictionary<string, string[]> s_usual = new()
    {
        ["expand"] = ["expand_conv", "expand", "expand.0", "_expand_conv", "conv_pw"],
        ["depthwise"] = ["depthwise_conv", "depthwise", "dw", "dw.0", "_depthwise_conv", "conv_dw"],
        ["project"] = ["project_conv", "project", "proj", "proj.0", "_project_conv", "conv_pwl"],
        ["squeeze"] = ["se.fc1", "se.reduce", "se.conv_reduce", "se_reduce", "_se_reduce", "squeeze_excite.fc1", "se.squeeze"],
        ["restore"] = ["se.fc2", "se.expand", "se.conv_expand", "se_expand", "_se_expand", "squeeze_excite.fc2", "se.excite"],
    };

    private readonly WeightStore _weights;
    private readonly string _architecturePath;
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>Begins with the first layer.</summary>
    public LayerNames(WeightStore weights, string architecturePath)
    {
        _weights = weights;
        _architecturePath = architecturePath;
    }

    /// <summary>Names of a convolution and of the batch normalisation behind it (null when there is none).</summary>
    /// <param name="layer">The layer it belongs to.</param>
    /// <param name="part">Its part of the layer: "conv", "expand", "depthwise", "project".</param>
    /// <param name="normPart">Part that names its batch normalisation.</param>
    /// <param name="shape">Shape of its weights.</param>
    /// <exception cref="EdgeException">Several weights fit.</exception>
    public PartNames Convolution(ArchitectureLayer layer, string part, string normPart, params int[] shape)
    {
        string convolution = Find(layer, part, shape);
        string? norm = layer.Names.GetValueOrDefault(normPart) ?? NormCandidates(convolution).FirstOrDefault(name => _weights.Has($"{name}.running_mean"));
        return new PartNames(convolution, norm);
    }

    /// <summary>Name of a part that has weights of its own and nothing behind them.</summary>
    /// <exception cref="EdgeException">Several weights fit.</exception>
    public string Find(ArchitectureLayer layer, string part, params int[] shape)
    {
        string name = layer.Names.GetValueOrDefault(part) ?? Usual(part) ?? NextFitting(layer, part, shape);
        _given.Add(name);
        return name;
    }

    private string? Usual(string part)
    {
        return s_usual.GetValueOrDefault(part, []).FirstOrDefault(name => !_given.Contains(name) && _weights.Has($"{name}.weight"));
    }

    private string NextFitting(ArchitectureLayer layer, string part, int[] shape)
    {
        List<string> fitting = [.. _weights.LayersOf(shape).Where(name => !_given.Contains(name))];
        if (fitting.Count > 1 && !_weights.IsInOrder)
        {
            throw new EdgeException(
                DiagnosticId.NamingUnknown,
                $"{_architecturePath}: {layer.Where}",
                $"weights [{string.Join(", ", shape)}] of {string.Join(" and ", fitting.Take(3).Select(name => $"'{name}'"))} fit, and {_weights.Path} does not keep the layers' order",
                $"name them: \"names\": {{ \"{part}\": \"{fitting[0]}\" }}");
        }

        return fitting.Count > 0 ? fitting[0] : $"{layer.Where}.{part}"; // missed by Take, which names it
    }

    // conv1 and bn1, expand_conv and expand_bn, block.0 and block.1, fc.conv and fc.bn.
    private static IEnumerable<string> NormCandidates(string convolution)
    {
        int dot = convolution.LastIndexOf('.');
        string head = convolution[..(dot + 1)];
        string last = convolution[(dot + 1)..];
        yield return head + last.Replace("conv", "bn", StringComparison.Ordinal);
        yield return head + last.Replace("conv", "norm", StringComparison.Ordinal);
        yield return $"{convolution}_bn";
        yield return $"{head}bn";
        if (int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < int.MaxValue)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{head}{number + 1}");
        }
    }
}
