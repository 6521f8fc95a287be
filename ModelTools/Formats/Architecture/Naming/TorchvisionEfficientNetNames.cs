using System.Collections.Generic;
using System.Globalization;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>
/// torchvision.models.efficientnet: features.0 stem, features.s.k.block.j part j of block k of stage s, features.S+1 head,
/// classifier.1.
/// </summary>
internal sealed class TorchvisionEfficientNetNames : INamingScheme
{
    private const string Root = "features.";

    /// <inheritdoc/>
    public string Name => "torchvision-efficientnet";

    /// <inheritdoc/>
    public bool Matches(IReadOnlySet<string> names) => names.Contains("features.0.0.weight") && names.Contains("features.1.0.block.0.0.weight");

    /// <inheritdoc/>
    public WeightNames Resolve(IReadOnlyList<BlockForm> blocks, bool hasHidden, IReadOnlySet<string> names)
    {
        List<string> prefixes = StageIndex.Find(names, Root, "block.");
        var resolved = new List<BlockNames>();
        foreach (BlockForm block in blocks)
        {
            resolved.Add(TorchvisionMobileNetV3Names.Block(StageIndex.At(prefixes, Root, block.Index), block));
        }

        int stages = prefixes.Count == 0 ? 0 : int.Parse(prefixes[^1].Split('.')[1], CultureInfo.InvariantCulture);
        return new WeightNames(
            TorchvisionMobileNetV3Names.Part("features.0"),
            resolved,
            TorchvisionMobileNetV3Names.Part(string.Create(CultureInfo.InvariantCulture, $"{Root}{stages + 1}")),
            "classifier.0",
            hasHidden ? "classifier.3" : "classifier.1");
    }
}
