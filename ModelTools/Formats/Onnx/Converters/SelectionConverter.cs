using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Slice, Split, Gather with constant indices, Expand and Tile: all of them pick indices along axes.</summary>
internal sealed class SelectionConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Slice", "Split", "Gather", "Expand", "Tile"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        switch (node.Type)
        {
            case "Slice":
                OnnxSlice.Part[] parts = OnnxSlice.Read(node, input.Shape);
                OnnxImporter.CheckedShape(node, Array.ConvertAll(parts, part => part.Count));
                Emit(node, import, input, Array.ConvertAll(parts, part => (int[]?)part.Indices()), 0);
                break;
            case "Split":
                Split(node, import, input);
                break;
            case "Gather":
                Gather(node, import, input);
                break;
            case "Tile":
                Tile(node, import, input);
                break;
            default:
                Expand(node, import, input);
                break;
        }
    }

    private static void Split(OnnxNode node, OnnxImporter import, OnnxValue input)
    {
        int axis = node.Axis(node.Int("axis", 0), input.Shape.Length);
        long[] sizes = OnnxSlice.Sizes(node, input.Shape[axis], node.OutputCount);
        long start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (node.OutputAt(i).Length > 0)
            {
                int[]?[] indices = new int[]?[input.Shape.Length];
                indices[axis] = new OnnxSlice.Part(start, 1, sizes[i]).Indices();
                Emit(node, import, input, indices, i);
            }

            start += sizes[i];
        }
    }

    /// <summary>Indices of rank 1 keep the axis, a single index removes it.</summary>
    private static void Gather(OnnxNode node, OnnxImporter import, OnnxValue input)
    {
        int[] form = node.ConstantInput(1, "indices").Shape;
        int axis = node.Axis(node.Int("axis", 0), input.Shape.Length);
        int[]?[] indices = new int[]?[input.Shape.Length];
        indices[axis] = OnnxSlice.Picked(node, input.Shape[axis]);
        if (form.Length > 1)
        {
            throw node.Unsupported($"its indices have the shape {OnnxShape.Text(form)}", "use a list of indices, or one index");
        }

        if (form.Length == 1)
        {
            Emit(node, import, input, indices, 0);
            return;
        }

        int[] single = [.. input.Shape];
        single[axis] = 1;
        Tensor picked = import.EmitAuxiliary(
            node, OperatorKind.Select, [input.Activation!], OnnxLayout.Apply(single, input.Order), "select", Attributes(node, input, indices));
        int[] kept = [.. input.Order.Where(other => other != axis)];
        int[] shape = [.. input.Shape.Where((_, other) => other != axis)];
        import.Emit(node, OperatorKind.Reshape, [picked], shape, Array.ConvertAll(kept, other => other > axis ? other - 1 : other));
    }

    /// <summary>Broadcasting to a shape: axes of length 1 are repeated.</summary>
    private static void Expand(OnnxNode node, OnnxImporter import, OnnxValue input)
    {
        int[] asked = OnnxShape.Checked(node.OptionalIntegers(1, "shape") ?? [], node.Where, "its shape");
        int[] shape = OnnxShape.Broadcast(input.Shape, asked) ?? throw node.Mismatch("its input does not broadcast to the shape");
        if (shape.Length != input.Shape.Length)
        {
            throw node.Unsupported($"it gives {input.Shape.Length} dimensions {shape.Length}", "reshape before");
        }

        int[]?[] indices = new int[]?[shape.Length];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            indices[axis] = input.Shape[axis] == shape[axis] ? null : new int[shape[axis]];
        }

        Emit(node, import, input, indices, 0);
    }

    /// <summary>The whole repeated along axes.</summary>
    private static void Tile(OnnxNode node, OnnxImporter import, OnnxValue input)
    {
        int[] shape = input.Shape;
        long[] times = node.OptionalIntegers(1, "repeats") ?? [];
        if (times.Length != shape.Length || times.Any(count => count is < 1 or > ushort.MaxValue))
        {
            throw node.Mismatch($"{OnnxShape.Text(shape)} repeated {OnnxShape.Text(times)} times");
        }

        OnnxImporter.CheckedShape(node, [.. times.Select((count, axis) => count * shape[axis])]);
        Emit(node, import, input, [.. times.Select((count, axis) => Enumerable.Range(0, (int)count * shape[axis]).Select(i => i % shape[axis]).ToArray())], 0);
    }

    private static void Emit(OnnxNode node, OnnxImporter import, OnnxValue input, int[]?[] indices, int outputIndex)
    {
        SelectAttributes attributes = Attributes(node, input, indices);
        if (Array.TrueForAll(attributes.Indices, axis => axis is null))
        {
            import.Define(node.OutputAt(outputIndex), input);
            return;
        }

        int[] shape = [.. input.Shape.Select((size, axis) => indices[axis]?.Length ?? size)];
        import.Emit(node, OperatorKind.Select, [input.Activation!], shape, input.Order, attributes, outputIndex);
    }

    /// <summary>The indices in the order of the tensor's axes; null where an axis stays as it is.</summary>
    private static SelectAttributes Attributes(OnnxNode node, OnnxValue input, int[]?[] indices)
    {
        int[]?[] moving = [.. indices.Select((axis, i) => axis is null || axis.SequenceEqual(Enumerable.Range(0, input.Shape[i])) ? null : axis)];
        return moving.Length == 0 || moving[0] is null
            ? new SelectAttributes([.. input.Order.Select(axis => moving[axis])])
            : throw node.Unsupported("it picks from the batch", "pick channels, height and width only");
    }
}
