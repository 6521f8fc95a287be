using System.Collections.Generic;
using System.Globalization;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>
/// torchvision.models.mnasnet: layers.0/.1 stem, layers.3/.4 and .6/.7 depthwise and projection of the first block, then
/// layers.s.k.layers with .0/.1 expand, .3/.4 depthwise, .6/.7 projection; layers.14/.15 head, classifier.1.
/// </summary>
internal sealed class TorchvisionMnasNetNames : INamingScheme
{
    private const string Root = "layers.";

    /// <inheritdoc/>
    public string Name => "torchvision-mnasnet";

    /// <inheritdoc/>
    public bool Matches(IReadOnlySet<string> names) => names.Contains("layers.0.weight") && names.Contains("layers.8.0.layers.0.weight");

    /// <inheritdoc/>
    public WeightNames Resolve(IReadOnlyList<BlockForm> blocks, bool hasHidden, IReadOnlySet<string> names)
    {
        List<string> prefixes = StageIndex.Find(names, Root, "layers.0.weight");
        var resolved = new List<BlockNames>();
        foreach (BlockForm block in blocks)
        {
            string prefix = block.Index == 0 ? "layers" : $"{StageIndex.At(prefixes, Root, block.Index - 1)}.layers";
            resolved.Add(new BlockNames(prefix, Part(prefix, 0), Part(prefix, 3), new SqueezeNames(prefix, "(none)", "(none)"), Part(prefix, 6)));
        }

        return new WeightNames(Part("layers", 0), resolved, Part("layers", 14), "(none)", "classifier.1");
    }

    private static PartNames Part(string prefix, int index)
    {
        return new PartNames(
            string.Create(CultureInfo.InvariantCulture, $"{prefix}.{index}"), string.Create(CultureInfo.InvariantCulture, $"{prefix}.{index + 1}"));
    }
}
