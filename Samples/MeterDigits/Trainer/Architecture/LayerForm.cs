using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>
/// The form of <c>arch.json</c> that lists layers one by one with the names of their weights (docs/weights-import.md, "Layers"):
/// for networks with dense and fused blocks, which the form with MBConv blocks can't say.
/// </summary>
internal static class LayerForm
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, NewLine = "\n", IndentSize = 2 };

    /// <summary>Whether a file is of this form.</summary>
    public static bool IsOf(string text) => JsonNode.Parse(text) is JsonObject root && root.ContainsKey("layers");

    /// <summary>The text of a file.</summary>
    public static string Write(NetworkShape shape)
    {
        var layers = new JsonArray { Convolution("features.0", shape.Stem.Kernel, shape.Stem.Stride, shape.Stem.Output, shape.Stem.Activation) };
        for (int i = 0; i < shape.Blocks.Length; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"features.{i + 1}.block");
            BlockShape block = shape.Blocks[i];
            if (block.Kind == BlockKind.MBConv)
            {
                layers.Add(MBConv(name, block, i == 0 ? shape.Stem.Output : shape.Blocks[i - 1].Output));
                continue;
            }
            layers.Add(Convolution(name + ".0", block.Kernel, block.Stride, block.Expanded, block.Activation));
            int part = 1;
            if (block.Squeeze > 0)
            {
                layers.Add(SqueezeExcite($"{name}.{part++}", block.Squeeze));
            }
            if (block.Kind == BlockKind.Fused)
            {
                layers.Add(Convolution($"{name}.{part}", 1, 1, block.Output, "none"));
            }
        }
        if (shape.Head.Convolution > 0)
        {
            layers.Add(Convolution(string.Create(CultureInfo.InvariantCulture, $"features.{shape.Blocks.Length + 1}"), 1, 1, shape.Head.Convolution, shape.Head.Activation));
        }
        if (!shape.Head.IsFlat)
        {
            layers.Add(new JsonObject { ["type"] = "mean" });
        }
        if (shape.Head.Hidden > 0)
        {
            layers.Add(Linear("classifier.0", shape.Head.Hidden, shape.Head.Activation));
        }
        layers.Add(Linear(shape.Head.Hidden > 0 ? "classifier.3" : "classifier.1", shape.Classes.Length, "none"));
        var root = new JsonObject
        {
            ["format"] = NetworkShape.FormatName,
            ["version"] = 1,
            ["name"] = shape.Name,
            ["input"] = new JsonObject
            {
                ["height"] = shape.Input.Height,
                ["width"] = shape.Input.Width,
                ["channels"] = shape.Input.Channels,
                ["scale"] = Array(shape.Input.Scale.Select(value => JsonValue.Create(value))),
                ["offset"] = Array(shape.Input.Offset.Select(value => JsonValue.Create(value))),
            },
            ["classes"] = Array(shape.Classes.Select(value => JsonValue.Create(value))),
            ["padding"] = shape.Padding,
            ["batchNormEpsilon"] = shape.BatchNormEpsilon,
            ["squeezeActivation"] = shape.SqueezeActivation,
            ["gate"] = shape.Gate,
            ["layers"] = layers,
        };
        return root.ToJsonString(s_json) + "\n";
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The layers are not those of a network that this trainer makes.</exception>
    public static NetworkShape Read(string text, string file)
    {
        try
        {
            JsonNode root = JsonNode.Parse(text)!;
            List<JsonNode> layers = root["layers"]!.AsArray().Select(layer => layer!).ToList();
            int linear = layers.FindIndex(layer => Type(layer) == "linear");
            bool isFlat = Type(layers[linear - 1]) != "mean";
            int end = isFlat ? linear : linear - 1; // of the layers with pixels
            bool hasHead = Type(layers[end - 1]) == "conv" && Number(layers[end - 1], "kernel") == 1 && Activation(layers[end - 1]) != "none";
            bool hasHidden = layers.Count == linear + 2;
            JsonNode input = root["input"]!;
            return new NetworkShape
            {
                Name = root["name"]!.GetValue<string>(),
                Input = InputShape.Of(Number(input, "height"), Number(input, "width"), Number(input, "channels")),
                Classes = root["classes"]!.AsArray().Select(name => name!.GetValue<string>()).ToArray(),
                Stem = new StemShape { Kernel = Number(layers[0], "kernel"), Stride = Number(layers[0], "stride"), Output = Number(layers[0], "output"), Activation = Activation(layers[0]) },
                Blocks = Blocks(layers.GetRange(1, end - 1 - (hasHead ? 1 : 0))).ToArray(),
                Head = new HeadShape
                {
                    Convolution = hasHead ? Number(layers[end - 1], "output") : 0,
                    Hidden = hasHidden ? Number(layers[linear], "output") : 0,
                    Activation = Activation(layers[hasHead ? end - 1 : linear]),
                    IsFlat = isFlat,
                },
            };
        }
        catch (Exception error) when (error is NullReferenceException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file}: its layers are not those of a network of this trainer", error);
        }
    }

    private static IEnumerable<BlockShape> Blocks(List<JsonNode> layers)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            JsonNode layer = layers[i];
            bool isMBConv = Type(layer) == "mbconv";
            int next = i + 1;
            int squeeze = isMBConv ? Number(layer, "squeeze") : 0;
            if (!isMBConv && next < layers.Count && Type(layers[next]) == "squeeze-excite")
            {
                squeeze = Number(layers[next++], "squeeze");
            }
            bool isFused = !isMBConv && next < layers.Count && Type(layers[next]) == "conv" && Number(layers[next], "kernel") == 1;
            int output = Number(layer, "output");
            yield return new BlockShape
            {
                Kind = isMBConv ? BlockKind.MBConv : isFused ? BlockKind.Fused : BlockKind.Dense,
                Kernel = Number(layer, "kernel"),
                Stride = Number(layer, "stride"),
                Expanded = isMBConv ? Number(layer, "expanded") : output,
                Output = isFused ? Number(layers[next], "output") : output,
                Squeeze = squeeze,
                Activation = Activation(layer),
            };
            i = isFused ? next : next - 1;
        }
    }

    private static JsonObject Convolution(string name, int kernel, int stride, int output, string activation)
    {
        return new JsonObject
        {
            ["type"] = "conv",
            ["kernel"] = kernel,
            ["stride"] = stride,
            ["output"] = output,
            ["activation"] = activation,
            ["names"] = new JsonObject { ["conv"] = name + ".0", ["norm"] = name + ".1" },
        };
    }

    private static JsonObject MBConv(string name, BlockShape block, int input)
    {
        var names = new JsonObject();
        int part = 0;
        if (block.Expanded != input)
        {
            AddNames(names, "expand", $"{name}.{part++}");
        }
        AddNames(names, "depthwise", $"{name}.{part++}");
        if (block.Squeeze > 0)
        {
            names["squeeze"] = $"{name}.{part}.fc1";
            names["restore"] = $"{name}.{part++}.fc2";
        }
        AddNames(names, "project", $"{name}.{part}");
        return new JsonObject
        {
            ["type"] = "mbconv",
            ["kernel"] = block.Kernel,
            ["stride"] = block.Stride,
            ["expanded"] = block.Expanded,
            ["output"] = block.Output,
            ["squeeze"] = block.Squeeze,
            ["activation"] = block.Activation,
            ["names"] = names,
        };
    }

    private static void AddNames(JsonObject names, string part, string name)
    {
        names[part] = name + ".0";
        names[part + "Norm"] = name + ".1";
    }

    private static JsonObject SqueezeExcite(string name, int squeeze)
    {
        return new JsonObject { ["type"] = "squeeze-excite", ["squeeze"] = squeeze, ["names"] = new JsonObject { ["squeeze"] = name + ".fc1", ["restore"] = name + ".fc2" } };
    }

    private static JsonObject Linear(string name, int output, string activation)
    {
        return new JsonObject { ["type"] = "linear", ["output"] = output, ["activation"] = activation, ["names"] = new JsonObject { ["linear"] = name } };
    }

    private static JsonArray Array(IEnumerable<JsonNode?> values) => new(values.ToArray());

    private static string Type(JsonNode layer) => layer["type"]!.GetValue<string>();

    private static string Activation(JsonNode layer) => layer["activation"]!.GetValue<string>();

    private static int Number(JsonNode layer, string field) => layer[field]!.GetValue<int>();
}
