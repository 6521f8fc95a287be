using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.Architecture.Drafting;

/// <summary>Drafts the layers of a network without a naming scheme, one for each weight matrix, in the order of the file; expand, depthwise and project of one name become a block.</summary>
internal static class LayerDrafter
{
    private const string Weight = ".weight";

    /// <summary>Reads names and shapes.</summary>
    /// <returns>The layers, and the channels of the input.</returns>
    /// <exception cref="EdgeException">No tensor is one of a convolution or of a fully connected layer.</exception>
    public static (List<DraftedLayer> Layers, int InputChannels) Draft(WeightStore weights)
    {
        List<string> names = [.. weights.Order.Where(name => name.EndsWith(Weight, StringComparison.Ordinal) && weights.ShapeOf(name) is { Length: 2 or 4 }).Select(name => name[..^Weight.Length])];
        if (names.Count == 0)
        {
            throw new EdgeException(
                DiagnosticId.NamingUnknown, weights.Path, "no tensor is the weight of a convolution or of a fully connected layer", "write the architecture file by hand (docs/weights-import.md)");
        }

        var layers = new List<DraftedLayer>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names.Where(name => !taken.Contains(name)))
        {
            DraftedLayer layer = Block(weights, name) ?? Single(weights, name);
            taken.UnionWith(layer.Names.Values);
            if (layer.Type == "linear" && layers.Count > 0 && layers[^1].Type is not ("linear" or "mean"))
            {
                layers.Add(new DraftedLayer("mean", new Dictionary<string, string>()));
            }

            layers.Add(layer);
        }

        int[] first = weights.ShapeOf(names[0] + Weight)!;
        return (layers, layers[0].Type == "depthwise" ? first[0] : InputOf(weights, layers[0]));
    }

    private static int InputOf(WeightStore weights, DraftedLayer layer)
    {
        string first = layer.Names.GetValueOrDefault("expand") ?? layer.Names.GetValueOrDefault("depthwise") ?? layer.Names.Values.First();
        int[] shape = weights.ShapeOf(first + Weight)!;
        return layer.Names.ContainsKey("expand") || layer.Type != "mbconv" ? shape[1] : shape[0];
    }

    private static DraftedLayer Single(WeightStore weights, string name)
    {
        int[] shape = weights.ShapeOf(name + Weight)!;
        if (shape.Length == 2)
        {
            return new DraftedLayer("linear", new Dictionary<string, string> { ["linear"] = name }) { Output = shape[0] };
        }

        var names = new Dictionary<string, string> { ["conv"] = name };
        return shape[1] == 1 && shape[0] > 1
            ? new DraftedLayer("depthwise", names) { Kernel = shape[^1] }
            : new DraftedLayer("conv", names) { Kernel = shape[^1], Output = shape[0] };
    }

    // A block under one prefix: [PREFIX.]depthwise_conv with project_conv, perhaps expand_conv and squeeze-excite.
    private static DraftedLayer? Block(WeightStore weights, string name)
    {
        int dot = name.LastIndexOf('.');
        string prefix = name[..(dot + 1)];
        string last = name[(dot + 1)..];
        if (last is not ("expand_conv" or "depthwise_conv" or "project_conv" or "se_reduce" or "se_expand" or "_expand_conv" or "_depthwise_conv"))
        {
            return null;
        }

        string mark = last.StartsWith('_') ? "_" : string.Empty;
        var names = new Dictionary<string, string>();
        foreach ((string part, string[] usual) in new[]
        {
            ("expand", new[] { "expand_conv" }), ("depthwise", ["depthwise_conv"]), ("squeeze", ["se_reduce", "se.fc1"]), ("restore", ["se_expand", "se.fc2"]), ("project", ["project_conv"]),
        })
        {
            if (usual.Select(text => $"{prefix}{mark}{text}").FirstOrDefault(text => weights.Has(text + Weight)) is { } found)
            {
                names[part] = found;
            }
        }

        return names.TryGetValue("depthwise", out string? depthwise) && names.TryGetValue("project", out string? project)
            ? new DraftedLayer("mbconv", names)
            {
                Kernel = weights.ShapeOf(depthwise + Weight)![^1],
                Expanded = weights.ShapeOf(depthwise + Weight)![0],
                Output = weights.ShapeOf(project + Weight)![0],
                Squeeze = names.TryGetValue("squeeze", out string? squeeze) ? weights.ShapeOf(squeeze + Weight)![0] : 0,
            }
            : null;
    }
}
