using System;

namespace Edge.Benchmarks.Shapes;

/// <summary>What some rows of a convolution cost.</summary>
/// <param name="Shape">The convolution.</param>
/// <param name="Macs">Multiply-accumulates of the rows.</param>
/// <param name="Reference">Weighted instructions of the reference kernels.</param>
/// <param name="Packed">Weighted instructions of the packed kernels.</param>
internal sealed record ShapeCost(SweptShape Shape, long Macs, double Reference, double Packed)
{
    /// <summary>Packed, as a share of the reference.</summary>
    public double Share => Packed / Reference;

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Share:P0} {Shape}: packed {Packed / Macs:F0}, reference {Reference / Macs:F0} per MAC, {Macs} MACs");
}
