using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>
/// Operators that only exist to compute shapes and vanish here: SHAPE, and STRIDED_SLICE, PACK, GATHER and CAST over constants.
/// </summary>
internal static class ConstantConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.CAST] = ReadCast,
        [TfliteOperatorCode.GATHER] = ReadGather,
        [TfliteOperatorCode.PACK] = ReadPack,
        [TfliteOperatorCode.SHAPE] = ReadShape,
    };

    /// <summary>SHAPE: the input's shape is known, so its values are constant.</summary>
    private static void ReadShape(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, 1);
        int[] shape = import.Entry(0).Tensor.Shape;
        var type = (TfliteTensorType)(import.Options(TfliteOptionsType.Shape)?.Byte(Fields.Shape.OutputType) ?? 0);
        Array values = type == TfliteTensorType.Int64 ? shape.Select(size => (long)size).ToArray() : shape.ToArray();
        import.Fold(values, [shape.Length]);
    }

    /// <summary>CAST of a constant between integer types.</summary>
    private static void ReadCast(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, 1);
        Tensor input = RequireConstant(import, 0);
        import.Budget.Charge(8L * input.ElementCount, "constants");
        Array values = (input.Data, import.DeclaredOutputType()) switch
        {
            (int[] ints, ElementType.Int64) => ints.Select(value => (long)value).ToArray(),
            (long[] longs, ElementType.Int32) => longs.Select(value => unchecked((int)value)).ToArray(),
            (int[] ints, ElementType.Int32) => ints,
            (long[] longs, ElementType.Int64) => longs,
            _ => throw NotFolded(import, $"from {input.Type} to {import.DeclaredOutputType()}"),
        };
        import.Fold(values, input.Shape);
    }

    /// <summary>PACK: constants stacked along a new axis.</summary>
    private static void ReadPack(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, int.MaxValue);
        int[] part = RequireConstant(import, 0).Shape;
        for (int i = 1; i < import.Source.Inputs.Length; i++)
        {
            if (!RequireConstant(import, i).Shape.SequenceEqual(part))
            {
                throw import.Mismatch("the packed tensors have different shapes");
            }
        }

        int axis = AxisList.Normalized(import, import.Options(TfliteOptionsType.Pack)?.Int32(Fields.Pack.Axis) ?? 0, part.Length + 1);
        FoldJoin(import, [.. part[..axis], import.Source.Inputs.Length, .. part[axis..]], axis);
    }

    /// <summary>GATHER of a constant at constant indices; one of an activation is a selection.</summary>
    private static void ReadGather(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        if (!import.Entry(0).Tensor.IsConstant)
        {
            SelectionConverter.ReadGather(import);
            return;
        }

        Tensor input = RequireConstant(import, 0);
        int[] picks = import.Integers(1, "indices");
        int[] pickShape = import.Entry(1).Tensor.Shape;
        FlatTable? options = import.Options(TfliteOptionsType.Gather);
        if ((options?.Int32(Fields.Gather.BatchDimensions) ?? 0) != 0)
        {
            throw NotFolded(import, "with batch dimensions");
        }

        int axis = AxisList.Normalized(import, options?.Int32(Fields.Gather.Axis) ?? 0, input.Shape.Length);
        int size = input.Shape[axis];
        int inner = input.Shape[(axis + 1)..].Aggregate(1, (count, d) => count * d);
        int outer = input.ElementCount / size / inner;
        long total = (long)outer * picks.Length * inner;
        import.Budget.Charge(total * (sizeof(int) + sizeof(long)), "constants");
        var indices = new int[total];
        for (int i = 0; i < indices.Length; i++)
        {
            int pick = picks[i / inner % picks.Length];
            if (pick < 0 || pick >= size)
            {
                throw import.Mismatch($"index {pick} of {size}");
            }

            indices[i] = (((i / inner / picks.Length * size) + pick) * inner) + (i % inner);
        }

        import.Fold(ConstantData.Take(input.Data!, indices), [.. input.Shape[..axis], .. pickShape, .. input.Shape[(axis + 1)..]]);
    }

    /// <summary>Folds CONCATENATION or PACK: all inputs are constant.</summary>
    public static void FoldJoin(TfliteOperatorImporter import, int[] shape, int axis)
    {
        Array[] parts = [.. Enumerable.Range(0, import.Source.Inputs.Length).Select(i => RequireConstant(import, i).Data!)];
        if (parts.Any(part => part.GetType() != parts[0].GetType()))
        {
            throw import.Mismatch("the joined tensors have different types");
        }

        import.Budget.Charge(parts.Sum(part => (long)part.Length * sizeof(long)), "constants");
        int outer = shape[..axis].Aggregate(1, (count, size) => count * size);
        import.Fold(ConstantData.Join(parts, outer), shape);
    }

    /// <summary>An input that must be constant for this operator to fold.</summary>
    public static Tensor RequireConstant(TfliteOperatorImporter import, int position)
    {
        Tensor tensor = import.Entry(position).Tensor;
        return tensor.IsConstant ? tensor : throw NotFolded(import, "of computed tensors");
    }

    /// <summary>The error for an operator that is only supported over constants.</summary>
    public static Diagnostics.EdgeException NotFolded(TfliteOperatorImporter import, string use)
    {
        return import.Error(
            DiagnosticId.TfliteUnsupportedOperator, $"{import.Source.Code} {use} is not supported (only over constants)", "export the network without it");
    }
}
