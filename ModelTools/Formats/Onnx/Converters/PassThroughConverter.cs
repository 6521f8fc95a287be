using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Operators that do nothing at inference: Identity, Dropout, and Cast between floating-point types.</summary>
internal sealed class PassThroughConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Identity", "Dropout", "Cast"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        if (node.Type == "Cast" && node.Input(0).Pending is not null)
        {
            import.Alias(node, node.Input(0)); // sums of integers, whose scale is multiplied in later
            return;
        }

        OnnxValue input = OnnxImporter.Activation(node, 0);
        if (node.Type == "Cast" && (DataType)node.Int("to", 0) is not (DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16) and DataType other)
        {
            throw node.Error(DiagnosticId.OnnxTypeUnsupported, $"it casts an activation to {other}", "export the model in float32");
        }

        import.Alias(node, input);
    }
}
