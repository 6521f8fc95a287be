using System;
using System.Collections.Generic;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Blob;

/// <summary>
/// Lays out the weights section in the order it is consumed: for each group what stays resident, stage by stage, then what is
/// streamed. An operator that runs in two groups with the same block size, or in strips, is written once.
/// </summary>
internal sealed class WeightSectionWriter
{
    private readonly ByteSink _sink = new();
    private readonly Dictionary<(object Owner, int Block), int> _positions = [];

    /// <summary>Writes the section of a schedule.</summary>
    public WeightSectionWriter(Schedule schedule)
    {
        foreach (GroupPlan group in schedule.Groups)
        {
            foreach (StagePlan stage in group.Stages)
            {
                WriteResident(stage);
            }

            foreach (StagePlan stage in group.Stages)
            {
                if (stage.IsStreamed)
                {
                    WriteChannels(stage.Operator!, stage.BlockChannels);
                }
            }
        }
    }

    /// <summary>The section.</summary>
    public byte[] ToArray() => _sink.ToArray();

    /// <summary>Position of a stage's table in the section.</summary>
    public int TablePosition(StagePlan stage) => _positions[(stage.Operator!.Table!, 0)];

    /// <summary>Position of a stage's weights, exponentials, maps or constant in the section.</summary>
    public int WeightPosition(StagePlan stage)
    {
        object owner = stage.OpCode == OpCode.Constant ? stage.Output.Tensor : stage.Operator!.Origin;
        return _positions[(owner, Block(stage))];
    }

    private static int Block(StagePlan stage) => stage.IsStreamed ? stage.BlockChannels : 0;

    private void WriteResident(StagePlan stage)
    {
        DeviceOperator? op = stage.Operator;
        if (op?.Table is not null && Claim(op.Table, 0))
        {
            _sink.Bytes(op.Table);
        }

        if (stage.OpCode == OpCode.Constant)
        {
            if (Claim(stage.Output.Tensor, 0))
            {
                _sink.Bytes(stage.Output.Tensor.Data);
            }
        }
        else if (op is { IsConvolution: true } && !stage.IsStreamed)
        {
            WriteChannels(op, 0);
        }
        else if (op is { OpCode: OpCode.LongDense })
        {
            WriteRows(op);
        }
        else if (op is not null && (op.Exponentials.Length > 0 || op.IndexMaps.Length > 0) && Claim(op.Origin, 0))
        {
            Array.ForEach(op.Exponentials, _sink.Int32);
            Array.ForEach(op.IndexMaps, _sink.UInt16);
        }
    }

    /// <summary>Blocks of channels, each: biases, multipliers, shifts, weights. A block of 0 is all channels.</summary>
    private void WriteChannels(DeviceOperator op, int block)
    {
        if (!Claim(op.Origin, block))
        {
            return;
        }

        int channels = op.FoldedBias.Length;
        int taps = op.TapsPerChannel;
        int step = block == 0 ? channels : block;
        for (int start = 0; start < channels; start += step)
        {
            int count = Math.Min(step, channels - start);
            WriteParameters(op, start, count);
            WriteWeights(op, start * taps, count * taps);
        }
    }

    /// <summary>Parameters of all channels, then for each input row every channel's weights.</summary>
    private void WriteRows(DeviceOperator op)
    {
        if (!Claim(op.Origin, 0))
        {
            return;
        }

        int channels = op.FoldedBias.Length;
        int rowBytes = op.Inputs[0].RowBytes;
        WriteParameters(op, 0, channels);
        for (int row = 0; row < op.Inputs[0].Height; row++)
        {
            for (int c = 0; c < channels; c++)
            {
                WriteWeights(op, (c * op.TapsPerChannel) + (row * rowBytes), rowBytes);
            }
        }
    }

    /// <summary>Biases, multipliers and shifts of some channels.</summary>
    private void WriteParameters(DeviceOperator op, int start, int count)
    {
        for (int c = start; c < start + count; c++)
        {
            _sink.Int32(op.FoldedBias[c]);
        }

        ReadOnlySpan<FixedPointMultiplier> multipliers = op.ChannelMultipliers.AsSpan(start, count);
        foreach (FixedPointMultiplier multiplier in multipliers)
        {
            _sink.Int32(multiplier.Multiplier);
        }

        foreach (FixedPointMultiplier multiplier in multipliers)
        {
            _sink.Bytes([(byte)multiplier.Shift]);
        }
    }

    private void WriteWeights(DeviceOperator op, int start, int count)
    {
        for (int i = start; i < start + count; i++)
        {
            // Offset binary, as activations: a kernel reads it without a sign extension.
            _sink.Bytes([(byte)(op.Weights[i] + 128)]);
        }
    }

    private bool Claim(object owner, int block)
    {
        return _positions.TryAdd((owner, block), _sink.Length);
    }
}
