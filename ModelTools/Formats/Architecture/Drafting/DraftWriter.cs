using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.ModelTools.Formats.Architecture.Drafting;

/// <summary>
/// Writes a draft as <c>arch.json</c>. What shapes cannot tell (strides, activations, resolution, epsilon) is the family's default, or
/// a guess where there is no family; the field <c>assumed</c> lists it, so that nobody takes it for known.
/// </summary>
internal static class DraftWriter
{
    private const int UnknownResolution = 32;

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file of an MBConv network.</summary>
    public static string Write(NetworkDraft draft)
    {
        NetworkFamily? family = NetworkFamilies.Find(draft.Scheme, draft.Blocks, draft.Hidden > 0);
        string activation = family?.Activation ?? "relu6";
        int resolution = family?.Resolution ?? UnknownResolution;
        var blocks = new JsonArray();
        int channels = draft.StemOutput;
        for (int i = 0; i < draft.Blocks.Count; i++)
        {
            DraftedBlock block = draft.Blocks[i];
            blocks.Add(new JsonObject
            {
                ["kernel"] = block.Kernel,
                ["stride"] = family?.Strides[i] ?? (block.Output == channels ? 1 : 2),
                ["expanded"] = block.Expanded,
                ["output"] = block.Output,
                ["squeeze"] = block.Squeeze,
                ["activation"] = i < family?.FirstBlocks ? family.FirstActivation : activation,
            });
            channels = block.Output;
        }

        JsonObject root = Begin(resolution, draft.InputChannels);
        root["classes"] = Classes(draft.Classes);
        root["batchNormEpsilon"] = family?.Epsilon ?? 1e-5;
        root["naming"] = draft.Scheme;
        root["squeezeActivation"] = family?.SqueezeActivation ?? "relu";
        root["gate"] = family?.Gate ?? "hsigmoid";
        root["stem"] = new JsonObject { ["kernel"] = draft.StemKernel, ["stride"] = 2, ["output"] = draft.StemOutput, ["activation"] = activation };
        root["blocks"] = blocks;
        root["head"] = new JsonObject { ["convolution"] = draft.HeadConvolution, ["hidden"] = draft.Hidden, ["activation"] = activation };
        string source = family is null ? "guessed" : $"as in {family.Name}";
        root["assumed"] = Assumed($"input size {resolution}x{resolution} ({source})", $"strides ({source})", $"activations and gate ({source})", $"batchNormEpsilon ({source})", "names of the classes");
        return Text(root);
    }

    /// <summary>The file of a network that is no MBConv network: its layers in the order of the file.</summary>
    public static string Write(IReadOnlyList<DraftedLayer> layers, int inputChannels)
    {
        JsonObject root = Begin(UnknownResolution, inputChannels);
        root["layers"] = new JsonArray([.. layers.Select(Layer)]);
        root["assumed"] = Assumed($"input size {UnknownResolution}x{UnknownResolution} (guessed)", "order of the layers", "strides", "activations", "pooling layers");
        return Text(root);
    }

    private static JsonNode Layer(DraftedLayer layer)
    {
        var node = new JsonObject { ["type"] = layer.Type };
        if (layer.Kernel > 1 || layer.Type is "conv" or "depthwise" or "mbconv")
        {
            node["kernel"] = layer.Kernel;
        }

        if (layer.Type is "conv" or "depthwise" or "mbconv")
        {
            node["stride"] = 1;
        }

        if (layer.Expanded > 0)
        {
            node["expanded"] = layer.Expanded;
        }

        if (layer.Output > 0)
        {
            node["output"] = layer.Output;
        }

        if (layer.Squeeze > 0)
        {
            node["squeeze"] = layer.Squeeze;
        }

        if (layer.Type != "mean")
        {
            node["activation"] = "none";
            node["names"] = new JsonObject(layer.Names.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
        }

        return node;
    }

    private static JsonObject Begin(int resolution, int channels)
    {
        return new JsonObject
        {
            ["format"] = ArchitectureFile.FormatName,
            ["version"] = 1,
            ["input"] = new JsonObject { ["height"] = resolution, ["width"] = resolution, ["channels"] = channels },
        };
    }

    private static JsonArray Classes(int count) => [.. Enumerable.Range(0, count).Select(i => (JsonNode)i.ToString(CultureInfo.InvariantCulture))];

    private static JsonArray Assumed(params string[] texts) => [.. texts.Select(text => (JsonNode)text)];

    private static string Text(JsonObject root) => root.ToJsonString(s_options) + "\n";
}
