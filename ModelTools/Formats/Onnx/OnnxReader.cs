using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Converters;
using Edge.ModelTools.Formats.Onnx.Folding;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx;

/// <summary>
/// Reads a float ONNX model into the IR. Nodes are taken in order of execution: those that depend on no input are computed
/// now (shape arithmetic, rearranged weights), each other one is handed to the converter of its operator.
/// </summary>
internal static class OnnxReader
{
    /// <summary>Reads the model.</summary>
    /// <param name="path">The .onnx file; external weights lie in its folder.</param>
    /// <param name="options">Settles symbolic dimensions.</param>
    /// <returns>A float32 graph, NHWC, batch 1; no pass has run over it yet.</returns>
    /// <exception cref="EdgeException">The file is at fault; ids 1001 to 1019, or 1 and 2 for the file itself.</exception>
    public static ModelGraph Read(string path, OnnxReadOptions options)
    {
        string file = Path.GetFileName(path);
        ModelProto model = OnnxFile.Load(path);
        int opset = OnnxFile.StandardOpset(model, file);
        List<int> order = OnnxNodeOrder.Sort(model.Graph, file);
        var graph = new ModelGraph(Path.GetFileNameWithoutExtension(path));
        var import = new OnnxImporter(graph, path);
        var initializers = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (TensorProto initializer in model.Graph.Initializer)
        {
            initializers[initializer.Name] = initializer;
        }

        OnnxInput.Define(model.Graph, initializers, order, options, import);
        foreach (int index in order)
        {
            ImportNode(model.Graph.Node[index], index, opset, initializers, import);
        }

        OnnxInput.RequireScale(import);
        OnnxOutput.Define(model.Graph, import);
        return graph;
    }

    private static void ImportNode(NodeProto proto, int index, int opset, Dictionary<string, TensorProto> initializers, OnnxImporter import)
    {
        string file = Path.GetFileName(import.ModelPath);
        if (!OnnxConverters.IsKnownDomain(proto))
        {
            throw OnnxConverters.Unsupported(proto, index, file);
        }

        var node = new OnnxNode(proto, index, opset, ResolveInputs(proto, index, proto.Input, initializers, import), file);
        if (OnnxBranches.IsIf(proto))
        {
            GraphProto branch = OnnxBranches.Taken(node, proto);
            foreach (TensorProto initializer in branch.Initializer)
            {
                initializers[initializer.Name] = initializer;
            }

            foreach (NodeProto inner in branch.Node)
            {
                ImportNode(inner, index, opset, initializers, import);
            }

            OnnxValue?[] results = ResolveInputs(proto, index, [.. branch.Output.Select(output => output.Name)], initializers, import);
            for (int i = 0; i < results.Length; i++)
            {
                import.Define(proto.Output[i], results[i] ?? throw node.Mismatch("an output of its branch has no name"));
            }
        }
        else if (!ConstantFolder.TryFold(node, import))
        {
            OnnxConverters.Find(proto, index, file).Convert(node, import);
        }
    }

    private static OnnxValue?[] ResolveInputs(NodeProto node, int index, IList<string> names, Dictionary<string, TensorProto> initializers, OnnxImporter import)
    {
        var inputs = new OnnxValue?[names.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            string name = names[i];
            if (name.Length == 0)
            {
                continue;
            }

            inputs[i] = import.Find(name);
            if (inputs[i] is null && initializers.TryGetValue(name, out TensorProto? initializer))
            {
                inputs[i] = new OnnxValue(name, OnnxTensorData.Read(initializer, import.ModelPath));
                import.Define(name, inputs[i]!);
            }

            if (inputs[i] is null)
            {
                throw new EdgeException(
                    DiagnosticId.OnnxValueMissing,
                    $"{Path.GetFileName(import.ModelPath)}: {OnnxNode.Describe(node, index)}",
                    $"its input {OnnxName.Quote(name)} is neither an initializer nor an output of a node that Edge reads",
                    "export the model again with its weights");
            }
        }

        return inputs;
    }
}
