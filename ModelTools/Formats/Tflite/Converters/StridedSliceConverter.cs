using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields.StridedSlice;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>
/// STRIDED_SLICE of a constant or an activation: elements begin, begin + stride, ... before end, along each axis. A bit of the begin or end
/// mask stands for "from the start" or "to the end", one of the shrink mask for "this index only, drop the axis"
/// (TFLite kernels/internal/strided_slice_logic.h).
/// </summary>
internal static class StridedSliceConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.STRIDED_SLICE] = Read,
    };

    /// <summary>Inputs: x, begin, end, strides; one entry for each axis.</summary>
    private static void Read(TfliteOperatorImporter import)
    {
        import.ExpectInputs(4, 4);
        Tensor input = import.Entry(0).Tensor;
        int[] begin = import.Integers(1, "begin");
        int[] end = import.Integers(2, "end");
        int[] strides = import.Integers(3, "strides");
        FlatTable? options = import.Options(TfliteOptionsType.StridedSlice);
        int rank = input.Shape.Length;
        if (begin.Length != rank || end.Length != rank || strides.Length != rank)
        {
            throw import.Mismatch($"begin, end and strides have {begin.Length}, {end.Length} and {strides.Length} entries for {rank} dimensions");
        }

        if ((options?.Int32(Fields.EllipsisMask) ?? 0) != 0 || (options?.Int32(Fields.NewAxisMask) ?? 0) != 0 || (options?.Bool(Fields.IsOffset) ?? false))
        {
            throw ConstantConverter.NotFolded(import, "with an ellipsis, a new axis or offsets");
        }

        int beginMask = options?.Int32(Fields.BeginMask) ?? 0;
        int endMask = options?.Int32(Fields.EndMask) ?? 0;
        int shrinkMask = options?.Int32(Fields.ShrinkAxisMask) ?? 0;
        var shape = new List<int>();
        int[]?[] picked = new int[]?[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            bool shrinks = (shrinkMask >> axis & 1) != 0;
            int[] picks = Picks(import, input.Shape[axis], begin[axis], end[axis], strides[axis], (beginMask >> axis & 1) != 0, (endMask >> axis & 1) != 0, shrinks);
            picked[axis] = picks;
            if (!shrinks)
            {
                shape.Add(picks.Length);
            }
        }

        if (!input.IsConstant)
        {
            SelectionConverter.EmitReshaped(import, import.Activation(0), picked, [.. shape]);
            return;
        }

        int[] indices = [0];
        for (int axis = 0; axis < rank; axis++)
        {
            indices = Extended(import, indices, input.Shape[axis], picked[axis]!);
        }

        import.Fold(ConstantData.Take(input.Data!, indices), [.. shape]);
    }

    private static int[] Picks(TfliteOperatorImporter import, int size, int begin, int end, int stride, bool fromStart, bool toEnd, bool shrinks)
    {
        if (stride == 0 || stride == int.MinValue)
        {
            throw import.Mismatch($"stride {stride}");
        }

        int lowest = stride > 0 ? 0 : -1; // of begin and end: one before the first element when walking backwards
        int highest = stride > 0 ? size : size - 1;
        int first = fromStart ? (stride > 0 ? 0 : size - 1) : Math.Clamp(begin < 0 ? begin + size : begin, lowest, highest);
        int last = toEnd ? (stride > 0 ? size : -1) : Math.Clamp(end < 0 ? end + size : end, lowest, highest);
        long count = shrinks ? 1 : Math.Max(0L, ((long)last - first + stride - Math.Sign(stride)) / stride);
        if (count == 0 || first < 0 || first >= size)
        {
            throw import.Mismatch($"nothing lies between {begin} and {end} of {size}");
        }

        import.Budget.Charge(count * sizeof(int), "constants");
        var picks = new int[count];
        for (int i = 0; i < picks.Length; i++)
        {
            picks[i] = first + (i * stride);
        }

        return picks;
    }

    /// <summary>Every index so far, followed by every pick along the next axis.</summary>
    private static int[] Extended(TfliteOperatorImporter import, int[] indices, int size, int[] picks)
    {
        import.Budget.Charge((long)indices.Length * picks.Length * (sizeof(int) + sizeof(long)), "constants");
        var extended = new int[indices.Length * picks.Length];
        for (int i = 0; i < extended.Length; i++)
        {
            extended[i] = (indices[i / picks.Length] * size) + picks[i % picks.Length];
        }

        return extended;
    }
}
