using System;
using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Packing.Specialization;

// Lane l of step t makes output row first + l * Steps + t of a band. Kernel row ky meets input row v of lane 0 and v + l * Apart of the others, so
// that the longs of a column are numbered by v: long v + Apart is long v shifted down by a lane, with one more row in the last.

/// <summary>
/// How generated code makes a depthwise convolution: every call is known, so that all places are constants, rows and columns outside the image, too.
/// </summary>
internal sealed class DepthwiseBands
{
    private const int MostTaps = 64;
    private readonly ConstantShape _shape;

    private DepthwiseBands(ConstantShape shape, int rowStep)
    {
        _shape = shape;
        All = [.. Enumerable.Range(0, (shape.OutputHeight + rowStep - 1) / rowStep).Select(i => new DepthwiseBand(shape, i * rowStep, Math.Min(rowStep, shape.OutputHeight - (i * rowStep))))];
        Outside = [.. All.SelectMany(band => band.Steps.SelectMany(step => Enumerable.Range(0, shape.OutputWidth).Select(x => OutsideOf(band, step, x)))).Distinct().Order()];
    }

    /// <summary>The bands of rows that calls make.</summary>
    public IReadOnlyList<DepthwiseBand> All { get; }

    /// <summary>Sets of taps, as bits, that lie outside the image in all lanes of a result: what they add is a constant of the channel.</summary>
    public IReadOnlyList<ulong> Outside { get; }

    /// <summary>Makes the plan; null when the kernel has too many taps.</summary>
    public static DepthwiseBands? Make(ConstantOperator source)
    {
        return source.Channels > 0 && source.Taps <= MostTaps ? new DepthwiseBands(source.Shape, source.RowStep) : null;
    }

    /// <summary>The taps of a result that lie outside the image in all lanes.</summary>
    /// <param name="band">The band.</param>
    /// <param name="step">The step.</param>
    /// <param name="x">Output column.</param>
    public ulong OutsideOf(DepthwiseBand band, int step, int x)
    {
        ulong outside = 0;
        for (int tap = 0; tap < _shape.KernelH * _shape.KernelW; tap++)
        {
            int column = (x * _shape.StrideW) - _shape.PadLeft + (tap % _shape.KernelW);
            bool isInside = column >= 0 && column < _shape.InputWidth && band.IsRead((step * _shape.StrideH) + (tap / _shape.KernelW));
            outside |= isInside ? 0 : 1UL << tap;
        }

        return outside;
    }
}
