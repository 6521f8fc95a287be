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
/// SLICE, SPLIT, SPLIT_V, REVERSE_V2, and GATHER and STRIDED_SLICE over activations: all of them pick constant indices along axes.
/// SPACE_TO_DEPTH picks every position of a block, DEPTH_TO_SPACE is an operator of its own.
/// </summary>
internal static class SelectConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.DEPTH_TO_SPACE] = ReadDepthToSpace,
        [TfliteOperatorCode.REVERSE_V2] = ReadReverse,
        [TfliteOperatorCode.SLICE] = ReadSlice,
        [TfliteOperatorCode.SPACE_TO_DEPTH] = ReadSpaceToDepth,
        [TfliteOperatorCode.SPLIT] = ReadSplit,
        [TfliteOperatorCode.SPLIT_V] = ReadSplitV,
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
        RequireScale(import, input, output);
        Tensor selected = import.AddBefore(OperatorKind.Select, [input], output, picked, "select", new SelectAttributes(indices));
        import.Add(OperatorKind.Reshape, [selected], output);
    }

    /// <summary>DEPTH_TO_SPACE.</summary>
    private static void ReadDepthToSpace(TfliteOperatorImporter import)
    {
        (Tensor input, int block) = Blocks(import, TfliteOptionsType.DepthToSpace);
        int[] shape = input.Shape;
        if (shape[3] % (block * block) != 0)
        {
            throw import.Mismatch($"{shape[3]} channels do not fill blocks of {block}x{block}");
        }

        Tensor output = import.Output([1, shape[1] * block, shape[2] * block, shape[3] / (block * block)]);
        RequireScale(import, input, output);
        import.Add(OperatorKind.DepthToSpace, [input], output, new DepthToSpaceAttributes(block, block, IsChannelMajor: false));
    }

    /// <summary>SPACE_TO_DEPTH: the image in steps from each position of a block, one part behind the other.</summary>
    private static void ReadSpaceToDepth(TfliteOperatorImporter import)
    {
        (Tensor input, int block) = Blocks(import, TfliteOptionsType.SpaceToDepth);
        int[] shape = input.Shape;
        if (shape[1] % block != 0 || shape[2] % block != 0)
        {
            throw import.Mismatch($"{shape[1]}x{shape[2]} pixels are not blocks of {block}x{block}");
        }

        int height = shape[1] / block;
        int width = shape[2] / block;
        Tensor output = import.Output([1, height, width, shape[3] * block * block]);
        RequireScale(import, input, output);
        Tensor[] parts = [.. Enumerable.Range(0, block * block).Select(place => import.AddBefore(
            OperatorKind.Select,
            [input],
            output,
            [1, height, width, shape[3]],
            $"part{place}",
            new SelectAttributes([null, Run(import, place / block, block, height), Run(import, place % block, block, width), null])))];
        import.Add(OperatorKind.Concat, parts, output, new ConcatAttributes(3));
    }

    private static (Tensor Input, int Block) Blocks(TfliteOperatorImporter import, TfliteOptionsType optionsType)
    {
        import.ExpectInputs(1, 1);
        int block = import.RequiredOptions(optionsType).Int32(Fields.Blocks.Size);
        return block is >= 1 and <= 256 ? (import.Image(0), block) : throw import.Error(DiagnosticId.TfliteBadOptions, $"a block of {block}", "the file is damaged; export it again");
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
        RequireScale(import, input, output);
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

    private static void RequireScale(TfliteOperatorImporter import, Tensor input, Tensor output)
    {
        if (input.Quantization is { } before && output.Quantization is { } after && (before.Scale != after.Scale || before.ZeroPoint != after.ZeroPoint))
        {
            throw import.ScaleConstraint("input and output must have the same scale and zero point");
        }
    }

    private static int Axis(TfliteOperatorImporter import, int position, Tensor input)
    {
        int[] axis = import.Integers(position, "axis");
        return axis.Length == 1 ? AxisList.Normalized(import, axis[0], input.Shape.Length) : throw import.Mismatch($"{axis.Length} axes, not 1");
    }

    private static int[] Run(TfliteOperatorImporter import, int start, int step, int count)
    {
        import.Budget.Charge((long)count * sizeof(int), "indices");
        return [.. Enumerable.Range(0, count).Select(i => start + (i * step))];
    }
}
