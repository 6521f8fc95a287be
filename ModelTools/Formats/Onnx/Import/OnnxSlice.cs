using System;
using System.Linq;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>Which indices Slice, Split and Gather pick along each axis, for constants and activations alike.</summary>
internal static class OnnxSlice
{
    /// <summary>The part of an axis that is picked: <paramref name="Count"/> indices from <paramref name="Start"/> on, <paramref name="Step"/> apart.</summary>
    internal readonly record struct Part(long Start, long Step, long Count)
    {
        /// <summary>The indices; the caller has bounded their number.</summary>
        public int[] Indices()
        {
            int[] indices = new int[Count];
            for (int i = 0; i < indices.Length; i++)
            {
                indices[i] = (int)(Start + (i * Step));
            }

            return indices;
        }
    }

    /// <summary>Slice with attributes (opset 9) or inputs (opset 10 and up): one part for each axis.</summary>
    public static Part[] Read(OnnxNode node, int[] shape)
    {
        bool hasInputs = node.Opset >= 10;
        long[] starts = (hasInputs ? node.OptionalIntegers(1, "starts") : node.Ints("starts")) ?? [];
        long[] ends = (hasInputs ? node.OptionalIntegers(2, "ends") : node.Ints("ends")) ?? [];
        long[]? axes = hasInputs ? node.OptionalIntegers(3, "axes") : node.Ints("axes");
        long[]? steps = hasInputs ? node.OptionalIntegers(4, "steps") : null;
        if (starts.Length != ends.Length || (axes ?? starts).Length != starts.Length || (steps ?? starts).Length != starts.Length)
        {
            throw node.Mismatch("its lists of starts, ends, axes and steps have different lengths");
        }

        Part[] parts = Array.ConvertAll(shape, size => new Part(0, 1, size));
        bool[] isSliced = new bool[shape.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = node.Axis(axes?[i] ?? i, shape.Length);
            long step = Math.Clamp(steps?[i] ?? 1, -OnnxShape.MaxElements, OnnxShape.MaxElements);
            if (step == 0 || isSliced[axis])
            {
                throw node.Mismatch(step == 0 ? "a step is 0" : $"axis {axis} is sliced twice");
            }

            isSliced[axis] = true;
            long size = shape[axis];
            long start = Position(starts[i], size, step < 0 ? size - 1 : size);
            long end = step < 0 && ends[i] < -size ? -1 : Position(ends[i], size, size);
            long count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
            parts[axis] = new Part(start, step, size == 0 ? 0 : Math.Max(0, count));
        }

        return parts;
    }

    /// <summary>Gather's indices along an axis of <paramref name="size"/>, those from the end made positive.</summary>
    public static int[] Picked(OnnxNode node, int size)
    {
        long[] indices = node.OptionalIntegers(1, "indices") ?? throw node.Mismatch("its indices are missing");
        return [.. indices.Select(index => index >= -size && index < size
            ? (int)(index < 0 ? index + size : index)
            : throw node.Mismatch($"index {index} of an axis with {size} elements"))];
    }

    /// <summary>Split: the sizes of the parts along an axis.</summary>
    /// <param name="count">Number of outputs.</param>
    public static long[] Sizes(OnnxNode node, int size, int count)
    {
        long[]? given = node.Opset >= 13 ? node.OptionalIntegers(1, "sizes") : node.Ints("split");
        if (given is null)
        {
            // Equal parts; from opset 18 on the last one may be smaller.
            long part = (size + count - 1) / count;
            given = [.. Enumerable.Range(0, count).Select(i => Math.Max(Math.Min(part, size - (i * part)), 0))];
            bool isEven = size % count == 0 || node.Opset >= 18;
            return isEven ? given : throw node.Mismatch($"{size} elements do not split into {count} equal parts");
        }

        bool fits = given.Length == count && Array.TrueForAll(given, part => part >= 0 && part <= size) && given.Sum() == size;
        return fits ? given : throw node.Mismatch($"it splits {size} elements into {count} parts of {OnnxShape.Text(given)}");
    }

    private static long Position(long position, long size, long last)
    {
        long clamped = Math.Clamp(position, -size, size);
        return Math.Clamp(clamped < 0 ? clamped + size : clamped, 0, last < 0 ? 0 : last);
    }
}
