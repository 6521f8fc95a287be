using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture.Naming;
using Edge.ModelTools.Formats.Weights;
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
    /// <param name="path">Weights, .safetensors or a state dict of PyTorch.</param>
    /// <param name="architecturePath">Architecture; null takes NAME.arch.json or arch.json beside the weights.</param>
    /// <exception cref="EdgeException">Either file is missing or damaged, or they do not belong together.</exception>
    /// <param name="stateDictKey">Which state dict of a PyTorch checkpoint; null when there is but one.</param>
    public static ModelGraph Read(string path, string? architecturePath, string? stateDictKey = null)
    {
        using IWeightFile file = WeightFiles.Open(path, stateDictKey);
        NetworkArchitecture architecture = ArchitectureFile.Read(architecturePath ?? Find(path));
        var weights = new WeightStore(file);
        var graph = new ModelGraph(architecture.Name.Length > 0 ? architecture.Name : Path.GetFileNameWithoutExtension(path))
        {
            Labels = architecture.Classes,
            PixelNormalisation = architecture.Input.Normalisation,
        };
        Tensor value = AddInput(graph, architecture.Input);
        var emitter = new ArchitectureImporter(graph, weights, architecture);
        value = architecture is { IsFree: false, Stem: { } stem, Head: { } head }
            ? BuildNetwork(emitter, value, architecture, stem, head, weights)
            : BuildLayers(emitter, value, architecture, weights);
        AddOutput(graph, architecture, value);
        weights.RequireComplete(architecture.Path);
        return graph;
    }

    /// <summary>The architecture file that lies beside weights, or null.</summary>
    public static string? FindBeside(string path)
    {
        string folder = Path.GetDirectoryName(path) ?? string.Empty;
        string[] candidates = [Path.Combine(folder, NameOf(path)), Path.Combine(folder, DefaultName)];
        return Array.Find(candidates, File.Exists);
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path) + "." + DefaultName;

    private static string Find(string path)
    {
        return FindBeside(path) ?? throw new EdgeException(
            DiagnosticId.ArchitectureMissing,
            path,
            $"neither {NameOf(path)} nor {DefaultName} lies beside the weights, and weights alone do not say what the network is",
            "add --arch with the architecture file; docs/weights-import.md has the format");
    }

    private static List<BlockForm> Forms(NetworkArchitecture architecture, int channels)
    {
        var forms = new List<BlockForm>();
        foreach (ArchitectureBlock block in architecture.Blocks)
        {
            forms.Add(new BlockForm(forms.Count, block.Expanded != channels, block.Squeeze > 0));
            channels = block.Output;
        }

        return forms;
    }

    private static Tensor AddInput(ModelGraph graph, ArchitectureInput image)
    {
        var input = new Tensor("input", ElementType.Float32, [1, image.Height, image.Width, image.Channels]);
        graph.Inputs.Add(input);
        graph.SourceInputs.Add(new SourceInterface(input.Name, ElementType.Float32, [1, image.Channels, image.Height, image.Width], true));
        return input;
    }

    private static void AddOutput(ModelGraph graph, NetworkArchitecture architecture, Tensor output)
    {
        int[] shape = output.Shape;
        int elements = shape.Aggregate((a, b) => a * b);
        if (architecture.Classes.Length > 0 && elements != architecture.Classes.Length)
        {
            throw new EdgeException(
                DiagnosticId.ArchitectureBadValue, $"{architecture.Path}: classes", $"{architecture.Classes.Length} classes are named, the network has {elements} outputs", "name as many classes as outputs, or none");
        }

        graph.Outputs.Add(output);
        bool isImage = shape.Length == 4;
        graph.SourceOutputs.Add(new SourceInterface(output.Name, ElementType.Float32, isImage ? [1, shape[3], shape[1], shape[2]] : shape, isImage));
    }

    private static Tensor BuildLayers(ArchitectureImporter emitter, Tensor input, NetworkArchitecture architecture, WeightStore weights)
    {
        var builder = new LayerBuilder(emitter, new LayerNames(weights, architecture.Path), architecture.Path);
        Tensor value = input;
        foreach (ArchitectureLayer layer in ArchitectureLayers.Of(architecture))
        {
            value = builder.Build(value, layer);
            RequireCredible(architecture, value, layer.Where);
        }

        return value;
    }

    private static Tensor BuildNetwork(
        ArchitectureImporter emitter, Tensor input, NetworkArchitecture architecture, ArchitectureStem stem, ArchitectureHead head, WeightStore weights)
    {
        WeightNames names = NamingSchemes.Choose(architecture.Naming, weights.Names, weights.Path).Resolve(Forms(architecture, stem.Output), head.Hidden > 0, weights.Names);
        Tensor value = emitter.Convolution(input, names.Stem, "stem", stem.Output, stem.Kernel, stem.Stride, false, stem.Activation);
        for (int i = 0; i < architecture.Blocks.Count; i++)
        {
            value = BuildBlock(emitter, value, architecture.Blocks[i], names.Blocks[i], $"blocks[{i}]", names.IsShortcutFirst);
            RequireCredible(architecture, value, $"blocks[{i}]");
        }

        return BuildHead(emitter, value, architecture, head, names);
    }

    private static Tensor BuildBlock(ArchitectureImporter emitter, Tensor input, ArchitectureBlock block, BlockNames names, string where, bool isShortcutFirst)
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

    private static Tensor BuildHead(ArchitectureImporter emitter, Tensor value, NetworkArchitecture architecture, ArchitectureHead head, WeightNames names)
    {
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
        long elements = value.Shape.Aggregate(1L, (a, b) => a * b);
        if (elements > MaxActivations)
        {
            throw new EdgeException(
                DiagnosticId.ArchitectureBadValue, $"{architecture.Path}: {where}", $"an output of {elements} elements is not credible", "check the sizes of the input and of the block");
        }
    }
}
