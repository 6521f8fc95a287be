using System.Collections.Generic;
using System.Globalization;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>Names that say what each part is: stem, blocks.i.expand, .dw, .se.fc1, .se.fc2, .proj, head, hidden, fc; .0 is the convolution, .1 its batch normalisation.</summary>
internal sealed class PlainNames : INamingScheme
{
    /// <inheritdoc/>
    public string Name => "plain";

    /// <inheritdoc/>
    public bool Matches(IReadOnlySet<string> names) => names.Contains("stem.0.weight");

    /// <inheritdoc/>
    public WeightNames Resolve(IReadOnlyList<BlockForm> blocks, bool hasHidden, IReadOnlySet<string> names)
    {
        var resolved = new List<BlockNames>();
        foreach (BlockForm block in blocks)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"blocks.{block.Index}");
            resolved.Add(new BlockNames(
                prefix,
                TorchvisionMobileNetV3Names.Part($"{prefix}.expand"),
                TorchvisionMobileNetV3Names.Part($"{prefix}.dw"),
                new SqueezeNames($"{prefix}.se", $"{prefix}.se.fc1", $"{prefix}.se.fc2"),
                TorchvisionMobileNetV3Names.Part($"{prefix}.proj")));
        }

        return new WeightNames(TorchvisionMobileNetV3Names.Part("stem"), resolved, TorchvisionMobileNetV3Names.Part("head"), "hidden", "fc") { IsShortcutFirst = true };
    }
}
