using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>A whole network, as <c>arch.json</c> holds it; the format is described in Samples/MeterDigits/README.md.</summary>
internal sealed record NetworkShape
{
    /// <summary>Value of <see cref="Format"/>.</summary>
    public const string FormatName = "edge-mbconv";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        IndentSize = 2,
    };

    public string Format { get; init; } = FormatName;

    public int Version { get; init; } = 1;

    public required string Name { get; init; }

    public required InputShape Input { get; init; }

    public required string[] Classes { get; init; }

    /// <summary>Zeros around a convolution's input: <c>symmetric</c> = (kernel - 1) / 2 on each side, as PyTorch does.</summary>
    public string Padding { get; init; } = "symmetric";

    /// <summary>Added to a batch norm's variance.</summary>
    public float BatchNormEpsilon { get; init; } = 1e-3f;

    /// <summary>Names of the tensors in the weights file.</summary>
    public string Naming { get; init; } = "torchvision-mobilenetv3";

    /// <summary>Activation within squeeze-excite, and its gate.</summary>
    public string SqueezeActivation { get; init; } = "relu";

    /// <summary>Gate of squeeze-excite: <c>hsigmoid</c> or <c>sigmoid</c>.</summary>
    public string Gate { get; init; } = "hsigmoid";

    public required StemShape Stem { get; init; }

    public required BlockShape[] Blocks { get; init; }

    public required HeadShape Head { get; init; }

    /// <summary>Pixels of the blocks' output.</summary>
    [JsonIgnore]
    public int LastPixels
    {
        get
        {
            int height = Input.Height;
            int width = Input.Width;
            foreach (int stride in Blocks.Select(block => block.Stride).Prepend(Stem.Stride))
            {
                height = (height + stride - 1) / stride;
                width = (width + stride - 1) / stride;
            }
            return height * width;
        }
    }

    /// <summary>Reads <c>arch.json</c>.</summary>
    public static NetworkShape Read(string file)
    {
        string text = File.ReadAllText(file);
        if (LayerForm.IsOf(text))
        {
            return LayerForm.Read(text, file);
        }
        NetworkShape shape = JsonSerializer.Deserialize<NetworkShape>(text, s_json)
            ?? throw new InvalidDataException(file + ": empty");
        return shape.Format == FormatName ? shape : throw new InvalidDataException($"{file}: format '{shape.Format}' is not '{FormatName}'");
    }

    /// <summary>The text of <c>arch.json</c>: stem, blocks and head, or layer by layer where a block is no MBConv or there is no average.</summary>
    public string ToJson() => Head.IsFlat || Blocks.Any(block => block.Kind != BlockKind.MBConv) ? LayerForm.Write(this) : JsonSerializer.Serialize(this, s_json) + "\n";
}
