using System;
using System.Collections.Generic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>
/// QUANTIZE and DEQUANTIZE. Constants behind DEQUANTIZE (float models that store their weights as float16 or int8) are
/// folded: real = scale * (q - zeroPoint), computed in double and rounded once, which is what the reference kernel gives.
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
            import.Fold(Dequantized(quantized, input.Shape, input.Quantization!), input.Shape);
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

    private static float[] Dequantized(sbyte[] values, int[] shape, QuantizationParameters quantization)
    {
        int inner = 1; // elements that follow each other with the same scale
        for (int i = quantization.Axis + 1; i < shape.Length && quantization.Axis >= 0; i++)
        {
            inner *= shape[i];
        }

        var result = new float[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int slice = i / inner % quantization.Scales.Length;
            result[i] = (float)((double)quantization.Scales[slice] * (values[i] - quantization.ZeroPoints[slice]));
        }

        return result;
    }
}
