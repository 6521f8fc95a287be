using System;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>Operators that pick values, and DEPTH_TO_SPACE: every output value is found by walking over the input and placing its values.</summary>
internal static class SelectionSpecification
{
    /// <summary>Places every input value wherever its index was picked along all axes.</summary>
    public static sbyte[] Select(Operator op, sbyte[] input)
    {
        int[] shape = op.Inputs[0].Shape;
        int[]?[] indices = ((SelectAttributes)op.Attributes!).Indices;
        sbyte[] values = input;
        int outer = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            int inner = shape[(axis + 1)..].Aggregate(1, (product, size) => product * size);
            int[] picked = indices[axis] ?? [.. Enumerable.Range(0, shape[axis])];
            var next = new sbyte[outer * picked.Length * inner];
            for (int o = 0; o < outer; o++)
            {
                for (int i = 0; i < picked.Length; i++)
                {
                    Array.Copy(values, ((o * shape[axis]) + picked[i]) * inner, next, ((o * picked.Length) + i) * inner, inner);
                }
            }

            values = next;
            outer *= picked.Length;
        }

        return values;
    }

    /// <summary>Every input channel has a place in its block; what falls outside the part that is kept is dropped.</summary>
    public static sbyte[] DepthToSpace(Operator op, sbyte[] input)
    {
        var block = (DepthToSpaceAttributes)op.Attributes!;
        int[] from = op.Inputs[0].Shape;
        int[] to = op.Output.Shape;
        int positions = block.BlockH * block.BlockW;
        var output = new sbyte[op.Output.ElementCount];
        for (int i = 0; i < input.Length; i++)
        {
            int channel = i % from[3];
            int position = block.IsChannelMajor ? channel % positions : channel / to[3];
            int c = block.IsChannelMajor ? channel / positions : channel % to[3];
            int y = (i / from[3] / from[2] * block.BlockH) + (position / block.BlockW) - block.Top;
            int x = (i / from[3] % from[2] * block.BlockW) + (position % block.BlockW) - block.Left;
            if (y >= 0 && y < to[1] && x >= 0 && x < to[2])
            {
                output[(((y * to[2]) + x) * to[3]) + c] = input[i];
            }
        }

        return output;
    }
}
