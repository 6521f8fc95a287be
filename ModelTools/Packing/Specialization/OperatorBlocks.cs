using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>The code of a convolution: the constants of its results, and how its channels are divided into methods.</summary>
internal sealed class OperatorBlocks
{
    /// <summary>Makes one.</summary>
    /// <param name="methods">See <see cref="Methods"/>.</param>
    /// <param name="call">See <see cref="Call"/>.</param>
    /// <param name="slides">See <see cref="Slides"/>.</param>
    public OperatorBlocks(IReadOnlyList<GeneratedMethod> methods, int call, bool slides = false)
    {
        Slides = slides;
        Methods = methods;
        Call = call;
    }

    /// <summary>Code of a convolution that cannot be taken.</summary>
    public static OperatorBlocks None { get; } = new([], 0);

    /// <summary>The methods; none when the convolution cannot be taken.</summary>
    public IReadOnlyList<GeneratedMethod> Methods { get; }

    /// <summary>How the kernels call them, see ConstantKernels.Describe.</summary>
    public int Call { get; }

    /// <summary>It is the code of <see cref="WindowWriter"/>.</summary>
    public bool Slides { get; }

    /// <summary>Writes the code.</summary>
    public static OperatorBlocks Write(ConstantOperator source)
    {
        IReadOnlyList<GeneratedMethod> windows = WindowMethods.Write(source);
        if (windows.Count > 0)
        {
            return new OperatorBlocks(windows, windows.Count | ConstantKernels.ReadsInput, slides: true);
        }

        ConstantChannel[] channels = [.. Enumerable.Range(0, source.Channels).Select(channel => ConstantChannel.Make(source, channel))];
        if (channels.Any(channel => channel.Result is null))
        {
            return None;
        }

        // Up to two methods that pack their inputs cost less than gathering and loading them.
        for (int count = 1; source.IsPointwise && count <= 2; count++)
        {
            if (Divide(source, channels, count, true) is GeneratedMethod[] methods)
            {
                return new OperatorBlocks(methods, methods.Length | ConstantKernels.ReadsInput);
            }
        }

        for (int count = 1; count <= Math.Min(source.Channels, ConstantKernels.MostBlocks); count++)
        {
            if (Divide(source, channels, count, false) is GeneratedMethod[] methods)
            {
                return new OperatorBlocks(methods, methods.Length);
            }
        }

        return None;
    }

    private static GeneratedMethod[]? Divide(ConstantOperator source, ConstantChannel[] channels, int count, bool readsInput)
    {
        List<GeneratedMethod> methods = [];
        foreach (ConstantChannel[] block in channels.Chunk((source.Channels + count - 1) / count))
        {
            BlockWriter writer = BlockWriter.Write(source, block, methods.Count, readsInput);
            if (!Fits(writer))
            {
                return null;
            }

            methods.Add(writer.Method);
        }

        return [.. methods];
    }

    private static bool Fits(BlockWriter method)
    {
        return method.IlBytes <= BlockWriter.MostIlBytes && method.Slots <= ConstantKernels.MostSlots && method.HasRoom;
    }
}
