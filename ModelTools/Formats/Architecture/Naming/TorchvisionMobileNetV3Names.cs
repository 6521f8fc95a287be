using System.Collections.Generic;
using System.Globalization;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>
/// torchvision.models.mobilenetv3, and the trainer of Samples/MeterDigits: features.0 stem, features.i.block.j parts of block i
/// (only those it has), features.n+1 head, classifier.0 and .3, or classifier.1 without a hidden layer.
/// </summary>
internal sealed class TorchvisionMobileNetV3Names : INamingScheme
{
    /// <inheritdoc/>
    public string Name => "torchvision-mobilenetv3";

    /// <inheritdoc/>
    public bool Matches(IReadOnlySet<string> names) => names.Contains("features.0.0.weight") && names.Contains("features.1.block.0.0.weight");

    /// <inheritdoc/>
    public WeightNames Resolve(IReadOnlyList<BlockForm> blocks, bool hasHidden, IReadOnlySet<string> names)
    {
        var resolved = new List<BlockNames>();
        foreach (BlockForm block in blocks)
        {
            resolved.Add(Block(string.Create(CultureInfo.InvariantCulture, $"features.{block.Index + 1}"), block));
        }

        string head = string.Create(CultureInfo.InvariantCulture, $"features.{blocks.Count + 1}");
        return new WeightNames(Part("features.0"), resolved, Part(head), "classifier.0", hasHidden ? "classifier.3" : "classifier.1");
    }

    /// <summary>Parts of a block that torchvision keeps in a Sequential called "block".</summary>
    public static BlockNames Block(string prefix, BlockForm form)
    {
        int depthwise = form.IsExpanding ? 1 : 0;
        string squeeze = string.Create(CultureInfo.InvariantCulture, $"{prefix}.block.{depthwise + 1}");
        int project = depthwise + (form.HasSqueeze ? 2 : 1);
        return new BlockNames(
            prefix,
            Part($"{prefix}.block.0"),
            Part(string.Create(CultureInfo.InvariantCulture, $"{prefix}.block.{depthwise}")),
            new SqueezeNames(squeeze, $"{squeeze}.fc1", $"{squeeze}.fc2"),
            Part(string.Create(CultureInfo.InvariantCulture, $"{prefix}.block.{project}")));
    }

    /// <summary>Convolution .0 and batch normalisation .1.</summary>
    public static PartNames Part(string prefix) => new($"{prefix}.0", $"{prefix}.1");
}
