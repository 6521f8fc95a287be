using System;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling.Strips;

/// <summary>Columns of a tensor.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">One past the last.</param>
internal readonly record struct ColumnSpan(int Start, int End)
{
    /// <summary>Number of columns.</summary>
    public int Width => End - Start;

    /// <summary>All columns of a tensor.</summary>
    public static ColumnSpan All(DeviceTensor tensor) => new(0, tensor.Width);

    /// <summary>The columns of an input that an operator needs for these columns of its output; null where no part of the output can be had alone.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="input">Number of the input.</param>
    public ColumnSpan? Needed(DeviceOperator op, int input)
    {
        DeviceTensor tensor = op.Inputs[input];
        switch (op.OpCode)
        {
            case OpCode.Conv2D:
            case OpCode.DepthwiseConv2D:
            case OpCode.MaxPool:
            case OpCode.AveragePool:
                int first = (Start * op.StrideW) - op.PadLeft;
                int end = ((End - 1) * op.StrideW) - op.PadLeft + op.KernelW;
                var window = new ColumnSpan(Math.Max(first, 0), Math.Min(end, tensor.Width));
                return window.Width > 0 ? window : null;
            case OpCode.Add:
            case OpCode.Mul:
            case OpCode.Maximum:
            case OpCode.Minimum:
            case OpCode.Table:
            case OpCode.PRelu:
            case OpCode.Softmax:
            case OpCode.L2Normalization:
                return Same(op, tensor);
            case OpCode.Concat:
                return op.ConcatAxis == 2 ? Same(op, tensor) : null;
            default:
                return null;
        }
    }

    /// <summary>The columns of both, and those between them.</summary>
    public ColumnSpan With(ColumnSpan other) => new(Math.Min(Start, other.Start), Math.Max(End, other.End));

    private ColumnSpan? Same(DeviceOperator op, DeviceTensor tensor)
    {
        // One column serves all; a constant picture would have to be stored in pieces.
        return tensor.Width == 1 ? All(tensor) : tensor.Data is null && tensor.Width == op.Output.Width ? this : null;
    }
}
