using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>Reads the list <c>layers</c> of <c>arch.json</c> (docs/weights-import.md, "Layers").</summary>
internal static class LayerListFile
{
    private const int MaxLayers = 512;
    private const int MaxExpansion = 64;

    private static readonly Dictionary<string, LayerKind> s_kinds = new()
    {
        ["conv"] = LayerKind.Convolution,
        ["pointwise"] = LayerKind.Convolution,
        ["depthwise"] = LayerKind.Depthwise,
        ["mbconv"] = LayerKind.MBConv,
        ["squeeze-excite"] = LayerKind.SqueezeExcite,
        ["maxpool"] = LayerKind.MaxPool,
        ["avgpool"] = LayerKind.AveragePool,
        ["mean"] = LayerKind.Mean,
        ["linear"] = LayerKind.Linear,
    };

    /// <summary>Parts whose weights an MBConv block may name.</summary>
    public static string[] BlockParts { get; } = ["expand", "expandNorm", "depthwise", "depthwiseNorm", "squeeze", "restore", "project", "projectNorm"];

    /// <summary>Reads the list.</summary>
    /// <exception cref="Diagnostics.EdgeException">A field is missing, unknown or out of range.</exception>
    public static List<ArchitectureLayer> Read(JsonFields root)
    {
        var layers = new List<ArchitectureLayer>();
        foreach (JsonFields fields in root.Objects("layers"))
        {
            layers.Add(ReadLayer(fields, $"layers[{layers.Count}]"));
            fields.RequireNoMore();
        }

        return layers.Count is > 0 and <= MaxLayers ? layers : throw root.BadValue("layers", $"{layers.Count} layers are not from 1 to {MaxLayers}");
    }

    /// <summary>Reads a map from parts to names of weights.</summary>
    /// <param name="fields">The object that has the field.</param>
    /// <param name="parts">Parts it may name.</param>
    public static Dictionary<string, string> ReadNames(JsonFields fields, params IEnumerable<string> parts)
    {
        var names = new Dictionary<string, string>();
        if (fields.Has("names"))
        {
            JsonFields map = fields.Object("names");
            foreach (string part in parts.Where(map.Has))
            {
                names[part] = map.Text(part);
            }

            map.RequireNoMore();
        }

        return names;
    }

    private static ArchitectureLayer ReadLayer(JsonFields fields, string where)
    {
        string type = fields.Choice("type", null, [.. s_kinds.Keys]);
        var layer = new ArchitectureLayer(s_kinds[type], where);
        return layer.Kind switch
        {
            LayerKind.Convolution or LayerKind.Depthwise => ReadConvolution(fields, layer, type == "pointwise"),
            LayerKind.MBConv => ReadBlock(fields, layer),
            LayerKind.SqueezeExcite => layer with
            {
                Squeeze = fields.Integer("squeeze", 1, ArchitectureFile.MaxChannels),
                Names = ReadNames(fields, "squeeze", "restore"),
            },
            LayerKind.MaxPool or LayerKind.AveragePool => ReadPool(fields, layer),
            LayerKind.Linear => layer with
            {
                Output = fields.Integer("output", 1, ArchitectureFile.MaxChannels),
                Activation = ArchitectureFile.ReadActivation(fields, "activation", "none"),
                Names = ReadNames(fields, "linear"),
            },
            _ => layer,
        };
    }

    private static ArchitectureLayer ReadConvolution(JsonFields fields, ArchitectureLayer layer, bool isPointwise)
    {
        return layer with
        {
            Kernel = isPointwise ? 1 : ArchitectureFile.ReadKernel(fields),
            Stride = fields.Integer("stride", 1, ArchitectureFile.MaxStride, 1),
            Padding = fields.Has("padding") ? fields.Integer("padding", 0, ArchitectureFile.MaxKernel) : null,
            Output = layer.Kind == LayerKind.Convolution ? fields.Integer("output", 1, ArchitectureFile.MaxChannels) : 0,
            Activation = ArchitectureFile.ReadActivation(fields, "activation", "none"),
            Names = ReadNames(fields, "conv", "norm"),
        };
    }

    private static ArchitectureLayer ReadBlock(JsonFields fields, ArchitectureLayer layer)
    {
        if (fields.Has("expanded") == fields.Has("expansion"))
        {
            throw fields.BadValue("expanded", "one of expanded (channels) and expansion (a factor) says how far the block expands");
        }

        return layer with
        {
            Kernel = ArchitectureFile.ReadKernel(fields),
            Stride = fields.Integer("stride", 1, ArchitectureFile.MaxStride, 1),
            Expanded = fields.Integer("expanded", 0, ArchitectureFile.MaxChannels, 0),
            Expansion = fields.Integer("expansion", 0, MaxExpansion, 0),
            Output = fields.Integer("output", 1, ArchitectureFile.MaxChannels),
            Squeeze = fields.Integer("squeeze", 0, ArchitectureFile.MaxChannels, 0),
            Activation = ArchitectureFile.ReadActivation(fields, "activation", "none"),
            Names = ReadNames(fields, BlockParts),
        };
    }

    private static ArchitectureLayer ReadPool(JsonFields fields, ArchitectureLayer layer)
    {
        int kernel = fields.Integer("kernel", 1, ArchitectureFile.MaxKernel);
        return layer with
        {
            Kernel = kernel,
            Stride = fields.Integer("stride", 1, ArchitectureFile.MaxKernel, kernel),
            Padding = fields.Integer("padding", 0, kernel / 2, 0),
        };
    }
}
