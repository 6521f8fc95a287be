using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Converters;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;

namespace Edge.ModelTools.Formats.Tflite;

/// <summary>
/// Reads .tflite files into the graph: float32 models, int8 models, and legacy uint8 models, which become int8 by a shift
/// of 128. Every offset is checked before it is followed, and no file makes the reader allocate more than a small multiple
/// of its size. Format: TFLite schema version 3 over FlatBuffers.
/// </summary>
internal static class TfliteReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">A .tflite file.</param>
    /// <returns>
    /// A graph of float32 tensors, or one of int8 tensors with per-tensor activations. Its tensors and operators carry
    /// their indices in the file.
    /// </returns>
    /// <exception cref="EdgeException">The file is missing, damaged, or holds something that is not supported.</exception>
    public static ModelGraph Read(string path)
    {
        byte[] data;
        try
        {
            data = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "the file does not exist", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, path, "the file cannot be read", "check that it is a file below 2 GB that you may read", e);
        }

        return Read(data, Path.GetFileName(path));
    }

    /// <summary>Reads a file that is already in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">File name, for messages and for the name of the graph.</param>
    /// <exception cref="EdgeException">The file is damaged, or holds something that is not supported.</exception>
    public static ModelGraph Read(byte[] data, string name)
    {
        var file = new TfliteFile(data, name);
        var tensors = new TensorTable(file);
        var graph = new ModelGraph(Path.GetFileNameWithoutExtension(name));
        PrepareInputs(file, tensors);
        foreach (OperatorSource source in BatchedConvolutions.Merge(file, tensors))
        {
            TfliteConverters.Read(new TfliteOperatorImporter(source, file, tensors, graph));
            graph.IsLegacyUInt8 |= UsesUInt8Weights(source, file, tensors);
        }

        CheckOutputs(file);
        InterfaceEdges.Run(graph, file, tensors);
        LeaveToHost.Run(graph);
        RefusePartlyQuantized(graph, name);
        return graph;
    }

    private static void PrepareInputs(TfliteFile file, TensorTable tensors)
    {
        string name = file.File.Name;
        if (file.Inputs.Length == 0 || file.Inputs.Distinct().Count() != file.Inputs.Length)
        {
            throw new EdgeException(DiagnosticId.TfliteInterface, name, $"the model has {(file.Inputs.Length == 0 ? "no input" : "an input twice")}", "export a model that has an input");
        }

        foreach (int index in file.Inputs)
        {
            TensorEntry input = tensors.Get(index, name);
            string where = $"{name}: input '{TensorTable.Shortened(input.Tensor.Name)}'";
            if (input.Tensor.IsConstant)
            {
                throw new EdgeException(DiagnosticId.TfliteInterface, where, "the input is a constant", "export a model that has an input");
            }

            int[] shape = input.Tensor.Shape;
            if (shape.Length == 4 && shape[0] != 1)
            {
                throw new EdgeException(DiagnosticId.TfliteBatch, where, $"batch {shape[0]}", "export with batch 1");
            }

            input.IsReady = true;
        }
    }

    private static void CheckOutputs(TfliteFile file)
    {
        if (file.Outputs.Length == 0)
        {
            throw new EdgeException(DiagnosticId.TfliteInterface, file.File.Name, "the model has no output", "export a model that has an output");
        }
    }

    private static bool UsesUInt8Weights(OperatorSource source, TfliteFile file, TensorTable tensors)
    {
        return source.Code is TfliteOperatorCode.CONV_2D or TfliteOperatorCode.DEPTHWISE_CONV_2D or TfliteOperatorCode.FULLY_CONNECTED
            && tensors.Get(source.Inputs[1], file.File.Name).SourceType == TfliteTensorType.UInt8;
    }

    /// <summary>Once the edges are gone, a graph is float32 throughout or int8 throughout.</summary>
    private static void RefusePartlyQuantized(ModelGraph graph, string fileName)
    {
        bool isQuantized = graph.Operators.Exists(candidate => candidate.Output.Type == ElementType.Int8);
        Operator? offender = graph.Operators.Find(
            candidate => isQuantized && (candidate.Output.Type == ElementType.Float32 || candidate.Inputs[0].Type == ElementType.Float32));
        if (offender is not null || (isQuantized && graph.Inputs[0].Type == ElementType.Float32))
        {
            string location = offender?.Location ?? "input";
            string tensor = TensorTable.Shortened(offender?.Output.Name ?? graph.Inputs[0].Name);
            throw new EdgeException(
                DiagnosticId.TflitePartlyQuantized,
                $"{fileName}: {location} ('{tensor}')",
                "float32 and int8 activations are mixed",
                "quantize the whole model (supported_ops = TFLITE_BUILTINS_INT8) and export it again");
        }
    }
}
