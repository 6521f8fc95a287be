using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Packing.Specialization;

// Output column n + m takes input column c = (n - 1) * s - p + kw + j of step n with the kernel's column kw - s + j - m * s.

/// <summary>
/// How generated code walks a depthwise convolution: each lane makes a number of output rows, from left to right. A step reads
/// as many input columns as the stride says, finishes an output column and adds to those that follow it.
/// </summary>
internal sealed class DepthwisePlan
{
    private const int MostRows = ConstantKernels.MostOverlappingRows;
    private const int ReadCost = 860; // three bytes to lanes
    private const int ShiftCost = 440; // one byte, and two lanes of an earlier row
    private const int ResultCost = 2100;
    private const int TapCost = 134;
    private const int CallCost = 3500;
    private readonly ConstantShape _shape;

    private DepthwisePlan(ConstantOperator source, int rows)
    {
        _shape = source.Shape;
        Rows = rows;

        // The last call may have fewer rows than the others.
        int last = _shape.OutputHeight % source.RowStep;
        int least = _shape.OutputHeight < source.RowStep ? _shape.OutputHeight : last == 0 ? source.RowStep : last;
        IsApart = rows <= ConstantKernels.MostApartRows && least >= 3 * rows;
    }

    /// <summary>
    /// Whether lanes are always exactly <see cref="Rows"/> output rows apart: what a lane reads in an earlier row is then what the lane before it needs
    /// so many rows later.
    /// </summary>
    public bool IsApart { get; }

    /// <summary>Input rows between two lanes.</summary>
    public int RowsApart => Rows * _shape.StrideH;

    /// <summary>Output rows of a lane.</summary>
    public int Rows { get; }

    /// <summary>Input rows of a lane.</summary>
    public int InputRows => ((Rows - 1) * _shape.StrideH) + _shape.KernelH;

    /// <summary>Input rows of a lane that may lie above the image.</summary>
    public int RowsAbove => _shape.PadTop;

    /// <summary>Input rows of a lane that may lie below the image.</summary>
    public int RowsBelow => Math.Max(0, ((_shape.OutputHeight - 1) * _shape.StrideH) + _shape.KernelH - _shape.PadTop - _shape.InputHeight);

    /// <summary>Output columns that are begun but not finished between steps.</summary>
    public int Pending => (_shape.KernelW - 1) / _shape.StrideW;

    /// <summary>Input columns before the first step.</summary>
    public int ColumnsBefore => _shape.KernelW - _shape.StrideW - _shape.PadLeft;

    /// <summary>Steps whose columns all lie inside the image.</summary>
    public int WholeSteps
    {
        get
        {
            int last = _shape.InputWidth - _shape.KernelW + _shape.PadLeft;
            return last < 0 ? 0 : Math.Min((last / _shape.StrideW) + 1, _shape.OutputWidth);
        }
    }

    /// <summary>Makes the plan that costs least; null when the shape is none of those taken.</summary>
    public static DepthwisePlan? Make(ConstantOperator source)
    {
        ConstantShape shape = source.Shape;
        bool isTaken = source.Channels > 0 && shape.KernelW >= shape.StrideW && shape.KernelW - shape.StrideW >= shape.PadLeft
            && shape.PadTop < shape.KernelH && shape.KernelH * shape.KernelW <= 64;
        int most = Math.Min(Math.Min(MostRows, source.RowStep), 40 / shape.KernelH);
        return isTaken && most > 0 ? Enumerable.Range(1, most).Select(rows => new DepthwisePlan(source, rows)).MinBy(plan => plan.Cost(source.RowStep)) : null;
    }

    /// <summary>The kernel's column that an input column meets.</summary>
    /// <param name="column">Number of the column in the step.</param>
    /// <param name="pending">0 for the step's output, 1 for the next one.</param>
    /// <returns>The column, outside the kernel where they do not meet.</returns>
    public int KernelColumn(int column, int pending) => _shape.KernelW - _shape.StrideW + column - (pending * _shape.StrideW);

    /// <summary>The kernel's columns that pending output <paramref name="pending"/> meets left of the image.</summary>
    public IEnumerable<int> ColumnsLeft(int pending)
    {
        return Enumerable.Range(0, _shape.PadLeft).Select(column => column - (pending * _shape.StrideW)).Where(column => column >= 0);
    }

    /// <summary>Weighted instructions of the whole operator, estimated.</summary>
    public double Cost(ConstantOperator source)
    {
        int calls = (_shape.OutputHeight + source.RowStep - 1) / source.RowStep;
        return (double)calls * source.Channels * Cost(source.RowStep);
    }

    /// <summary>Weighted instructions of a channel of a call.</summary>
    private double Cost(int count)
    {
        int sweeps = (count + (3 * Rows) - 1) / (3 * Rows);
        int read = IsApart ? Math.Min(InputRows, RowsApart) : InputRows;
        int inputs = (read * ReadCost) + ((InputRows - read) * ShiftCost);
        int step = (Rows * (ResultCost + (TapCost * _shape.KernelH * _shape.KernelW))) + (inputs * _shape.StrideW);
        return (double)sweeps * ((_shape.OutputWidth * step) + CallCost);
    }
}
