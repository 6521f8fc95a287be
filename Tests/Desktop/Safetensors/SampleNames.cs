using System.Collections.Generic;

namespace Edge.Tests.Desktop.Safetensors;

/// <summary>
/// The names of <see cref="SampleNetwork"/>'s layers, written out as the state dicts of the libraries have them: blocks 0 and 1
/// are one stage each, block 2 is the second block of stage 1 where names have stages.
/// </summary>
internal static class SampleNames
{
    public static readonly Dictionary<string, (string Layer, string Norm)> TorchvisionV3 = new()
    {
        ["stem"] = ("features.0.0", "features.0.1"),
        ["0.dw"] = ("features.1.block.0.0", "features.1.block.0.1"),
        ["0.fc1"] = ("features.1.block.1.fc1", ""),
        ["0.fc2"] = ("features.1.block.1.fc2", ""),
        ["0.project"] = ("features.1.block.2.0", "features.1.block.2.1"),
        ["1.expand"] = ("features.2.block.0.0", "features.2.block.0.1"),
        ["1.dw"] = ("features.2.block.1.0", "features.2.block.1.1"),
        ["1.fc1"] = ("features.2.block.2.fc1", ""),
        ["1.fc2"] = ("features.2.block.2.fc2", ""),
        ["1.project"] = ("features.2.block.3.0", "features.2.block.3.1"),
        ["2.expand"] = ("features.3.block.0.0", "features.3.block.0.1"),
        ["2.dw"] = ("features.3.block.1.0", "features.3.block.1.1"),
        ["2.project"] = ("features.3.block.2.0", "features.3.block.2.1"),
        ["head"] = ("features.4.0", "features.4.1"),
        ["hidden"] = ("classifier.0", ""),
        ["classifier"] = ("classifier.3", ""),
    };

    public static readonly Dictionary<string, (string Layer, string Norm)> TorchvisionV2 = new()
    {
        ["stem"] = ("features.0.0", "features.0.1"),
        ["0.dw"] = ("features.1.conv.0.0", "features.1.conv.0.1"),
        ["0.project"] = ("features.1.conv.1", "features.1.conv.2"),
        ["1.expand"] = ("features.2.conv.0.0", "features.2.conv.0.1"),
        ["1.dw"] = ("features.2.conv.1.0", "features.2.conv.1.1"),
        ["1.project"] = ("features.2.conv.2", "features.2.conv.3"),
        ["2.expand"] = ("features.3.conv.0.0", "features.3.conv.0.1"),
        ["2.dw"] = ("features.3.conv.1.0", "features.3.conv.1.1"),
        ["2.project"] = ("features.3.conv.2", "features.3.conv.3"),
        ["head"] = ("features.4.0", "features.4.1"),
        ["classifier"] = ("classifier.1", ""),
    };

    public static readonly Dictionary<string, (string Layer, string Norm)> TorchvisionEfficientNet = new()
    {
        ["stem"] = ("features.0.0", "features.0.1"),
        ["0.dw"] = ("features.1.0.block.0.0", "features.1.0.block.0.1"),
        ["0.fc1"] = ("features.1.0.block.1.fc1", ""),
        ["0.fc2"] = ("features.1.0.block.1.fc2", ""),
        ["0.project"] = ("features.1.0.block.2.0", "features.1.0.block.2.1"),
        ["1.expand"] = ("features.2.0.block.0.0", "features.2.0.block.0.1"),
        ["1.dw"] = ("features.2.0.block.1.0", "features.2.0.block.1.1"),
        ["1.fc1"] = ("features.2.0.block.2.fc1", ""),
        ["1.fc2"] = ("features.2.0.block.2.fc2", ""),
        ["1.project"] = ("features.2.0.block.3.0", "features.2.0.block.3.1"),
        ["2.expand"] = ("features.2.1.block.0.0", "features.2.1.block.0.1"),
        ["2.dw"] = ("features.2.1.block.1.0", "features.2.1.block.1.1"),
        ["2.project"] = ("features.2.1.block.2.0", "features.2.1.block.2.1"),
        ["head"] = ("features.3.0", "features.3.1"),
        ["classifier"] = ("classifier.1", ""),
    };

    public static readonly Dictionary<string, (string Layer, string Norm)> TimmEfficientNet = new()
    {
        ["stem"] = ("conv_stem", "bn1"),
        ["0.dw"] = ("blocks.0.0.conv_dw", "blocks.0.0.bn1"),
        ["0.fc1"] = ("blocks.0.0.se.conv_reduce", ""),
        ["0.fc2"] = ("blocks.0.0.se.conv_expand", ""),
        ["0.project"] = ("blocks.0.0.conv_pw", "blocks.0.0.bn2"),
        ["1.expand"] = ("blocks.1.0.conv_pw", "blocks.1.0.bn1"),
        ["1.dw"] = ("blocks.1.0.conv_dw", "blocks.1.0.bn2"),
        ["1.fc1"] = ("blocks.1.0.se.conv_reduce", ""),
        ["1.fc2"] = ("blocks.1.0.se.conv_expand", ""),
        ["1.project"] = ("blocks.1.0.conv_pwl", "blocks.1.0.bn3"),
        ["2.expand"] = ("blocks.1.1.conv_pw", "blocks.1.1.bn1"),
        ["2.dw"] = ("blocks.1.1.conv_dw", "blocks.1.1.bn2"),
        ["2.project"] = ("blocks.1.1.conv_pwl", "blocks.1.1.bn3"),
        ["head"] = ("conv_head", "bn2"),
        ["classifier"] = ("classifier", ""),
    };

    public static readonly Dictionary<string, (string Layer, string Norm)> TimmV3 = new(TimmEfficientNet)
    {
        ["head"] = ("blocks.2.0.conv", "blocks.2.0.bn1"),
        ["hidden"] = ("conv_head", ""),
    };

    public static readonly Dictionary<string, (string Layer, string Norm)> Plain = new()
    {
        ["stem"] = ("stem.0", "stem.1"),
        ["0.dw"] = ("blocks.0.dw.0", "blocks.0.dw.1"),
        ["0.fc1"] = ("blocks.0.se.fc1", ""),
        ["0.fc2"] = ("blocks.0.se.fc2", ""),
        ["0.project"] = ("blocks.0.proj.0", "blocks.0.proj.1"),
        ["1.expand"] = ("blocks.1.expand.0", "blocks.1.expand.1"),
        ["1.dw"] = ("blocks.1.dw.0", "blocks.1.dw.1"),
        ["1.fc1"] = ("blocks.1.se.fc1", ""),
        ["1.fc2"] = ("blocks.1.se.fc2", ""),
        ["1.project"] = ("blocks.1.proj.0", "blocks.1.proj.1"),
        ["2.expand"] = ("blocks.2.expand.0", "blocks.2.expand.1"),
        ["2.dw"] = ("blocks.2.dw.0", "blocks.2.dw.1"),
        ["2.project"] = ("blocks.2.proj.0", "blocks.2.proj.1"),
        ["head"] = ("head.0", "head.1"),
        ["hidden"] = ("hidden", ""),
        ["classifier"] = ("fc", ""),
    };

    public static readonly Dictionary<string, (string Layer, string Norm)> TorchvisionMnasNet = new()
    {
        ["stem"] = ("layers.0", "layers.1"),
        ["0.dw"] = ("layers.3", "layers.4"),
        ["0.project"] = ("layers.6", "layers.7"),
        ["1.expand"] = ("layers.8.0.layers.0", "layers.8.0.layers.1"),
        ["1.dw"] = ("layers.8.0.layers.3", "layers.8.0.layers.4"),
        ["1.project"] = ("layers.8.0.layers.6", "layers.8.0.layers.7"),
        ["2.expand"] = ("layers.8.1.layers.0", "layers.8.1.layers.1"),
        ["2.dw"] = ("layers.8.1.layers.3", "layers.8.1.layers.4"),
        ["2.project"] = ("layers.8.1.layers.6", "layers.8.1.layers.7"),
        ["head"] = ("layers.14", "layers.15"),
        ["classifier"] = ("classifier.1", ""),
    };

    /// <summary>Naming scheme, names, and whether the real networks of that kind have squeeze-excite and a hidden layer.</summary>
    public static IEnumerable<object[]> All =>
    [
        ["torchvision-mobilenetv3", TorchvisionV3, true, true],
        ["torchvision-mobilenetv2", TorchvisionV2, false, false],
        ["torchvision-efficientnet", TorchvisionEfficientNet, true, false],
        ["timm", TimmEfficientNet, true, false],
        ["timm", TimmV3, true, true],
        ["plain", Plain, true, true],
        ["torchvision-mnasnet", TorchvisionMnasNet, false, false],
    ];
}
