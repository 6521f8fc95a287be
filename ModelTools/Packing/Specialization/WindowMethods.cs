using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Divides a convolution with a window among methods (<see cref="WindowWriter"/>): kernel rows, groups of input channels, output channels.</summary>
internal static class WindowMethods
{
    /// <summary>Rows of the kernel that a method can hold.</summary>
    public static int RowsAtOnce(ConstantOperator source) => Math.Min(source.Shape.KernelH * source.InputGroups, ConstantKernels.MostTaps / source.TapsInRow);

    /// <summary>Writes the methods of an operator; none when they, or its padded rows, would not fit.</summary>
    public static IReadOnlyList<GeneratedMethod> Write(ConstantOperator source)
    {
        if (source.IsPointwise || source.Shape.KernelH * source.PaddedRowBytes > ConstantRows.MostBytes || Group(source) is not ConstantOperator grouped)
        {
            return [];
        }

        source = grouped;
        ConstantChannel[] channels = [.. Enumerable.Range(0, source.Channels).Select(channel => ConstantChannel.Make(source, channel))];
        if (channels.Any(channel => channel.Result is null))
        {
            return [];
        }

        for (int count = 1; count <= source.Channels; count++)
        {
            if (Divide(source, channels, count) is GeneratedMethod[] methods)
            {
                return methods.Length <= ConstantKernels.MostBlocks ? methods : [];
            }
        }

        return [];
    }

    /// <summary>With taps in the order [group of input channels][row][column][channel], so that a row of the kernel fits a method.</summary>
    private static ConstantOperator? Group(ConstantOperator source)
    {
        int pixels = source.Shape.KernelH * source.Shape.KernelW;
        int inputs = source.Taps / pixels;
        int groups = Enumerable.Range(1, inputs).FirstOrDefault(count => inputs % count == 0 && source.Shape.KernelW * inputs / count <= ConstantKernels.MostTaps);
        if (groups == 0)
        {
            return null;
        }

        int depth = inputs / groups;
        var weights = new sbyte[source.Weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            int channel = i / source.Taps;
            int tap = i % source.Taps;
            int input = tap % inputs;
            weights[(channel * source.Taps) + (((input / depth * pixels) + (tap / inputs)) * depth) + (input % depth)] = source.Weights[i];
        }

        return source with { Weights = weights, InputGroups = groups, Slides = true };
    }

    private static GeneratedMethod[]? Divide(ConstantOperator source, ConstantChannel[] channels, int count)
    {
        List<GeneratedMethod> methods = [];
        foreach (ConstantChannel[] block in channels.Chunk((source.Channels + count - 1) / count))
        {
            for (int tap = 0; tap < source.Taps; tap += source.PhaseTaps)
            {
                var writer = new WindowWriter(source, block, tap);
                if (!writer.TryWrite(methods.Count) || writer.Result.Longs > source.ScratchLongs)
                {
                    return null;
                }

                methods.Add(writer.Result.Method);
            }
        }

        return [.. methods];
    }
}
