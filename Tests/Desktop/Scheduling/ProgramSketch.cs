using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Writes down a small program for the scheduler: shapes count, values do not.</summary>
internal sealed class ProgramSketch
{
    private const float Scale = 0.05f;
    private const int ZeroPoint = 128;

    /// <summary>Starts with an input.</summary>
    public ProgramSketch(int height, int width, int channels, RoundingMode rounding = RoundingMode.Single)
    {
        Input = new DeviceTensor("input", height, width, channels, Scale, ZeroPoint);
        Program = new DeviceProgram("sketch", rounding, Input)
        {
            SourceInput = new SourceInterface("input", ElementType.Float32, [1, height, width, channels], false),
        };
    }

    public DeviceTensor Input { get; }

    public DeviceProgram Program { get; }

    /// <summary>A convolution with padding "same" for odd kernels.</summary>
    public DeviceTensor Conv(DeviceTensor input, int channels, int kernel = 1, int stride = 1)
    {
        return Convolve(OpCode.Conv2D, input, channels, kernel, stride, kernel * kernel * input.Channels);
    }

    /// <summary>A depthwise convolution with padding "same" for odd kernels.</summary>
    public DeviceTensor Depthwise(DeviceTensor input, int kernel, int stride = 1)
    {
        return Convolve(OpCode.DepthwiseConv2D, input, input.Channels, kernel, stride, kernel * kernel);
    }

    /// <summary>The mean over rows and columns.</summary>
    public DeviceTensor Mean(DeviceTensor input)
    {
        return Finish(new DeviceOperator(OpCode.Mean, Name("mean"), [input], Tensor("mean", 1, 1, input.Channels))
        {
            ReducedAxes = 3,
            Multipliers = [FixedPointMultiplier.FromReal(0.01)],
        });
    }

    /// <summary>An elementwise sum or product; the second operand may be one pixel.</summary>
    public DeviceTensor Combine(int opCode, DeviceTensor one, DeviceTensor other)
    {
        return Finish(new DeviceOperator(opCode, Name("combine"), [one, other], Tensor("combined", one.Height, one.Width, one.Channels)));
    }

    /// <summary>A table lookup.</summary>
    public DeviceTensor Lookup(DeviceTensor input)
    {
        return Finish(new DeviceOperator(OpCode.Table, Name("table"), [input], Tensor("looked up", input.Height, input.Width, input.Channels))
        {
            Table = new byte[BlobFormat.TableEntries],
        });
    }

    /// <summary>A constant operand.</summary>
    public static DeviceTensor Constant(int height, int width, int channels)
    {
        return new DeviceTensor("constant", height, width, channels, Scale, ZeroPoint) { Data = new byte[height * width * channels] };
    }

    /// <summary>Makes a tensor an output of the network.</summary>
    public ProgramSketch Output(DeviceTensor tensor)
    {
        Program.Outputs.Add(tensor);
        Program.SourceOutputs.Add(new SourceInterface(tensor.Name, ElementType.Float32, [1, tensor.Height, tensor.Width, tensor.Channels], false));
        Program.Number();
        return this;
    }

    /// <summary>The execution order without recomputation.</summary>
    public ExecutionOrder Order() => new(Program, new Dictionary<DeviceOperator, IReadOnlyList<DeviceOperator>>());

    /// <summary>All of the program as one group.</summary>
    public GroupPlan Group(int rows)
    {
        ExecutionOrder order = Order();
        return GroupBuilder.Build(order, 0, order.Count, rows);
    }

    /// <summary>The program cut into groups that end before the given positions, the last at the end.</summary>
    public Schedule Cut(int rows, params int[] cuts)
    {
        ExecutionOrder order = Order();
        var schedule = new Schedule(Program);
        int first = 0;
        foreach (int end in cuts.Append(order.Count))
        {
            schedule.Groups.Add(GroupBuilder.Build(order, first, end, rows));
            first = end;
        }

        return schedule;
    }

    /// <summary>The plan of a tensor's rows in a group.</summary>
    public static BufferPlan Buffer(GroupPlan group, DeviceTensor tensor) => group.Buffers.Single(buffer => buffer.Tensor == tensor);

    /// <summary>The stage of a group that makes a tensor.</summary>
    public static StagePlan Stage(GroupPlan group, DeviceTensor tensor)
    {
        return group.Stages.Single(stage => stage.Output.Tensor == tensor && stage.OpCode != OpCode.Output);
    }

    private DeviceTensor Convolve(int opCode, DeviceTensor input, int channels, int kernel, int stride, int taps)
    {
        DeviceTensor output = Tensor("convolved", (input.Height + stride - 1) / stride, (input.Width + stride - 1) / stride, channels);
        return Finish(new DeviceOperator(opCode, Name("conv"), [input], output)
        {
            KernelH = kernel,
            KernelW = kernel,
            StrideH = stride,
            StrideW = stride,
            PadTop = kernel / 2,
            PadLeft = kernel / 2,
            Weights = new sbyte[channels * taps],
            FoldedBias = new int[channels],
            ChannelMultipliers = new FixedPointMultiplier[channels],
            LaneTaps = taps,
        });
    }

    private DeviceTensor Finish(DeviceOperator op)
    {
        Program.Operators.Add(op);
        return op.Output;
    }

    private static DeviceTensor Tensor(string name, int height, int width, int channels) => new(name, height, width, channels, Scale, ZeroPoint);

    private string Name(string kind) => $"{kind}{Program.Operators.Count}";
}
