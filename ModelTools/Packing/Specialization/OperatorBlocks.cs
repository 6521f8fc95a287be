using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>The code of a convolution: the constants of its results, and how its channels are divided into methods.</summary>
internal sealed class OperatorBlocks
{
    private OperatorBlocks(IReadOnlyList<ConstantChannel> channels, IReadOnlyList<BlockWriter> methods, bool readsInput)
    {
        Channels = channels;
        Methods = methods;
        ReadsInput = readsInput;
    }

    /// <summary>The channels.</summary>
    public IReadOnlyList<ConstantChannel> Channels { get; }

    /// <summary>The methods; none when the convolution cannot be taken.</summary>
    public IReadOnlyList<BlockWriter> Methods { get; }

    /// <summary>The only method packs its inputs itself.</summary>
    public bool ReadsInput { get; }

    /// <summary>Writes the code.</summary>
    public static OperatorBlocks Write(ConstantOperator source)
    {
        ConstantChannel[] channels = [.. Enumerable.Range(0, source.Channels).Select(channel => ConstantChannel.Make(source, channel))];
        if (channels.Any(channel => channel.Result is null))
        {
            return new OperatorBlocks(channels, [], false);
        }

        if (source.IsPointwise)
        {
            BlockWriter whole = BlockWriter.Write(source, channels, 0, true);
            if (Fits(whole))
            {
                return new OperatorBlocks(channels, [whole], true);
            }
        }

        int count = 1;
        while (count <= Math.Min(source.Channels, ConstantKernels.MostBlocks))
        {
            int size = (source.Channels + count - 1) / count;
            BlockWriter[] methods = [.. channels.Chunk(size).Select((block, number) => BlockWriter.Write(source, block, number, false))];
            if (methods.All(Fits))
            {
                return new OperatorBlocks(channels, methods, false);
            }

            count = Math.Max(count + 1, methods.Sum(method => method.IlBytes) / BlockWriter.MostIlBytes);
        }

        return new OperatorBlocks(channels, [], false);
    }

    private static bool Fits(BlockWriter method)
    {
        return method.IlBytes <= BlockWriter.MostIlBytes && method.Slots <= ConstantKernels.MostSlots && method.HasRoom;
    }
}
