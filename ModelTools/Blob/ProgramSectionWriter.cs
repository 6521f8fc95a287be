using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Blob;

/// <summary>Encodes a schedule as the program section; the counterpart of ProgramHeader, GroupDecoder and the operators.</summary>
internal static class ProgramSectionWriter
{
    /// <summary>Writes the section.</summary>
    public static byte[] Write(Schedule schedule, WeightSectionWriter weights)
    {
        var sink = new ByteSink();
        WriteHeader(sink, schedule);
        foreach (GroupPlan group in schedule.Groups)
        {
            sink.Unsigned(group.WindowBytes);
            sink.Unsigned(group.Window.Bank);
            sink.Unsigned(group.Window.Offset);
            sink.Unsigned(group.Buffers.Count);
            foreach (BufferPlan buffer in group.Buffers)
            {
                WriteBuffer(sink, group, buffer);
            }

            sink.Unsigned(group.Stages.Count);
            foreach (StagePlan stage in group.Stages)
            {
                WriteStage(sink, group, stage, weights);
            }
        }

        return sink.ToArray();
    }

    private static void WriteHeader(ByteSink sink, Schedule schedule)
    {
        sink.Unsigned((int)schedule.Program.Rounding);
        sink.Unsigned(schedule.BankBytes.Count);
        schedule.BankBytes.ForEach(sink.Unsigned);
        sink.Unsigned(0); // each group has its window in a bank
        sink.Unsigned(schedule.ParameterInts);
        sink.Unsigned(0); // accumulators lie among the parameters
        sink.Unsigned(schedule.LaneLongs);
        sink.Unsigned(schedule.ScratchBytes);
        sink.Unsigned(schedule.Groups.Max(group => group.Stages.Count));
        sink.Unsigned(schedule.Groups.Max(group => group.Buffers.Count));
        sink.Unsigned(schedule.Groups.Max(group => group.Buffers.Max(buffer => buffer.Bands.Count)));
        sink.Unsigned(schedule.Tensors().Count);

        // Output stages carry the number of their output in the operator's place.
        sink.Unsigned(System.Math.Max(schedule.Program.Operators.Count, schedule.Program.Outputs.Count));
        sink.Unsigned(schedule.Groups.Count);
    }

    private static void WriteBuffer(ByteSink sink, GroupPlan group, BufferPlan buffer)
    {
        DeviceTensor tensor = buffer.Tensor;
        sink.Unsigned(buffer.Number);
        sink.Unsigned(tensor.Height);
        sink.Unsigned(tensor.Width);
        sink.Unsigned(tensor.Channels);
        sink.Unsigned(tensor.ZeroPoint);
        sink.Unsigned((buffer.IsReady ? BlobFormat.FlagReady : 0) | (buffer.IsKept ? BlobFormat.FlagKept : 0));
        sink.Unsigned((buffer.AliasOf ?? buffer.Over) is BufferPlan target ? group.Buffers.IndexOf(target) + 1 : 0);
        sink.Unsigned(buffer.RingRows);
        sink.Unsigned(buffer.BandRows);
        foreach (Placement band in buffer.Bands)
        {
            sink.Unsigned(band.Bank);
            sink.Unsigned(band.Offset);
        }
    }

    private static void WriteStage(ByteSink sink, GroupPlan group, StagePlan stage, WeightSectionWriter weights)
    {
        DeviceOperator? op = stage.Operator;
        bool hasTable = op?.Table is not null;
        sink.Unsigned(stage.OpCode);
        sink.Unsigned(stage.OpCode == OpCode.Output ? stage.OutputIndex : op?.Id ?? 0);
        sink.Unsigned((stage.IsRoot ? BlobFormat.FlagRoot : 0) | (stage.IsStreamed ? BlobFormat.FlagStreamed : 0) | (hasTable ? BlobFormat.FlagTable : 0)
            | (op is { SkipsZeros: true } ? BlobFormat.FlagSkipsZeros : 0) | (op is { HasPowersOfTwo: true } ? BlobFormat.FlagPowersOfTwo : 0));
        sink.Unsigned(stage.Inputs.Count);
        foreach (BufferPlan input in stage.Inputs)
        {
            sink.Unsigned(group.Buffers.IndexOf(input));
        }

        sink.Unsigned(group.Buffers.IndexOf(stage.Output));
        sink.Unsigned(stage.RowStep);
        WriteOperator(sink, stage, op, weights);
        if (hasTable)
        {
            sink.Unsigned(weights.TablePosition(stage));
            sink.Unsigned(stage.Table.Bank);
            sink.Unsigned(stage.Table.Offset);
        }

        if (op is { IsConvolution: true } && !stage.IsStreamed)
        {
            sink.Unsigned(stage.Resident.Bank);
            sink.Unsigned(stage.Resident.Offset);
        }
    }

    private static void WriteOperator(ByteSink sink, StagePlan stage, DeviceOperator? op, WeightSectionWriter weights)
    {
        switch (stage.OpCode)
        {
            case OpCode.Conv2D:
            case OpCode.DepthwiseConv2D:
                WriteWindow(sink, op!);
                sink.Unsigned(stage.OpCode == OpCode.Conv2D ? op!.Groups : op!.ChannelMultiplier);
                sink.Signed(op.WeightZeroPoint);
                WriteResult(sink, op);
                sink.Unsigned(op.LaneTaps);
                sink.Unsigned(weights.WeightPosition(stage));
                sink.Unsigned(stage.ParameterBase);
                if (stage.IsStreamed)
                {
                    sink.Unsigned(stage.BlockChannels);
                }

                break;
            case OpCode.Add:
                sink.Flag(op!.IsSubtraction);
                sink.Unsigned(op.LeftShift);
                WriteMultipliers(sink, op);
                WriteResult(sink, op);
                break;
            case OpCode.Mul:
            case OpCode.PRelu:
                WriteMultipliers(sink, op!);
                WriteResult(sink, op!);
                break;
            case OpCode.AveragePool:
                WriteWindow(sink, op!);
                WriteResult(sink, op!);
                sink.Unsigned(stage.AccumulatorBase);
                break;
            case OpCode.MaxPool:
                WriteWindow(sink, op!);
                WriteResult(sink, op!);
                break;
            case OpCode.Mean:
                sink.Unsigned(op!.ReducedAxes);
                WriteMultipliers(sink, op);
                WriteResult(sink, op);
                sink.Unsigned(stage.AccumulatorBase);
                break;
            case OpCode.Pad:
                sink.Unsigned(op!.PadTop);
                sink.Unsigned(op.PadLeft);
                sink.Unsigned(op.PadFront);
                sink.Unsigned(op.PadValue);
                break;
            case OpCode.Transpose:
                sink.Unsigned(op!.Permutation);
                break;
            case OpCode.Concat:
                sink.Unsigned(op!.ConcatAxis);
                break;
            case OpCode.LongDense:
                sink.Signed(op!.WeightZeroPoint);
                WriteResult(sink, op);
                sink.Unsigned(weights.WeightPosition(stage));
                sink.Unsigned(stage.ParameterBase);
                sink.Unsigned(stage.AccumulatorBase);
                break;
            case OpCode.Select:
                WriteStartAndStep(sink, op!.PadTop, op.StrideH);
                WriteStartAndStep(sink, op.PadLeft, op.StrideW);
                WriteStartAndStep(sink, op.PadFront, op.ChannelMultiplier);
                sink.Unsigned(op.IndexMaps.Length > 0 ? weights.WeightPosition(stage) : 0);
                sink.Unsigned(stage.ParameterBase);
                break;
            case OpCode.DepthToSpace:
                sink.Unsigned(op!.StrideH);
                sink.Unsigned(op.StrideW);
                sink.Unsigned(op.PadTop);
                sink.Unsigned(op.PadLeft);
                sink.Unsigned(op.Groups);
                break;
            case OpCode.Constant:
                sink.Unsigned(weights.WeightPosition(stage));
                break;
            default:
                // Operators whose only fields are numbers of the weights section, and those without any.
                if (op is not null && op.Exponentials.Length + op.IndexMaps.Length > 0)
                {
                    sink.Unsigned(weights.WeightPosition(stage));
                    sink.Unsigned(stage.ParameterBase);
                }

                break;
        }
    }

    private static void WriteStartAndStep(ByteSink sink, int start, int step)
    {
        sink.Unsigned(start);
        sink.Signed(step);
    }

    private static void WriteWindow(ByteSink sink, DeviceOperator op)
    {
        sink.Unsigned(op.KernelH);
        sink.Unsigned(op.KernelW);
        sink.Unsigned(op.StrideH);
        sink.Unsigned(op.StrideW);
        sink.Unsigned(op.PadTop);
        sink.Unsigned(op.PadLeft);
    }

    private static void WriteResult(ByteSink sink, DeviceOperator op)
    {
        sink.Unsigned(op.ResultZeroPoint);
        sink.Unsigned(op.ActivationMin);
        sink.Unsigned(op.ActivationMax);
    }

    private static void WriteMultipliers(ByteSink sink, DeviceOperator op)
    {
        foreach (FixedPointMultiplier multiplier in op.Multipliers)
        {
            sink.Unsigned(multiplier.Multiplier);
            sink.Signed(multiplier.Shift);
        }
    }
}
