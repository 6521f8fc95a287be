using System.Collections.Generic;
using Edge.ModelTools.Lowering;

namespace Edge.ModelTools.Scheduling;

/// <summary>One operator of a group, with its buffers and the way its weights come.</summary>
internal sealed class StagePlan
{
    /// <summary>An operator of the program.</summary>
    public StagePlan(int opCode, DeviceOperator? op, List<BufferPlan> inputs, BufferPlan output)
    {
        OpCode = opCode;
        Operator = op;
        Inputs = inputs;
        Output = output;
    }

    /// <summary>Operator code; Input, Constant and Output have no <see cref="Operator"/>.</summary>
    public int OpCode { get; }

    public DeviceOperator? Operator { get; }

    public List<BufferPlan> Inputs { get; }

    public BufferPlan Output { get; }

    /// <summary>Number of the network output (Output only).</summary>
    public int OutputIndex { get; set; }

    public int RowStep { get; set; } = 1;

    public bool IsRoot { get; set; }

    /// <summary>Calls of its kernel in one inference, found by <see cref="RingSimulator"/>.</summary>
    public int Calls { get; set; } = 1;

    /// <summary>Weights go through the window anew for each call.</summary>
    public bool IsStreamed { get; set; }

    /// <summary>Output channels of a streamed block.</summary>
    public int BlockChannels { get; set; }

    /// <summary>Place of resident weights.</summary>
    public Placement Resident { get; set; }

    /// <summary>Place of the table.</summary>
    public Placement Table { get; set; }

    /// <summary>First int in the parameter pool.</summary>
    public int ParameterBase { get; set; }

    /// <summary>First int in the accumulator pool.</summary>
    public int AccumulatorBase { get; set; }
}
