namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>How an epilogue makes the index of a result from a lane.</summary>
internal enum Requantization
{
    /// <summary>A product and an offset, shifted.</summary>
    Scaled,

    /// <summary>The same, with the ties of negative sums taken off.</summary>
    ScaledWithTies,

    /// <summary>The bits of the index, brought to the top by a power of two; what lies above them falls off, and needs no mask. All sums have an index.</summary>
    PowerOfTwo,
}
