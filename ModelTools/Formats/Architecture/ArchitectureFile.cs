using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture.Naming;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>Reads <c>arch.json</c> (format "edge-mbconv" version 1, docs/weights-import.md) and checks every value.</summary>
internal static class ArchitectureFile
{
    /// <summary>Value of the field "format".</summary>
    public const string FormatName = "edge-mbconv";

    /// <summary>Most channels of a tensor.</summary>
    public const int MaxChannels = 16384;

    /// <summary>Largest kernel.</summary>
    public const int MaxKernel = 31;

    /// <summary>Largest stride of a convolution.</summary>
    public const int MaxStride = 4;

    private const int Version = 1;
    private const int MaxSize = 4096;
    private const int MaxBlocks = 256;

    private static readonly JsonErrors s_errors = new(
        DiagnosticId.ArchitectureInvalid, DiagnosticId.ArchitectureUnknownField, DiagnosticId.ArchitectureBadValue, "docs/weights-import.md");

    /// <summary>Reads a file.</summary>
    /// <exception cref="EdgeException">Missing, not JSON, or a field that is missing, unknown or out of range.</exception>
    public static NetworkArchitecture Read(string path)
    {
        JsonFields root = JsonFields.Open(path, s_errors);
        root.Choice("format", null, FormatName);
        root.Integer("version", Version, Version);
        var architecture = new NetworkArchitecture
        {
            Path = path,
            Name = root.Text("name", string.Empty),
            Input = ReadInput(root.Object("input")),
            Classes = ReadClasses(root),
            IsSamePadding = root.Choice("padding", "symmetric", "symmetric", "same") == "same",
            BatchNormEpsilon = ReadEpsilon(root),
            Naming = ReadNaming(root),
            SqueezeActivation = ReadActivation(root, "squeezeActivation", "relu"),
            Gate = root.Choice("gate", "hsigmoid", "hsigmoid", "sigmoid") == "sigmoid" ? UnaryFunction.Sigmoid : UnaryFunction.HardSigmoid,
            Stem = root.Has("stem") ? ReadStem(root.Object("stem")) : null,
            Blocks = root.Has("blocks") ? ReadBlocks(root) : [],
            Head = root.Has("head") ? ReadHead(root.Object("head")) : null,
            Layers = root.Has("layers") ? LayerListFile.Read(root) : [],
            Names = LayerListFile.ReadNames(root, [.. ArchitectureLayers.NetworkParts, .. LayerListFile.BlockParts]),
        };
        if (root.Has("assumed"))
        {
            root.Texts("assumed"); // notes of "edge arch" for the reader
        }

        root.RequireNoMore();
        RequireLayers(root, architecture);
        return architecture;
    }

    private static void RequireLayers(JsonFields root, NetworkArchitecture architecture)
    {
        bool hasParts = architecture.Stem is not null || architecture.Blocks.Count > 0 || architecture.Head is not null;
        if (hasParts == (architecture.Layers.Count > 0))
        {
            throw root.BadValue("layers", hasParts ? "layers stand beside stem, blocks or head; one form says it all" : "the network has no layers: give layers, or stem, blocks and head");
        }

        if (architecture.Layers.Count > 0 && architecture.Names.Count > 0)
        {
            throw root.BadValue("names", "names stand in each of the layers when there are layers");
        }

        if (architecture.Head is not null && architecture.Classes.Length == 0)
        {
            throw root.BadValue("classes", "a head needs classes");
        }
    }

    private static ArchitectureInput ReadInput(JsonFields fields)
    {
        int channels = fields.Integer("channels", 1, MaxChannels);
        Normalisation? normalisation = null;
        if (fields.Has("scale") || fields.Has("offset"))
        {
            float[] scale = fields.Numbers("scale", channels);
            float[] offset = fields.Numbers("offset", channels);
            if (scale.Contains(0))
            {
                throw fields.BadValue("scale", "a scale of 0 makes every pixel the same");
            }

            if (offset.Length != scale.Length)
            {
                throw fields.BadValue("offset", $"{offset.Length} numbers stand beside {scale.Length} of scale");
            }

            normalisation = new Normalisation(scale, offset);
        }

        var input = new ArchitectureInput(fields.Integer("height", 1, MaxSize), fields.Integer("width", 1, MaxSize), channels, normalisation);
        fields.RequireNoMore();
        return input;
    }

    private static string[] ReadClasses(JsonFields root)
    {
        if (!root.Has("classes"))
        {
            return [];
        }

        string[] classes = root.Texts("classes");
        return classes.Length is > 0 and <= MaxChannels ? classes : throw root.BadValue("classes", $"{classes.Length} classes are not from 1 to {MaxChannels}");
    }

    private static float ReadEpsilon(JsonFields root)
    {
        float epsilon = root.Number("batchNormEpsilon", 1e-3f);
        return epsilon is >= 0 and <= 1 ? epsilon : throw root.BadValue("batchNormEpsilon", $"{epsilon} is not from 0 to 1");
    }

    private static string? ReadNaming(JsonFields root)
    {
        string name = root.Choice("naming", "auto", ["auto", .. NamingSchemes.Names]);
        return name == "auto" ? null : name;
    }

    private static ArchitectureStem ReadStem(JsonFields fields)
    {
        var stem = new ArchitectureStem(
            ReadKernel(fields), fields.Integer("stride", 1, MaxStride), fields.Integer("output", 1, MaxChannels), ReadActivation(fields, "activation", null));
        fields.RequireNoMore();
        return stem;
    }

    private static List<ArchitectureBlock> ReadBlocks(JsonFields root)
    {
        var blocks = new List<ArchitectureBlock>();
        foreach (JsonFields fields in root.Objects("blocks"))
        {
            blocks.Add(new ArchitectureBlock(
                ReadKernel(fields),
                fields.Integer("stride", 1, MaxStride),
                fields.Integer("expanded", 1, MaxChannels),
                fields.Integer("output", 1, MaxChannels),
                fields.Integer("squeeze", 0, MaxChannels, 0),
                ReadActivation(fields, "activation", null)));
            fields.RequireNoMore();
        }

        return blocks.Count <= MaxBlocks ? blocks : throw root.BadValue("blocks", $"{blocks.Count} blocks are more than {MaxBlocks}");
    }

    private static ArchitectureHead ReadHead(JsonFields fields)
    {
        var head = new ArchitectureHead(
            fields.Integer("convolution", 0, MaxChannels), fields.Integer("hidden", 0, MaxChannels, 0), ReadActivation(fields, "activation", null));
        fields.RequireNoMore();
        return head;
    }

    /// <summary>Size of a convolution's kernel, odd.</summary>
    public static int ReadKernel(JsonFields fields)
    {
        int kernel = fields.Integer("kernel", 1, MaxKernel);
        return kernel % 2 == 1 ? kernel : throw fields.BadValue("kernel", $"{kernel} is even; a kernel has a middle");
    }

    /// <summary>An activation by name; null: none.</summary>
    public static UnaryFunction? ReadActivation(JsonFields fields, string name, string? fallback)
    {
        return fields.Choice(name, fallback, "none", "relu", "relu6", "hswish", "silu") switch
        {
            "relu" => UnaryFunction.Relu,
            "relu6" => UnaryFunction.Relu6,
            "hswish" => UnaryFunction.HardSwish,
            "silu" => UnaryFunction.Silu,
            _ => null,
        };
    }
}
