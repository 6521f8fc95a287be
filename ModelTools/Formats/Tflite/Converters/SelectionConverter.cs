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

/// <summary>
/// SLICE, SPLIT, SPLIT_V, REVERSE_V2, TILE, MIRROR_PAD, and GATHER and STRIDED_SLICE over activations: all of them pick constant
/// indices along axes.
/// </summary>
internal static class SelectionConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.MIRROR_PAD] = ReadMirrorPad,
        [TfliteOperatorCode.REVERSE_V2] = ReadReverse,
        [TfliteOperatorCode.SLICE] = ReadSlice,
        [TfliteOperatorCode.SPLIT] = ReadSplit,
        [TfliteOperatorCode.SPLIT_V] = ReadSplitV,
        [TfliteOperatorCode.TILE] = ReadTile,
    };

    /// <summary>SLICE; inputs: x, begin, size, where a size of -1 goes to the end.</summary>
    private static void ReadSlice(TfliteOperatorImporter import)
    {
        import.ExpectInputs(3, 3);
        Tensor input = import.Activation(0);
        int[] begin = import.Integers(1, "begin");
        int[] size = import.Integers(2, "size");
        int rank = input.Shape.Length;
        if (begin.Length != rank || size.Length != rank)
        {
            throw import.Mismatch($"begin and size have {begin.Length} and {size.Length} entries for {rank} dimensions");
        }

        int[]?[] indices = new int[]?[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int whole = input.Shape[axis];
            long count = size[axis] == -1 ? (long)whole - begin[axis] : size[axis];
            if (begin[axis] < 0 || count < 1 || begin[axis] + count > whole)
            {
                throw import.Mismatch($"{count} of {whole} elements from {begin[axis]} on");
            }

            indices[axis] = Run(import, begin[axis], 1, (int)count);
        }

        Emit(import, input, indices, 0);
    }

    /// <summary>SPLIT into equal parts; inputs: axis, x.</summary>
    private static void ReadSplit(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2, hasOneOutput: false);
        Tensor input = import.Activation(1);
        int axis = Axis(import, 0, input);
        int parts = import.Source.Outputs.Length;
        if (input.Shape[axis] % parts != 0)
        {
            throw import.Mismatch($"{input.Shape[axis]} elements in {parts} equal parts");
        }

        Split(import, input, axis, [.. Enumerable.Repeat(input.Shape[axis] / parts, parts)]);
    }

    /// <summary>SPLIT_V; inputs: x, sizes, axis; one size may be -1, for what is left.</summary>
    private static void ReadSplitV(TfliteOperatorImporter import)
    {
        import.ExpectInputs(3, 3, hasOneOutput: false);
        Tensor input = import.Activation(0);
        int[] sizes = [.. import.Integers(1, "sizes")];
        int axis = Axis(import, 2, input);
        int open = Array.IndexOf(sizes, -1);
        long known = sizes.Where(size => size != -1).Sum(size => (long)size);
        if (open >= 0)
        {
            sizes[open] = (int)Math.Clamp(input.Shape[axis] - known, -1, int.MaxValue);
        }

        if (sizes.Length != import.Source.Outputs.Length || sizes.Any(size => size < 1) || sizes.Sum(size => (long)size) != input.Shape[axis])
        {
            throw import.Mismatch($"{input.Shape[axis]} elements in parts of [{TfliteOperatorImporter.Join(sizes)}]");
        }

        Split(import, input, axis, sizes);
    }

    /// <summary>REVERSE_V2; inputs: x, axes.</summary>
    private static void ReadReverse(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        Tensor input = import.Activation(0);
        int[]?[] indices = new int[]?[input.Shape.Length];
        foreach (int axis in AxisList.Normalized(import, import.Integers(1, "axes"), input.Shape.Length))
        {
            indices[axis] = Run(import, input.Shape[axis] - 1, -1, input.Shape[axis]);
        }

        Emit(import, input, indices, 0);
    }

    /// <summary>TILE; inputs: x, how many times each axis is repeated.</summary>
    private static void ReadTile(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        Tensor input = import.Activation(0);
        int[] times = import.Integers(1, "multiples");
        if (times.Length != input.Shape.Length || times.Any(count => count < 1))
        {
            throw import.Mismatch($"[{TfliteOperatorImporter.Join(input.Shape)}] repeated [{TfliteOperatorImporter.Join(times)}] times");
        }

        Emit(import, input, [.. times.Select((count, axis) => count == 1 ? null : Picks(import, (long)count * input.Shape[axis], i => i % input.Shape[axis]))], 0);
    }

    /// <summary>MIRROR_PAD about the outermost elements, or, symmetric, beside them; inputs: x, paddings [rank, 2].</summary>
    private static void ReadMirrorPad(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        Tensor input = import.Activation(0);
        int offset = (import.Options(TfliteOptionsType.MirrorPad)?.Byte(Fields.MirrorPad.Mode) ?? 0) == 0 ? 1 : 0;
        int[] paddings = import.Integers(1, "paddings");
        int[]?[] indices = new int[]?[input.Shape.Length];
        for (int axis = 0; axis < indices.Length; axis++)
        {
            int size = input.Shape[axis];
            if (paddings.Length != 2 * indices.Length || paddings[2 * axis] < 0 || paddings[(2 * axis) + 1] < 0
                || Math.Max(paddings[2 * axis], paddings[(2 * axis) + 1]) > size - offset)
            {
                throw import.Mismatch($"[{TfliteOperatorImporter.Join(input.Shape)}] padded by [{TfliteOperatorImporter.Join(paddings)}]");
            }

            int before = paddings[2 * axis];
            indices[axis] = before + paddings[(2 * axis) + 1] == 0 ? null : Picks(import, (long)before + size + paddings[(2 * axis) + 1], i => Mirrored(i - before, size, offset));
        }

        Emit(import, input, indices, 0);
    }

    private static int Mirrored(int index, int size, int offset) =>
        index < 0 ? offset - 1 - index : index < size ? index : (2 * size) - 1 - offset - index;

    /// <summary>GATHER of an activation along one axis; a single index removes it.</summary>
    public static void ReadGather(TfliteOperatorImporter import)
    {
        FlatTable? options = import.Options(TfliteOptionsType.Gather);
        Tensor input = import.Activation(0);
        int[] picks = import.Integers(1, "indices");
        int[] form = import.Entry(1).Tensor.Shape;
        int axis = AxisList.Normalized(import, options?.Int32(Fields.Gather.Axis) ?? 0, input.Shape.Length);
        if (form.Length > 1 || (options?.Int32(Fields.Gather.BatchDimensions) ?? 0) != 0)
        {
            throw ConstantConverter.NotFolded(import, "with batch dimensions or a table of indices");
        }

        int bad = Array.FindIndex(picks, pick => pick < 0 || pick >= input.Shape[axis]);
        if (bad >= 0)
        {
            throw import.Mismatch($"index {picks[bad]} of {input.Shape[axis]}");
        }

        int[]?[] indices = new int[]?[input.Shape.Length];
        indices[axis] = picks;
        EmitReshaped(import, input, indices, [.. input.Shape[..axis], .. form, .. input.Shape[(axis + 1)..]]);
    }

    /// <summary>Adds a selection, and the reshape that drops axes of which one index was picked.</summary>
    /// <param name="shape">Shape of the operator's output.</param>
    public static void EmitReshaped(TfliteOperatorImporter import, Tensor input, int[]?[] indices, int[] shape)
    {
        int[] picked = [.. input.Shape.Select((size, axis) => indices[axis]?.Length ?? size)];
        if (picked.SequenceEqual(shape))
        {
            Emit(import, input, indices, 0);
            return;
        }

        RequireBatch(import, input, indices);
        Tensor output = import.Output(shape);
        import.RemarkOtherScale(input, output);
        Tensor selected = import.AddBefore(OperatorKind.Select, [input], output, picked, "select", new SelectAttributes(indices));
        import.Add(OperatorKind.Reshape, [selected], output);
    }

    private static void Split(TfliteOperatorImporter import, Tensor input, int axis, int[] sizes)
    {
        int start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            int[]?[] indices = new int[]?[input.Shape.Length];
            indices[axis] = Run(import, start, 1, sizes[i]);
            Emit(import, input, indices, i);
            start += sizes[i];
        }
    }

    private static void Emit(TfliteOperatorImporter import, Tensor input, int[]?[] indices, int outputIndex)
    {
        RequireBatch(import, input, indices);
        Tensor output = import.Output([.. input.Shape.Select((size, axis) => indices[axis]?.Length ?? size)], outputIndex);
        import.RemarkOtherScale(input, output);
        import.Add(OperatorKind.Select, [input], output, new SelectAttributes(indices));
    }

    private static void RequireBatch(TfliteOperatorImporter import, Tensor input, int[]?[] indices)
    {
        bool hasBatch = input.Shape.Length > 1 && indices[0] is { } batch && !batch.SequenceEqual(Enumerable.Range(0, input.Shape[0]));
        if (hasBatch)
        {
            throw import.Error(DiagnosticId.TfliteBatch, "it picks from the batch", "export with batch 1");
        }
    }

    private static int Axis(TfliteOperatorImporter import, int position, Tensor input)
    {
        int[] axis = import.Integers(position, "axis");
        return axis.Length == 1 ? AxisList.Normalized(import, axis[0], input.Shape.Length) : throw import.Mismatch($"{axis.Length} axes, not 1");
    }

    /// <summary>Indices in steps.</summary>
    public static int[] Run(TfliteOperatorImporter import, int start, int step, int count) => Picks(import, count, i => start + (i * step));

    private static int[] Picks(TfliteOperatorImporter import, long count, Func<int, int> pick)
    {
        import.Budget.Charge(count * sizeof(int), "indices");
        return [.. Enumerable.Range(0, (int)count).Select(pick)];
    }
}
