using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>
/// timm's mobilenetv2, mobilenetv3 and efficientnet (one family in efficientnet_blocks.py): conv_stem and bn1, blocks.s.k with
/// conv_pw, bn1, conv_dw, bn2, se.conv_reduce, se.conv_expand, conv_pwl, bn3 when the block expands and conv_dw, bn1, se,
/// conv_pw, bn2 when it does not; conv_head with bn2, or, in mobilenetv3, a last block of conv and bn1 with conv_head as hidden
/// layer behind the mean; classifier.
/// </summary>
internal sealed class TimmNames : INamingScheme
{
    private const string Root = "blocks.";

    /// <inheritdoc/>
    public string Name => "timm";

    /// <inheritdoc/>
    public bool Matches(IReadOnlySet<string> names) => names.Contains("conv_stem.weight");

    /// <inheritdoc/>
    public WeightNames Resolve(IReadOnlyList<BlockForm> blocks, bool hasHidden, IReadOnlySet<string> names)
    {
        List<string> prefixes = StageIndex.Find(names, Root, "conv_dw.");
        var resolved = new List<BlockNames>();
        foreach (BlockForm block in blocks)
        {
            string prefix = StageIndex.At(prefixes, Root, block.Index);
            resolved.Add(new BlockNames(
                prefix,
                new PartNames($"{prefix}.conv_pw", $"{prefix}.bn1"),
                new PartNames($"{prefix}.conv_dw", block.IsExpanding ? $"{prefix}.bn2" : $"{prefix}.bn1"),
                new SqueezeNames($"{prefix}.se", $"{prefix}.se.conv_reduce", $"{prefix}.se.conv_expand"),
                block.IsExpanding ? new PartNames($"{prefix}.conv_pwl", $"{prefix}.bn3") : new PartNames($"{prefix}.conv_pw", $"{prefix}.bn2")));
        }

        string? last = StageIndex.Find(names, Root, "conv.").LastOrDefault();
        PartNames head = last is null ? new PartNames("conv_head", "bn2") : new PartNames($"{last}.conv", $"{last}.bn1");
        return new WeightNames(new PartNames("conv_stem", "bn1"), resolved, head, "conv_head", "classifier");
    }
}
