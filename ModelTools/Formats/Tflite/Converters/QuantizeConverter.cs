using System;
using System.Collections.Generic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>
/// QUANTIZE and DEQUANTIZE. Constants behind DEQUANTIZE (float models that store their weights as float16 or int8) are
/// folded.
/// </summary>
internal static class QuantizeConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.DEQUANTIZE] = ReadDequantize,
        [TfliteOperatorCode.QUANTIZE] = ReadQuantize,
    };

    /// <summary>QUANTIZE of an activation: float32 or int8 to int8.</summary>
    private static void ReadQuantize(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, 1);
        Tensor input = import.Activation(0);
        if (import.DeclaredOutputType() != ElementType.Int8)
        {
            throw import.Error(Diagnostics.DiagnosticId.TfliteUnsupportedType, $"quantizes to {import.DeclaredOutputType()}", "quantize to int8");
        }

        import.Add(OperatorKind.Quantize, [input], import.OutputLike(input));
    }

    /// <summary>DEQUANTIZE of an activation, or of a constant, which is folded.</summary>
    private static void ReadDequantize(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, 1);
        Tensor input = import.Operand(0);
        if (import.DeclaredOutputType() != ElementType.Float32)
        {
            throw import.Error(Diagnostics.DiagnosticId.TfliteUnsupportedType, $"dequantizes to {import.DeclaredOutputType()}", "dequantize to float32");
        }

        if (input.Data is float[] widened)
        {
            import.Fold(widened, input.Shape);
        }
        else if (input.Data is sbyte[] quantized)
        {
            import.Budget.Charge((long)quantized.Length * sizeof(float), "constants");
            import.Fold(ConstantDequantizer.Run(quantized, input.Shape, input.Quantization!), input.Shape);
        }
        else if (input.Type == ElementType.Int8)
        {
            import.Add(OperatorKind.Dequantize, [input], import.OutputLike(input));
        }
        else
        {
            throw import.Error(Diagnostics.DiagnosticId.TfliteUnsupportedType, "dequantizes a float activation", "export with float32 activations");
        }
    }
}
