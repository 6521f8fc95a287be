using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Formats.Architecture.Drafting;

/// <summary>
/// The published families. Strides after the papers' tables as torchvision (models/mobilenetv2.py, mobilenetv3.py, efficientnet.py,
/// mnasnet.py) and timm (models/mobilenetv3.py, efficientnet.py) define them.
/// </summary>
internal static class NetworkFamilies
{
    // Strides of the stages and blocks in each: MobileNetV2 1, 2, 3, 4, 3, 3, 1; V3-Large, V3-Small; MnasNet 1, 3, 3, 3, 2, 4, 1.
    private static readonly int[] s_mobileNetV2 = [1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1];
    private static readonly int[] s_mobileNetV3Large = [1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1];
    private static readonly int[] s_mobileNetV3Small = [2, 2, 1, 2, 1, 1, 1, 1, 2, 1, 1];
    private static readonly int[] s_mnasNet = [1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1];

    // EfficientNet B0 to B7 repeat blocks within stages of these strides.
    private static readonly int[] s_efficientNetStages = [1, 2, 2, 2, 1, 2, 1];

    /// <summary>The family of a network, or null when it is none of the published ones.</summary>
    /// <param name="scheme">Naming scheme of its weights.</param>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="hasHidden">It has a hidden layer behind the mean.</param>
    public static NetworkFamily? Find(string scheme, IReadOnlyList<DraftedBlock> blocks, bool hasHidden)
    {
        bool hasSqueeze = blocks.Any(block => block.Squeeze > 0);
        double epsilon = scheme == "timm" ? 1e-5 : 1e-3;
        return scheme switch
        {
            "torchvision-mobilenetv2" => Counted(new("MobileNetV2", scheme, 224, 1e-5, "relu6", s_mobileNetV2), blocks),
            "torchvision-mnasnet" => Counted(new("MnasNet", scheme, 224, 1e-5, "relu", s_mnasNet), blocks),
            "torchvision-mobilenetv3" or "timm" when hasHidden => MobileNetV3(scheme, epsilon, blocks.Count),
            "torchvision-efficientnet" or "timm" when hasSqueeze => EfficientNet(scheme, epsilon, blocks),
            "timm" => Counted(new("MobileNetV2", scheme, 224, epsilon, "relu6", s_mobileNetV2), blocks),
            _ => null,
        };
    }

    private static NetworkFamily? Counted(NetworkFamily family, IReadOnlyList<DraftedBlock> blocks) => family.Strides.Length == blocks.Count ? family : null;

    private static NetworkFamily? MobileNetV3(string scheme, double epsilon, int blocks)
    {
        bool isLarge = blocks == s_mobileNetV3Large.Length;
        return isLarge || blocks == s_mobileNetV3Small.Length
            ? new(isLarge ? "MobileNetV3-Large" : "MobileNetV3-Small", scheme, 224, epsilon, "hswish", isLarge ? s_mobileNetV3Large : s_mobileNetV3Small)
            {
                FirstActivation = "relu",
                FirstBlocks = isLarge ? 6 : 3,
            }
            : null;
    }

    private static NetworkFamily? EfficientNet(string scheme, double epsilon, IReadOnlyList<DraftedBlock> blocks)
    {
        var strides = new int[blocks.Count];
        int stage = -1;
        for (int i = 0; i < blocks.Count; i++)
        {
            bool isFirst = i == 0 || blocks[i].Stage != blocks[i - 1].Stage;
            stage += isFirst ? 1 : 0;
            if (stage >= s_efficientNetStages.Length)
            {
                return null;
            }

            strides[i] = isFirst ? s_efficientNetStages[stage] : 1;
        }

        return stage == s_efficientNetStages.Length - 1
            ? new("EfficientNet", scheme, 224, epsilon, "silu", strides) { SqueezeActivation = "silu", Gate = "sigmoid" }
            : null;
    }
}
