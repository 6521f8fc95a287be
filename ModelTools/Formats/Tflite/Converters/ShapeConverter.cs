using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>RESHAPE, SQUEEZE and EXPAND_DIMS become Reshape; TRANSPOSE and CONCATENATION. All of them fold over constants.</summary>
internal static class ShapeConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.CONCATENATION] = ReadConcatenation,
        [TfliteOperatorCode.EXPAND_DIMS] = ReadExpandDimensions,
        [TfliteOperatorCode.RESHAPE] = ReadReshape,
        [TfliteOperatorCode.SQUEEZE] = ReadSqueeze,
        [TfliteOperatorCode.TRANSPOSE] = ReadTranspose,
    };

    /// <summary>RESHAPE; the shape comes from the second input, else the options, else the output tensor.</summary>
    private static void ReadReshape(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, 2);
        FlatVector fromOptions = import.Options(TfliteOptionsType.Reshape)?.Vector(Fields.Reshape.NewShape, sizeof(int), "new shape") ?? default;
        int[] wanted = [];
        if (import.HasInput(1))
        {
            wanted = import.Integers(1, "shape");
        }
        else if (fromOptions.Count > 0)
        {
            import.Budget.Charge((long)fromOptions.Count * sizeof(int), "new shape");
            wanted = fromOptions.ToInt32s();
        }

        int[] input = import.Entry(0).Tensor.Shape;
        Reshape(import, Completed(import, wanted, Count(input)));
    }

    /// <summary>SQUEEZE; without a list of dimensions, all of size 1 go.</summary>
    private static void ReadSqueeze(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, 1);
        int[] input = import.Entry(0).Tensor.Shape;
        FlatVector listed = import.Options(TfliteOptionsType.Squeeze)?.Vector(Fields.Squeeze.Dimensions, sizeof(int), "squeezed dimensions") ?? default;
        import.Budget.Charge((long)listed.Count * sizeof(int), "squeezed dimensions");
        int[] axes = AxisList.Normalized(import, listed.ToInt32s(), input.Length);
        int[] shape = [.. input.Where((size, axis) => listed.Count == 0 ? size != 1 : !axes.Contains(axis))];
        Reshape(import, shape);
    }

    /// <summary>EXPAND_DIMS at one constant axis.</summary>
    private static void ReadExpandDimensions(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        int[] input = import.Entry(0).Tensor.Shape;
        int[] axis = import.Integers(1, "axis");
        if (axis.Length != 1)
        {
            throw import.Mismatch($"{axis.Length} axes, not 1");
        }

        int at = AxisList.Normalized(import, axis[0], input.Length + 1);
        Reshape(import, [.. input[..at], 1, .. input[at..]]);
    }

    /// <summary>TRANSPOSE by a constant permutation.</summary>
    private static void ReadTranspose(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        int[] input = import.Entry(0).Tensor.Shape;
        int[] permutation = import.Integers(1, "permutation");
        if (permutation.Length != input.Length)
        {
            throw import.Mismatch($"a permutation of {permutation.Length} for {input.Length} dimensions");
        }

        permutation = [.. permutation.Select(axis => AxisList.Normalized(import, axis, input.Length))];
        if (permutation.Distinct().Count() != input.Length)
        {
            throw import.Mismatch($"[{TfliteOperatorImporter.Join(permutation)}] is not a permutation");
        }

        int[] shape = [.. permutation.Select(axis => input[axis])];
        if (import.Entry(0).Tensor.Data is { } constant)
        {
            import.Budget.Charge((long)constant.Length * sizeof(long), "constants");
            import.Fold(ConstantData.Take(constant, TransposedIndices.Of(input, permutation)), shape);
            return;
        }

        import.Add(OperatorKind.Transpose, [import.Activation(0)], import.Output(shape), new TransposeAttributes(permutation));
    }

    /// <summary>CONCATENATION of two or more tensors; quantized ones must all have the output's scale.</summary>
    private static void ReadConcatenation(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, int.MaxValue);
        FlatTable options = import.RequiredOptions(TfliteOptionsType.Concatenation);
        int[] shape = [.. import.Entry(0).Tensor.Shape];
        int axis = AxisList.Normalized(import, options.Int32(Fields.Concatenation.Axis), shape.Length);
        bool isConstant = true;
        long size = 0;
        for (int i = 0; i < import.Source.Inputs.Length; i++)
        {
            Tensor part = import.Entry(i).Tensor;
            isConstant &= part.IsConstant;
            bool fits = part.Shape.Length == shape.Length;
            for (int d = 0; d < shape.Length && fits; d++)
            {
                fits = d == axis || part.Shape[d] == shape[d];
            }

            if (!fits)
            {
                throw import.Mismatch($"input {i} [{TfliteOperatorImporter.Join(part.Shape)}] does not fit to [{TfliteOperatorImporter.Join(shape)}] along axis {axis}");
            }

            size += part.Shape[axis];
        }

        shape[axis] = (int)Math.Min(size, int.MaxValue);
        if (isConstant)
        {
            ConstantConverter.FoldJoin(import, shape, axis);
            return;
        }

        Tensor[] parts = [.. Enumerable.Range(0, import.Source.Inputs.Length).Select(import.Operand)];
        Tensor output = import.Output(shape);
        Clamp? activation = import.Activation(options, Fields.Concatenation.Activation);
        import.Add(OperatorKind.Concat, parts, output, new ConcatAttributes(axis, activation));
        CheckScales(import, parts, output, activation);
    }

    private static void CheckScales(TfliteOperatorImporter import, IEnumerable<Tensor> parts, Tensor output, Clamp? activation)
    {
        if (output.Quantization is not QuantizationParameters expected)
        {
            return;
        }

        foreach (Tensor part in parts)
        {
            QuantizationParameters own = part.Quantization!;
            if (own.Axis >= 0 || own.Scale != expected.Scale || own.ZeroPoint != expected.ZeroPoint || activation is not null)
            {
                throw import.ScaleConstraint($"'{TensorTable.Shortened(part.Name)}' and the output must have the same scale and zero point, and no activation");
            }
        }
    }

    private static void Reshape(TfliteOperatorImporter import, int[] shape)
    {
        Tensor input = import.Entry(0).Tensor;
        if (input.Data is Array data)
        {
            // The values stay where they are: the same array under another shape.
            import.Fold(data, shape);
            return;
        }

        import.Add(OperatorKind.Reshape, [import.Activation(0)], import.Output(shape));
    }

    /// <summary>A wanted shape with its one -1 computed; without a wanted shape, the output tensor's.</summary>
    private static int[] Completed(TfliteOperatorImporter import, int[] wanted, long count)
    {
        int[] shape = [.. wanted.Length > 0 ? wanted : import.DeclaredOutputShape()];
        int open = Array.IndexOf(shape, -1);
        long known = 1;
        foreach (int size in shape.Where(size => size != -1))
        {
            known = size < 1 || known > count ? 0 : known * size;
        }

        if (open >= 0 && known > 0 && count % known == 0)
        {
            shape[open] = (int)(count / known);
            known = count;
        }

        return known == count && Array.IndexOf(shape, -1) < 0
            ? shape
            : throw import.Mismatch($"{count} elements cannot become [{TfliteOperatorImporter.Join(shape)}]");
    }

    private static long Count(int[] shape) => shape.Aggregate(1L, (count, size) => count * size);
}
