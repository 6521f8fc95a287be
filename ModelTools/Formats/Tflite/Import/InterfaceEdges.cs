using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>
/// The edges of a model: describes its own input and outputs in <see cref="SourceInterface"/>s, and takes away the QUANTIZE,
/// DEQUANTIZE and TRANSPOSE operators that only convert at the edge, so that the graph begins and ends with int8 NHWC tensors.
/// </summary>
internal static class InterfaceEdges
{
    private static readonly int[] s_channelsFirstToLast = [0, 2, 3, 1];

    /// <summary>Sets inputs and outputs of the graph, whose operators are complete.</summary>
    public static void Run(ModelGraph graph, TfliteFile file, TensorTable tensors)
    {
        bool isQuantized = graph.Operators.Exists(candidate => candidate.Output.Type == ElementType.Int8);
        foreach (int index in file.Inputs)
        {
            SetInput(graph, tensors.Get(index, file.File.Name), isQuantized);
        }

        foreach (int index in file.Outputs)
        {
            SetOutput(graph, tensors.Get(index, file.File.Name), isQuantized, file.File.Name);
        }

        RemoveUnread(graph);
    }

    private static void SetInput(ModelGraph graph, TensorEntry source, bool isQuantized)
    {
        Tensor input = source.Tensor;
        int[] sourceShape = input.Shape;
        bool isChannelsFirst = false;
        List<Operator> readers = graph.ConsumersOf(input);
        if (isQuantized && readers.Count > 0 && readers.TrueForAll(reader => IsEdgeQuantize(reader, readers[0].Output)))
        {
            input = readers[0].Output;
            Replace(graph, readers, input);
            readers = graph.ConsumersOf(input);
        }

        if (readers.Count == 1 && readers[0].Attributes is TransposeAttributes transpose && transpose.Permutation.SequenceEqual(s_channelsFirstToLast))
        {
            input = readers[0].Output;
            isChannelsFirst = true;
            Replace(graph, readers, input);
        }

        graph.Inputs.Add(input);
        graph.SourceInputs.Add(new SourceInterface(source.Tensor.Name, SourceTypeOf(source), sourceShape, isChannelsFirst));
    }

    private static void SetOutput(ModelGraph graph, TensorEntry source, bool isQuantized, string fileName)
    {
        Tensor output = source.Tensor;
        Operator? writer = graph.ProducerOf(output);
        if (isQuantized && writer is not null
            && (writer.Kind == OperatorKind.Dequantize || (writer.Kind == OperatorKind.Quantize && HasSameQuantization(writer.Inputs[0], output))))
        {
            output = writer.Inputs[0];
            writer = graph.ProducerOf(output);
        }

        if (writer is null)
        {
            throw new EdgeException(
                DiagnosticId.TfliteInterface, fileName, $"output '{TensorTable.Shortened(source.Tensor.Name)}' is not computed by any operator", "export a model that computes its outputs");
        }

        graph.Outputs.Add(output);
        graph.SourceOutputs.Add(new SourceInterface(source.Tensor.Name, SourceTypeOf(source), source.Tensor.Shape, IsChannelsFirst: false));
    }

    /// <summary>Whether a reader of the graph's input only converts it: from float32, or by the shift from uint8.</summary>
    private static bool IsEdgeQuantize(Operator reader, Tensor first)
    {
        Tensor input = reader.Inputs[0];
        return reader.Kind == OperatorKind.Quantize
            && HasSameQuantization(reader.Output, first)
            && (input.Type == ElementType.Float32 || HasSameQuantization(input, reader.Output));
    }

    private static bool HasSameQuantization(Tensor a, Tensor b)
    {
        return a.Quantization is QuantizationParameters qa && b.Quantization is QuantizationParameters qb && qa.Scale == qb.Scale && qa.ZeroPoint == qb.ZeroPoint;
    }

    /// <summary>Removes operators; whoever read one of their outputs reads <paramref name="tensor"/>.</summary>
    private static void Replace(ModelGraph graph, List<Operator> removed, Tensor tensor)
    {
        var operators = new HashSet<Operator>(removed);
        var outputs = new HashSet<Tensor>(removed.Select(candidate => candidate.Output));
        foreach (Operator reader in graph.Operators)
        {
            for (int i = 0; i < reader.Inputs.Count; i++)
            {
                if (outputs.Contains(reader.Inputs[i]))
                {
                    reader.Inputs[i] = tensor;
                }
            }
        }

        graph.Operators.RemoveAll(operators.Contains);
    }

    /// <summary>Removes operators that nothing reads, such as DEQUANTIZE once its input is the output.</summary>
    private static void RemoveUnread(ModelGraph graph)
    {
        var read = new HashSet<Tensor>(graph.Outputs);
        var unread = new HashSet<Operator>();
        for (int i = graph.Operators.Count - 1; i >= 0; i--)
        {
            if (read.Contains(graph.Operators[i].Output))
            {
                read.UnionWith(graph.Operators[i].Inputs);
            }
            else
            {
                unread.Add(graph.Operators[i]);
            }
        }

        graph.Operators.RemoveAll(unread.Contains);
    }

    private static ElementType SourceTypeOf(TensorEntry entry)
    {
        return entry.SourceType == TfliteTensorType.UInt8 ? ElementType.UInt8 : entry.Tensor.Type;
    }
}
