using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D.</summary>
internal static class PoolConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.AVERAGE_POOL_2D] = ReadAveragePool,
        [TfliteOperatorCode.MAX_POOL_2D] = ReadMaxPool,
    };

    // Pooling keeps the scale; the reference kernels let it differ by this much and then ignore the difference.
    private const float ScaleTolerance = 1e-6f;

    /// <summary>AVERAGE_POOL_2D.</summary>
    private static void ReadAveragePool(TfliteOperatorImporter import) => ReadPool(import, OperatorKind.AveragePool);

    /// <summary>MAX_POOL_2D.</summary>
    private static void ReadMaxPool(TfliteOperatorImporter import) => ReadPool(import, OperatorKind.MaxPool);

    private static void ReadPool(TfliteOperatorImporter import, OperatorKind kind)
    {
        import.ExpectInputs(1, 1);
        Tensor input = import.Image(0);
        FlatTable options = import.RequiredOptions(TfliteOptionsType.Pool2D);
        int kernelH = options.Int32(Fields.Pool2D.FilterH);
        int kernelW = options.Int32(Fields.Pool2D.FilterW);
        WindowGeometry window = WindowGeometry.Of(
            import, input.Shape, kernelH, kernelW, options, Fields.Pool2D.Padding, Fields.Pool2D.StrideH, Fields.Pool2D.StrideW);
        Clamp? activation = import.Activation(options, Fields.Pool2D.Activation);
        Tensor output = import.Output([1, window.OutputH, window.OutputW, input.Shape[3]]);
        import.Add(kind, [input], output, new PoolAttributes(kernelH, kernelW, window.StrideH, window.StrideW, window.Padding, activation));
        if (input.Quantization is QuantizationParameters before && output.Quantization is QuantizationParameters after
            && (before.ZeroPoint != after.ZeroPoint || Math.Abs(before.Scale - after.Scale) > ScaleTolerance))
        {
            throw import.ScaleConstraint($"input (scale {before.Scale}, zero point {before.ZeroPoint}) and output ({after.Scale}, {after.ZeroPoint}) must agree");
        }
    }
}
