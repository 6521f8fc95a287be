using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture.Naming;
using Edge.ModelTools.Formats.Safetensors;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>
/// Builds the float graph of an MBConv network from its weights (safetensors) and its architecture (<c>arch.json</c>), in the form
/// in which the ONNX reader delivers the same network: one ScaleShift for each batch normalisation, nothing folded yet.
/// </summary>
internal static class ArchitectureReader
{
    private const string DefaultName = "arch.json";
    private const long MaxActivations = 1 << 26;

    /// <summary>Reads a network.</summary>
    /// <param name="path">Weights, .safetensors.</param>
    /// <param name="architecturePath">Architecture; null takes NAME.arch.json or arch.json beside the weights.</param>
    /// <exception cref="EdgeException">Either file is missing or damaged, or they do not belong together.</exception>
    public static ModelGraph Read(string path, string? architecturePath)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        NetworkArchitecture architecture = ArchitectureFile.Read(architecturePath ?? Find(path));
        var weights = new WeightStore(file);
        WeightNames names = NamingSchemes.Choose(architecture.Naming, weights.Names, path)
            .Resolve(Forms(architecture), architecture.Head.Hidden > 0, weights.Names);
        var graph = new ModelGraph(architecture.Name.Length > 0 ? architecture.Name : Path.GetFileNameWithoutExtension(path))
        {
            Labels = architecture.Classes,
            PixelNormalisation = architecture.Input.Normalisation,
        };
        Build(graph, architecture, names, new GraphEmitter(graph, weights, architecture));
        weights.RequireComplete(architecture.Path);
        return graph;
    }

    private static string Find(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string named = Path.GetFileNameWithoutExtension(path) + "." + DefaultName;
        foreach (string name in new[] { named, DefaultName })
        {
            string candidate = Path.Combine(folder, name);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new EdgeException(
            DiagnosticId.ArchitectureMissing,
            path,
            $"neither {named} nor {DefaultName} lies beside the weights, and weights alone do not say what the network is",
            "add --arch with the architecture file; docs/safetensors-import.md has the format");
    }

    private static List<BlockForm> Forms(NetworkArchitecture architecture)
    {
        var forms = new List<BlockForm>();
        int channels = architecture.Stem.Output;
        foreach (ArchitectureBlock block in architecture.Blocks)
        {
            forms.Add(new BlockForm(forms.Count, block.Expanded != channels, block.Squeeze > 0));
            channels = block.Output;
        }

        return forms;
    }

    private static void Build(ModelGraph graph, NetworkArchitecture architecture, WeightNames names, GraphEmitter emitter)
    {
        ArchitectureInput image = architecture.Input;
        var input = new Tensor("input", ElementType.Float32, [1, image.Height, image.Width, image.Channels]);
        graph.Inputs.Add(input);
        graph.SourceInputs.Add(new SourceInterface(input.Name, ElementType.Float32, [1, image.Channels, image.Height, image.Width], true));

        ArchitectureStem stem = architecture.Stem;
        Tensor value = emitter.Convolution(input, names.Stem, "stem", stem.Output, stem.Kernel, stem.Stride, false, stem.Activation);
        for (int i = 0; i < architecture.Blocks.Count; i++)
        {
            value = BuildBlock(emitter, value, architecture.Blocks[i], names.Blocks[i], $"blocks[{i}]", names.IsShortcutFirst);
            RequireCredible(architecture, value, $"blocks[{i}]");
        }

        Tensor output = BuildHead(emitter, value, architecture, names);
        graph.Outputs.Add(output);
        graph.SourceOutputs.Add(new SourceInterface(output.Name, ElementType.Float32, output.Shape, false));
    }

    private static Tensor BuildBlock(GraphEmitter emitter, Tensor input, ArchitectureBlock block, BlockNames names, string where, bool isShortcutFirst)
    {
        int channels = input.Shape[3];
        Tensor value = input;
        if (block.Expanded != channels)
        {
            value = emitter.Convolution(value, names.Expand, where, block.Expanded, 1, 1, false, block.Activation);
        }

        value = emitter.Convolution(value, names.Depthwise, where, block.Expanded, block.Kernel, block.Stride, true, block.Activation);
        if (block.Squeeze > 0)
        {
            value = emitter.SqueezeExcite(value, names.Squeeze, block.Squeeze);
        }

        value = emitter.Convolution(value, names.Project, where, block.Output, 1, 1, false, null);
        if (block.Stride != 1 || block.Output != channels)
        {
            return value;
        }

        return isShortcutFirst ? emitter.Add(input, value, $"{names.Prefix}.add") : emitter.Add(value, input, $"{names.Prefix}.add");
    }

    private static Tensor BuildHead(GraphEmitter emitter, Tensor value, NetworkArchitecture architecture, WeightNames names)
    {
        ArchitectureHead head = architecture.Head;
        if (head.Convolution > 0)
        {
            value = emitter.Convolution(value, names.Head, "head", head.Convolution, 1, 1, false, head.Activation);
        }

        value = emitter.Mean(value, "pool");
        return emitter.Classifier(value, names, head, architecture.Classes.Length);
    }

    // The device could not hold it; the check keeps a mistyped size from filling the memory of this machine.
    private static void RequireCredible(NetworkArchitecture architecture, Tensor value, string where)
    {
        long elements = (long)value.Shape[1] * value.Shape[2] * value.Shape[3];
        if (elements > MaxActivations)
        {
            throw new EdgeException(
                DiagnosticId.ArchitectureBadValue, $"{architecture.Path}: {where}", $"an output of {elements} elements is not credible", "check the sizes of the input and of the block");
        }
    }
}
