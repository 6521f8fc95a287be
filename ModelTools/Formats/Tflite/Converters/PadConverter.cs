using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>PAD (with zero) and PADV2 (with a constant of the input's type and quantization).</summary>
internal static class PadConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.PAD] = Read,
        [TfliteOperatorCode.PADV2] = Read,
    };

    /// <summary>Inputs: x, paddings [rank, 2], and for PADV2 the value.</summary>
    private static void Read(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 3);
        Tensor input = import.Activation(0);
        int rank = input.Shape.Length;
        int[] paddings = import.Integers(1, "paddings");
        if (paddings.Length != 2 * rank)
        {
            throw import.Mismatch($"{paddings.Length} paddings for {rank} dimensions");
        }

        var before = new int[rank];
        var after = new int[rank];
        var shape = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            before[i] = paddings[2 * i];
            after[i] = paddings[(2 * i) + 1];
            long size = (long)input.Shape[i] + before[i] + after[i];
            if (before[i] < 0 || after[i] < 0 || size > int.MaxValue)
            {
                throw import.Mismatch($"dimension {i} padded by {before[i]} and {after[i]}");
            }

            shape[i] = (int)size;
        }

        Tensor output = import.Output(shape);
        (float value, int? quantizedValue) = import.HasInput(2) ? Value(import, output) : (0, Zero(input, output));
        import.Add(OperatorKind.Pad, [input], output, new PadAttributes(before, after, value, quantizedValue));
    }

    /// <summary>The zero point is the output's; null says that it is the input's as well.</summary>
    private static int? Zero(Tensor input, Tensor output)
    {
        return input.Quantization?.ZeroPoint == output.Quantization?.ZeroPoint ? null : output.Quantization?.ZeroPoint;
    }

    private static (float Value, int? QuantizedValue) Value(TfliteOperatorImporter import, Tensor output)
    {
        Tensor value = import.Entry(2).Tensor;
        if (value.Type != output.Type || value.Data is null || value.ElementCount != 1)
        {
            throw import.Error(
                DiagnosticId.TfliteNotConstant, $"the value padded with is {value}, not one constant {output.Type}", "export a constant padding value");
        }

        if (output.Quantization is not QuantizationParameters quantization)
        {
            return (value.Floats[0], null);
        }

        if (value.Quantization is { } own && (own.Axis >= 0 || own.Scale != quantization.Scale || own.ZeroPoint != quantization.ZeroPoint))
        {
            throw import.ScaleConstraint("the value padded with and the output must have the same scale and zero point");
        }

        int quantized = value.Int8s[0];
        return (quantization.Scale * (quantized - quantization.ZeroPoint), quantized);
    }
}
