using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>Which element types may stand where: an operator computes in float32 throughout or in int8 throughout.</summary>
internal static class TypeRules
{
    /// <summary>Refuses tensors that no operator computes with, and int8 tensors without a usable scale.</summary>
    public static void RequireArithmetic(TfliteOperatorImporter import, TensorEntry entry)
    {
        Tensor tensor = entry.Tensor;
        string name = TensorTable.Shortened(tensor.Name);

        // Constants of these types have been widened.
        bool isNarrowActivation = !tensor.IsConstant && entry.SourceType is TfliteTensorType.Float16 or TfliteTensorType.Int4;
        if (isNarrowActivation || tensor.Type is not (ElementType.Float32 or ElementType.Int8))
        {
            throw import.Error(DiagnosticId.TfliteUnsupportedType, $"'{name}' is {entry.SourceType}", "export with float32 or int8 tensors");
        }

        if (tensor.Type == ElementType.Int8 && tensor.Quantization is null)
        {
            throw import.Error(
                DiagnosticId.TfliteMissingQuantization, $"'{name}' is {entry.SourceType} without a scale", "quantize the whole model and export it again");
        }

        if (!tensor.IsConstant && tensor.Quantization is { Axis: >= 0 })
        {
            throw import.Error(
                DiagnosticId.TfliteUnsupportedQuantization, $"'{name}' is quantized per channel", "only constants may be; export activations per tensor");
        }
    }

    /// <summary>
    /// Refuses tensors of different types: float activations with integer constants, or the other way round, are a hybrid
    /// model; float and integer activations a partly quantized one.
    /// </summary>
    public static void RequireSame(TfliteOperatorImporter import, Tensor first, bool isFirstUInt8, Tensor second, bool isSecondUInt8)
    {
        if (first.Type != second.Type)
        {
            bool isHybrid = first.IsConstant || second.IsConstant; // convolutions have made such weights real
            throw import.Error(
                isHybrid ? DiagnosticId.TfliteHybrid : DiagnosticId.TflitePartlyQuantized,
                $"'{TensorTable.Shortened(first.Name)}' is {first.Type}, '{TensorTable.Shortened(second.Name)}' is {second.Type}",
                isHybrid ? "quantize the activations too, or store the weights as float32 or behind DEQUANTIZE" : "quantize the whole model");
        }

        if (isFirstUInt8 != isSecondUInt8)
        {
            throw import.Error(DiagnosticId.TfliteHybrid, "int8 and uint8 tensors are mixed", "export with one integer type");
        }
    }
}
