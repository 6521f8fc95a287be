using System.IO;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;
using Edge.ModelTools.Quantization;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Conversion;

/// <summary>Reads a trained model of any supported format into the IR, passes included.</summary>
internal static class SourceModel
{
    /// <summary>Reads a model.</summary>
    /// <param name="path">.onnx, .tflite, .safetensors, or a state dict of PyTorch.</param>
    /// <param name="inputShape">Settles symbolic dimensions of ONNX models ("1x3x32x20"), or null.</param>
    /// <param name="samples">Settles the symbolic dimensions that are left by the samples a model is used with, or null.</param>
    /// <param name="architecturePath">Architecture that weights without a graph belong to; null takes the one beside them.</param>
    /// <param name="stateDictKey">Which state dict of a PyTorch checkpoint; null when there is but one.</param>
    /// <returns>A float graph, or an int8 graph for quantized models.</returns>
    /// <exception cref="EdgeException">The file is missing, unreadable, of an unknown format, or holds what Edge does not support.</exception>
    public static ModelGraph Read(string path, string? inputShape, string? architecturePath = null, SampleShapeSource? samples = null, string? stateDictKey = null)
    {
        InputFile.Require(path);

        ModelGraph graph;
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".onnx":
                int[]? shape = inputShape is null ? null : OnnxReadOptions.ParseShape(inputShape);
                graph = OnnxReader.Read(path, new OnnxReadOptions { InputShape = shape, Samples = samples });
                break;
            case ".tflite":
                graph = TfliteReader.Read(path);
                break;
            case var extension when WeightFiles.Extensions.Contains(extension):
                graph = ArchitectureReader.Read(path, architecturePath, stateDictKey);
                break;
            default:
                throw new EdgeException(
                    DiagnosticId.UnknownFormat,
                    path,
                    $"'{Path.GetExtension(path)}' is not a model format that Edge reads",
                    "give a .onnx, .tflite, .safetensors or .pth file");
        }

        PackInputs.Run(graph, BlobFormat.MaxArrayBytes, BlobFormat.MaxInputParts);
        LeaveToHost.Run(graph);
        if (!IsQuantized(graph))
        {
            graph = graph.Operators.Exists(op => op.Kind == OperatorKind.Quantize) ? KeepQuantization(graph) : Prepared(graph);
        }

        TurnSequences.Run(graph, BlobFormat.MaxArrayBytes);
        return graph;
    }

    /// <summary>The int8 graph that a quantized ONNX file describes, or its network in real numbers where Edge has no such form.</summary>
    private static ModelGraph KeepQuantization(ModelGraph graph)
    {
        ModelGraph kept = Prepared(GraphCopy.Of(graph));
        if (SourceQuantization.TryKeep(kept, out string reason))
        {
            return kept;
        }

        RemoveQuantization.Run(graph);
        graph.Remark = $"{graph.Name}: the file's own quantization is not kept ({reason}); Edge quantizes the network anew";
        return Prepared(graph);
    }

    private static ModelGraph Prepared(ModelGraph graph)
    {
        GraphPasses.RunFloat(graph);
        return graph;
    }

    /// <summary>Whether the graph is int8 already.</summary>
    public static bool IsQuantized(ModelGraph graph)
    {
        return graph.Inputs[0].Type == ElementType.Int8;
    }
}
