using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>L2_NORMALIZATION, and LOG_SOFTMAX and ARG_MAX, which <see cref="Graph.Passes.LeaveToHost"/> takes from the end of the graph.</summary>
internal static class FinishConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.ARG_MAX] = ReadArgMax,
        [TfliteOperatorCode.L2_NORMALIZATION] = ReadL2Normalization,
        [TfliteOperatorCode.LOG_SOFTMAX] = ReadLogSoftmax,
    };

    private const float NormalScale = 1f / 128;

    /// <summary>L2_NORMALIZATION over the last axis; its bytes are those of scale 1/128, zero point 0, whatever the file says.</summary>
    private static void ReadL2Normalization(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, 1);
        Tensor input = import.Activation(0);
        if (import.Activation(import.Options(TfliteOptionsType.L2Norm), Fields.L2Norm.Activation) is not null)
        {
            throw import.Error(DiagnosticId.TfliteActivation, "a fused activation is not supported", "export the activation as an operator of its own");
        }

        Tensor output = import.OutputLike(input);
        import.Add(OperatorKind.L2Normalization, [input], output);
        if (output.Quantization is { } quantization && (quantization.Scale != NormalScale || quantization.ZeroPoint != 0))
        {
            import.RemarkIgnored($"output scale {quantization.Scale} and zero point {quantization.ZeroPoint} instead of {NormalScale} and 0");
        }
    }

    /// <summary>LOG_SOFTMAX over the last axis.</summary>
    private static void ReadLogSoftmax(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, 1);
        Tensor input = import.Activation(0);
        import.Add(OperatorKind.LogSoftmax, [input], import.OutputLike(input));
    }

    /// <summary>ARG_MAX over the last axis; inputs: x, axis.</summary>
    private static void ReadArgMax(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        Tensor input = import.Activation(0);
        int[] axis = import.Integers(1, "axis");
        if (axis.Length != 1 || AxisList.Normalized(import, axis[0], input.Shape.Length) != input.Shape.Length - 1)
        {
            throw import.Error(DiagnosticId.TfliteUnsupportedOperator, $"ARG_MAX along axis [{TfliteOperatorImporter.Join(axis)}] is not supported (only the last)", "take it over the channels");
        }

        import.Add(OperatorKind.ArgMax, [input], import.IndexOutput([.. input.Shape.SkipLast(1)]));
    }
}
