using System;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Scheduling;

/// <summary>Sizes of streamed blocks: whole output channels, as many as fit the window.</summary>
internal static class WeightBlocks
{
    // Below it kernels take single channels, which costs about half as much again.
    private const int LeastChannels = 3;

    // Inputs of 24 taps taken apart, against 24 products of a triple and its sum.
    private const double PerPass = 0.8;

    /// <summary>The window: what was asked for, no more than the largest operator needs, no less than one channel's weights.</summary>
    /// <exception cref="EdgeException">One channel is above the largest array.</exception>
    public static int WindowBytes(DeviceProgram program, int requested)
    {
        int largestChannel = BlobFormat.MinWindowBytes;
        int largestOperator = BlobFormat.MinWindowBytes;
        foreach (DeviceOperator op in program.Operators.Where(op => op.IsConvolution))
        {
            int channel = ChannelBytes(op);
            if (channel > BlobFormat.MaxArrayBytes)
            {
                throw new EdgeException(
                    DiagnosticId.ChannelTooLarge,
                    op.Location,
                    $"one output channel has {op.TapsPerChannel} weights, a window holds at most {BlobFormat.MaxArrayBytes} bytes",
                    "pool before the fully connected layer");
            }

            largestChannel = Math.Max(largestChannel, channel);
            largestOperator = Math.Max(largestOperator, channel * op.FoldedBias.Length);
        }

        return Math.Max(Math.Min(requested, largestOperator), largestChannel);
    }

    /// <summary>Channels of one block: those that fit, but three where each of many pixels is taken apart for them.</summary>
    public static int Channels(DeviceOperator op, int windowBytes)
    {
        int channels = op.FoldedBias.Length;
        bool hasFewPixels = op.Output.Height * op.Output.Width < LanePointwise.LeastPixelsOfTile;
        int least = hasFewPixels ? 1 : Math.Min(Math.Min(LeastChannels, BlobFormat.MaxArrayBytes / ChannelBytes(op)), channels);
        int fitting = Math.Clamp(windowBytes / ChannelBytes(op), least, channels);
        if (fitting == channels || fitting <= least || op.OpCode != OpCode.Conv2D)
        {
            return fitting;
        }

        // Few pixels are packed, eight channels at a time.
        if (hasFewPixels)
        {
            return fitting > 8 ? fitting & ~7 : fitting;
        }

        int best = fitting;
        for (int block = fitting - 1; block >= (fitting + 1) / 2; block--)
        {
            best = PassCost(channels, block) < PassCost(channels, best) ? block : best;
        }

        return best;
    }

    /// <summary>What passes over a pixel take, in products of three channels: each takes its inputs apart, which costs as much as most of a triple.</summary>
    private static double PassCost(int channels, int block)
    {
        double cost = 0;
        for (int left = channels; left > 0; left -= block)
        {
            if (left < LeastChannels)
            {
                return double.PositiveInfinity;
            }

            for (int inBlock = Math.Min(left, block); inBlock > 0; inBlock -= LanePointwise.Chunk)
            {
                cost += PerPass + ((Math.Min(inBlock, LanePointwise.Chunk) + 2) / 3);
            }
        }

        return cost;
    }

    /// <summary>Bytes of one output channel in the blob.</summary>
    public static int ChannelBytes(DeviceOperator op)
    {
        return op.TapsPerChannel + BlobFormat.ParameterBytes;
    }
}
