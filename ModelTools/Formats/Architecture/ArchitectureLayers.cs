using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>The layers of an architecture: those it lists, or stem, blocks and head spelled out, with the names that the file gives them.</summary>
internal static class ArchitectureLayers
{
    /// <summary>What the field <c>names</c> of a whole network may name, beside the parts of a block.</summary>
    public static string[] NetworkParts { get; } = ["stem", "stemNorm", "block", "head", "headNorm", "hidden", "classifier"];

    /// <summary>All layers, in order.</summary>
    public static IReadOnlyList<ArchitectureLayer> Of(NetworkArchitecture architecture)
    {
        if (architecture.Layers.Count > 0)
        {
            return architecture.Layers;
        }

        var layers = new List<ArchitectureLayer>();
        if (architecture.Stem is { } stem)
        {
            layers.Add(new ArchitectureLayer(LayerKind.Convolution, "stem")
            {
                Kernel = stem.Kernel,
                Stride = stem.Stride,
                Output = stem.Output,
                Activation = stem.Activation,
                Names = Renamed(architecture, ("conv", "stem"), ("norm", "stemNorm")),
            });
        }

        layers.AddRange(architecture.Blocks.Select((block, i) => Block(architecture, block, i)));
        if (architecture.Head is { } head)
        {
            AddHead(layers, architecture, head);
        }

        return layers;
    }

    private static ArchitectureLayer Block(NetworkArchitecture architecture, ArchitectureBlock block, int index)
    {
        string prefix = architecture.Names.GetValueOrDefault("block", string.Empty).Replace("{i}", index.ToString(CultureInfo.InvariantCulture), System.StringComparison.Ordinal);
        return new ArchitectureLayer(LayerKind.MBConv, string.Create(CultureInfo.InvariantCulture, $"blocks[{index}]"))
        {
            Kernel = block.Kernel,
            Stride = block.Stride,
            Expanded = block.Expanded,
            Output = block.Output,
            Squeeze = block.Squeeze,
            Activation = block.Activation,
            Names = LayerListFile.BlockParts.Where(architecture.Names.ContainsKey)
                .ToDictionary(part => part, part => prefix.Length == 0 ? architecture.Names[part] : $"{prefix}.{architecture.Names[part]}"),
        };
    }

    private static void AddHead(List<ArchitectureLayer> layers, NetworkArchitecture architecture, ArchitectureHead head)
    {
        if (head.Convolution > 0)
        {
            layers.Add(new ArchitectureLayer(LayerKind.Convolution, "head")
            {
                Output = head.Convolution,
                Activation = head.Activation,
                Names = Renamed(architecture, ("conv", "head"), ("norm", "headNorm")),
            });
        }

        layers.Add(new ArchitectureLayer(LayerKind.Mean, "head"));
        if (head.Hidden > 0)
        {
            layers.Add(new ArchitectureLayer(LayerKind.Linear, "head.hidden")
            {
                Output = head.Hidden,
                Activation = head.Activation,
                Names = Renamed(architecture, ("linear", "hidden")),
            });
        }

        layers.Add(new ArchitectureLayer(LayerKind.Linear, "classes") { Output = architecture.Classes.Length, Names = Renamed(architecture, ("linear", "classifier")) });
    }

    private static Dictionary<string, string> Renamed(NetworkArchitecture architecture, params (string Part, string NetworkPart)[] parts)
    {
        return parts.Where(part => architecture.Names.ContainsKey(part.NetworkPart)).ToDictionary(part => part.Part, part => architecture.Names[part.NetworkPart]);
    }
}
