using System;
using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>A reshape that splits axes and merges neighbouring ones, of a value in any layout: what lies where stays.</summary>
/// <param name="InputOrder">Order into which the input is brought; its own, unless axes that merge lie in another sequence.</param>
/// <param name="OutputOrder">Order of the result.</param>
internal sealed record OnnxRegrouping(int[] InputOrder, int[] OutputOrder)
{
    /// <summary>Finds the regrouping, or null where axes that merge do not lie side by side.</summary>
    public static OnnxRegrouping? Of(OnnxValue value, int[] shape)
    {
        int[] longer = [.. value.Order.Where(axis => value.Shape[axis] > 1)];
        var inputOrder = new List<int>();
        var outputOrder = new List<int>();
        foreach ((int[] from, int[] to) in Groups(value.Shape, shape).OrderBy(group => group.From.Min(axis => Array.IndexOf(longer, axis))))
        {
            int first = inputOrder.Count;
            if (!from.ToHashSet().SetEquals(longer.AsSpan(first, from.Length).ToArray()))
            {
                return null;
            }

            inputOrder.AddRange(from);
            outputOrder.AddRange(to);
        }

        return new OnnxRegrouping(WithOnes(value.Shape, inputOrder, value.Order), WithOnes(shape, outputOrder, null));
    }

    /// <summary>Axes longer than 1 of both shapes that hold the same elements, as few together as possible.</summary>
    private static List<(int[] From, int[] To)> Groups(int[] input, int[] output)
    {
        var groups = new List<(int[], int[])>();
        int i = 0;
        int o = 0;
        while (true)
        {
            var from = new List<int>();
            var to = new List<int>();
            long inputs = 1;
            long outputs = 1;
            do
            {
                bool takesInput = from.Count == 0 || inputs < outputs;
                (int[] shape, int at, List<int> list) = takesInput ? (input, i, from) : (output, o, to);
                while (at < shape.Length && shape[at] == 1)
                {
                    at++;
                }

                if (at == shape.Length)
                {
                    return groups; // both hold as many elements, so both are at their end
                }

                list.Add(at);
                (inputs, outputs) = takesInput ? (inputs * shape[at], outputs) : (inputs, outputs * shape[at]);
                (i, o) = takesInput ? (at + 1, o) : (i, at + 1);
            }
            while (inputs != outputs);
            groups.Add(([.. from], [.. to]));
        }
    }

    /// <summary>An order with the axes of 1 put where they make it one that operators ask for; the same sequence of elements either way.</summary>
    private static int[] WithOnes(int[] shape, List<int> order, int[]? own)
    {
        int[] full = [.. Enumerable.Range(0, shape.Length).Where(axis => shape[axis] == 1), .. order];
        foreach (int[]? candidate in new[] { own, OnnxLayout.ChannelsLast(shape.Length), OnnxLayout.RowMajor(shape.Length) })
        {
            if (candidate is not null && OnnxLayout.IsSameSequence(shape, full, candidate))
            {
                return candidate;
            }
        }

        return full;
    }
}
