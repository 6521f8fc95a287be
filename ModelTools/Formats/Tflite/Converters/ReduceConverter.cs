using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>
/// MEAN, REDUCE_MAX, which is a pool over all of height and width, and over channels one whose window lies along them, and SUM of
/// float models, the mean times the number of elements.
/// </summary>
internal static class ReduceConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.MEAN] = ReadMean,
        [TfliteOperatorCode.REDUCE_MAX] = ReadMaximum,
        [TfliteOperatorCode.SUM] = ReadSum,
    };

    /// <summary>MEAN over constant axes.</summary>
    private static void ReadMean(TfliteOperatorImporter import)
    {
        (Tensor input, int[] axes, bool keepsDimensions, int[] shape) = Read(import);
        import.Add(OperatorKind.Mean, [input], import.Output(shape), new MeanAttributes(axes, keepsDimensions));
    }

    /// <summary>SUM over constant axes.</summary>
    private static void ReadSum(TfliteOperatorImporter import)
    {
        (Tensor input, int[] axes, bool keepsDimensions, int[] shape) = Read(import);
        Tensor output = import.Output(shape);
        if (output.Type != ElementType.Float32)
        {
            throw import.Error(DiagnosticId.TfliteUnsupportedOperator, "SUM of int8 is not supported", "use MEAN, and scale the weights that follow");
        }

        int count = axes.Aggregate(1, (product, axis) => product * input.Shape[axis]);
        Tensor mean = import.AddBefore(OperatorKind.Mean, [input], output, shape, "mean", new MeanAttributes(axes, keepsDimensions));
        var factor = new Tensor($"{output.Name}/count", ElementType.Float32, [1]) { Data = new float[] { count } };
        import.Add(OperatorKind.Mul, [mean, factor], output, new ArithmeticAttributes());
    }

    /// <summary>REDUCE_MAX over constant axes; no value changes, so input and output have one scale.</summary>
    private static void ReadMaximum(TfliteOperatorImporter import)
    {
        (Tensor input, int[] axes, _, int[] shape) = Read(import);
        int rank = input.Shape.Length;
        if (rank is < 2 or > 4 || axes.Contains(0))
        {
            throw import.Error(DiagnosticId.TfliteUnsupportedOperator, $"REDUCE_MAX over axes [{TfliteOperatorImporter.Join(axes)}] of {rank} dimensions is not supported", "reduce images or vectors, not over the batch");
        }

        Tensor output = import.Output(shape);
        if (input.Quantization is { } before && output.Quantization is { } after && (before.Scale != after.Scale || before.ZeroPoint != after.ZeroPoint))
        {
            throw import.ScaleConstraint("input and output must have the same scale and zero point");
        }

        int height = rank == 4 ? input.Shape[1] : 1;
        int width = rank > 2 ? input.Shape[^2] : 1;
        int channels = input.Shape[^1];
        Tensor value = import.AddBefore(OperatorKind.Reshape, [input], output, [1, height, width, channels], "image", null);
        int windowH = rank == 4 && axes.Contains(1) ? height : 1;
        int windowW = rank > 2 && axes.Contains(rank - 2) ? width : 1;
        if (windowH * windowW > 1)
        {
            value = Pool(import, value, output, windowH, windowW, "pixels");
        }

        if (axes.Contains(rank - 1))
        {
            value = import.AddBefore(OperatorKind.Reshape, [value], output, [1, value.Shape[1] * value.Shape[2], channels, 1], "columns", null);
            value = Pool(import, value, output, 1, channels, "channels");
        }

        import.Add(OperatorKind.Reshape, [value], output);
    }

    private static Tensor Pool(TfliteOperatorImporter import, Tensor value, Tensor output, int height, int width, string suffix)
    {
        int[] pooled = [1, value.Shape[1] / height, value.Shape[2] / width, value.Shape[3]];
        return import.AddBefore(OperatorKind.MaxPool, [value], output, pooled, suffix, new PoolAttributes(height, width, 1, 1, Padding.None));
    }

    private static (Tensor Input, int[] Axes, bool KeepsDimensions, int[] Shape) Read(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        Tensor input = import.Activation(0);
        int[] axes = AxisList.Normalized(import, import.Integers(1, "axes"), input.Shape.Length);
        bool keepsDimensions = import.Options(TfliteOptionsType.Reducer)?.Bool(Fields.Reducer.KeepDimensions) ?? false;
        var shape = new List<int>();
        for (int i = 0; i < input.Shape.Length; i++)
        {
            bool isReduced = axes.Contains(i);
            if (!isReduced || keepsDimensions)
            {
                shape.Add(isReduced ? 1 : input.Shape[i]);
            }
        }

        return (input, axes, keepsDimensions, [.. shape]);
    }
}
