using System.IO;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>Makes the model's outputs the graph's.</summary>
internal static class OnnxOutput
{
    /// <summary>Defines the outputs; NCHW ones stay channels last in the IR and are marked so.</summary>
    /// <exception cref="EdgeException">No output, or one that no node computes from the input.</exception>
    public static void Define(GraphProto proto, OnnxImporter import)
    {
        ModelGraph graph = import.Graph;
        string file = Path.GetFileName(import.ModelPath);
        foreach (ValueInfoProto info in proto.Output)
        {
            OnnxValue? value = import.Find(info.Name);
            Tensor? computed = value?.Activation;
            if (value is null || computed is null || graph.Inputs.Contains(computed))
            {
                throw new EdgeException(
                    DiagnosticId.OnnxValueMissing,
                    file,
                    $"no operator computes the output {OnnxName.Quote(info.Name)} from the model's input",
                    "export the model again");
            }

            bool isChannelsFirst = value.Shape.Length == 4 && value.Order is [0, 2, 3, 1];
            Tensor tensor = isChannelsFirst ? computed : import.InOrder(value.Producer!, value, OnnxLayout.RowMajor(value.Shape.Length));
            if (!graph.Outputs.Contains(tensor))
            {
                import.Rename(tensor, info.Name);
            }

            graph.Outputs.Add(tensor);
            graph.SourceOutputs.Add(new SourceInterface(OnnxName.Clean(info.Name), TypeOf(info), value.Shape, isChannelsFirst));
        }

        if (graph.Outputs.Count == 0)
        {
            throw new EdgeException(DiagnosticId.OnnxMalformed, file, "the model has no output", "export the model again");
        }
    }

    private static ElementType TypeOf(ValueInfoProto info) => (DataType)(info.Type?.TensorType?.ElemType ?? 0) switch
    {
        DataType.Uint8 => ElementType.UInt8,
        DataType.Int8 => ElementType.Int8,
        _ => ElementType.Float32,
    };
}
