using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// QuantizeLinear and DequantizeLinear of activations. Activations of the IR hold real values throughout: quantizing is a Quantize operator
/// whose output says scale and zero point and holds the real values that are left, dequantizing is another name for it. Whether
/// the network keeps its quantization is decided on the whole graph.
/// </summary>
internal sealed class QuantizeLinearConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["QuantizeLinear", "DequantizeLinear"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        if (node.Type == "DequantizeLinear")
        {
            Dequantize(node, import);
            return;
        }

        OnnxValue input = OnnxImporter.Activation(node, 0);
        Emit(node, import, input, OnnxQuantization.Read(node, 1, 2, (DataType)node.Int("output_dtype", (long)DataType.Uint8)));
    }

    /// <summary>Makes the node's output the quantized values of a real activation; a quantization that is not int8 leaves no trace.</summary>
    public static void Emit(OnnxNode node, OnnxImporter import, OnnxValue real, OnnxQuantization quantization)
    {
        if (quantization.Scales.Length != 1 || quantization.ToInt8() is not { } parameters)
        {
            import.Alias(node, real);
            return;
        }

        import.Emit(node, OperatorKind.Quantize, [real.Activation!], real.Shape, real.Order);
        import.Find(node.OutputName)!.Activation!.Quantization = parameters;
    }

    /// <summary>Notes the quantization that an integer input of the model has by the node that reads it.</summary>
    public static void Annotate(OnnxNode node, OnnxImporter import, OnnxValue value, OnnxQuantization quantization)
    {
        if (value.Activation is { } tensor && quantization.Scales.Length == 1 && quantization.ToInt8() is { } parameters)
        {
            if (tensor.Quantization is null && TypeOf(import, tensor) != Data.ElementType.Float32)
            {
                tensor.Quantization = parameters;
            }
            else if (tensor.Quantization is { } other && (other.Scale != parameters.Scale || other.ZeroPoint != parameters.ZeroPoint))
            {
                throw node.Error(
                    DiagnosticId.OnnxBadScale,
                    $"it takes {Wire.OnnxName.Quote(value.Name)} with scale {parameters.Scale}, which was quantized with {other.Scale}",
                    "check the tool that quantized the model");
            }
        }
    }

    /// <summary>Type of an input of the model in the file; other values are real.</summary>
    private static Data.ElementType TypeOf(OnnxImporter import, Graph.Tensor tensor)
    {
        int input = import.Graph.Inputs.IndexOf(tensor);
        return input < 0 ? Data.ElementType.Float32 : import.Graph.SourceInputs[input].Type;
    }

    private static void Dequantize(OnnxNode node, OnnxImporter import)
    {
        OnnxValue value = node.Input(0);
        if (value.Pending is { } scale)
        {
            // DynamicQuantizeLinear's own scale and zero point: what is left is the activation.
            import.Alias(node, DynamicScaleRules.IsScaleOf(node.OptionalInput(1), scale) ? value.Real() : throw DynamicScaleRules.Misused(node));
            return;
        }

        if (value.Activation is { } tensor)
        {
            // Without a zero point it is 0 in the type of the values: that of the input, or what quantizing them left.
            bool isUnsigned = tensor.Quantization is { } known ? known.ZeroPoint == sbyte.MinValue : TypeOf(import, tensor) == Data.ElementType.UInt8;
            Annotate(node, import, value, OnnxQuantization.Read(node, 1, 2, isUnsigned ? DataType.Uint8 : DataType.Int8));
        }

        import.Alias(node, OnnxImporter.Activation(node, 0));
    }
}
