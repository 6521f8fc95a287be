using System;

namespace Edge.Benchmarks.Shapes;

/// <summary>What some rows of a convolution cost.</summary>
/// <param name="Shape">The convolution.</param>
/// <param name="Macs">Multiply-accumulates of the rows.</param>
/// <param name="Reference">Weighted instructions of the reference kernels.</param>
/// <param name="Packed">Weighted instructions of the packed kernels.</param>
internal sealed record ShapeCost(SweptShape Shape, long Macs, double Reference, double Packed)
{
    /// <summary>Whether there is enough in a call to fill lanes and to pay for what a call takes: 9 pixels, 4 channels out, 1,000 products.</summary>
    public bool FillsLanes => Pixels >= 9 && Shape.Outputs >= 4 && (long)Pixels * Shape.Outputs * Shape.Taps >= 1000;

    private int Pixels => Math.Min(Shape.Rows, Shape.OutputHeight) * Shape.OutputWidth;

    /// <summary>Packed, as a share of the reference.</summary>
    public double Share => Packed / Reference;

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Share:P0} {Shape}: packed {Packed / Macs:F0}, reference {Reference / Macs:F0} per MAC, {Macs} MACs");
}
