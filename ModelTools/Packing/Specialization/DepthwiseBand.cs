using System;
using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>The output rows of a call of a depthwise convolution, in three lanes.</summary>
internal sealed class DepthwiseBand
{
    private readonly ConstantShape _shape;
    private readonly int _top;
    private readonly int _last;

    /// <summary>Divides rows among lanes.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="first">First output row.</param>
    /// <param name="count">Number of rows.</param>
    public DepthwiseBand(ConstantShape shape, int first, int count)
    {
        _shape = shape;
        First = first;
        Count = count;
        _top = (first * shape.StrideH) - shape.PadTop;
        _last = Math.Min(shape.InputHeight - 1, _top + ((count - 1) * shape.StrideH) + shape.KernelH - 1);
    }

    /// <summary>First output row.</summary>
    public int First { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Numbers of the steps, each of which makes a row in each lane.</summary>
    public IEnumerable<int> Steps => Enumerable.Range(0, RowsOfLane);

    /// <summary>Longs of a column.</summary>
    public int Longs => ((RowsOfLane - 1) * _shape.StrideH) + _shape.KernelH;

    /// <summary>Longs between one and that whose lanes are one lane further.</summary>
    public int Apart => RowsOfLane * _shape.StrideH;

    private int RowsOfLane => (Count + 2) / 3;

    /// <summary>Output row of a lane, or -1 beyond the last.</summary>
    public int OutputRow(int step, int lane)
    {
        int row = (lane * RowsOfLane) + step;
        return row < Count ? First + row : -1;
    }

    /// <summary>Input row of a lane, or -1 where there is none that counts: a zero point does.</summary>
    public int InputRow(int number, int lane)
    {
        int row = _top + number + (lane * Apart);
        return row >= 0 && row <= _last ? row : -1;
    }

    /// <summary>Whether a long of a column is needed and has an input in any lane.</summary>
    public bool IsRead(int number)
    {
        return Steps.Any(step => number >= step * _shape.StrideH && number < (step * _shape.StrideH) + _shape.KernelH)
            && Enumerable.Range(0, 3).Any(lane => InputRow(number, lane) >= 0);
    }
}
