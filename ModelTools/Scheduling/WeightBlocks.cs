using System;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>Sizes of streamed blocks: whole output channels, as many as fit the window.</summary>
internal static class WeightBlocks
{
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

    /// <summary>One channel of the operator with the most weights per channel.</summary>
    public static int SmallestWindow(DeviceProgram program)
    {
        return WindowBytes(program, BlobFormat.MinWindowBytes);
    }

    /// <summary>Channels of one block.</summary>
    public static int Channels(DeviceOperator op, int windowBytes)
    {
        int fitting = Math.Clamp(windowBytes / ChannelBytes(op), 1, op.FoldedBias.Length);

        // Kernels take eight channels at a time.
        return fitting > 8 && fitting < op.FoldedBias.Length && op.OpCode == OpCode.Conv2D ? fitting & ~7 : fitting;
    }

    /// <summary>Bytes of one output channel in the blob.</summary>
    public static int ChannelBytes(DeviceOperator op)
    {
        return op.TapsPerChannel + BlobFormat.ParameterBytes;
    }
}
