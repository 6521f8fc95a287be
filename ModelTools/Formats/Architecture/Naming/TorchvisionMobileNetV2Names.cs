using System.Collections.Generic;
using System.Globalization;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>
/// torchvision.models.mobilenetv2: features.0 stem, features.i.conv with .0.0/.0.1 expand (left out when the block does not
/// expand), the next .0/.1 depthwise, then projection and its batch normalisation as two entries; classifier.1.
/// </summary>
internal sealed class TorchvisionMobileNetV2Names : INamingScheme
{
    /// <inheritdoc/>
    public string Name => "torchvision-mobilenetv2";

    /// <inheritdoc/>
    public bool Matches(IReadOnlySet<string> names) => names.Contains("features.0.0.weight") && names.Contains("features.1.conv.0.0.weight");

    /// <inheritdoc/>
    public WeightNames Resolve(IReadOnlyList<BlockForm> blocks, bool hasHidden, IReadOnlySet<string> names)
    {
        var resolved = new List<BlockNames>();
        foreach (BlockForm block in blocks)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"features.{block.Index + 1}");
            int depthwise = block.IsExpanding ? 1 : 0;
            int project = depthwise + (block.HasSqueeze ? 2 : 1);
            string squeeze = string.Create(CultureInfo.InvariantCulture, $"{prefix}.conv.{depthwise + 1}");
            resolved.Add(new BlockNames(
                prefix,
                TorchvisionMobileNetV3Names.Part($"{prefix}.conv.0"),
                TorchvisionMobileNetV3Names.Part(string.Create(CultureInfo.InvariantCulture, $"{prefix}.conv.{depthwise}")),
                new SqueezeNames(squeeze, $"{squeeze}.fc1", $"{squeeze}.fc2"),
                new PartNames(
                    string.Create(CultureInfo.InvariantCulture, $"{prefix}.conv.{project}"),
                    string.Create(CultureInfo.InvariantCulture, $"{prefix}.conv.{project + 1}"))));
        }

        string head = string.Create(CultureInfo.InvariantCulture, $"features.{blocks.Count + 1}");
        return new WeightNames(
            TorchvisionMobileNetV3Names.Part("features.0"),
            resolved,
            TorchvisionMobileNetV3Names.Part(head),
            "classifier.0",
            hasHidden ? "classifier.3" : "classifier.1")
        {
            IsShortcutFirst = true,
        };
    }
}
