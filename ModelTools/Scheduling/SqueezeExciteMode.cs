namespace Edge.ModelTools.Scheduling;

/// <summary>What happens to a depthwise output while its squeeze-excite gate is computed.</summary>
internal enum SqueezeExciteMode
{
    /// <summary>Spill where it fits, recompute where it must.</summary>
    Auto,

    /// <summary>Hold it whole.</summary>
    Spill,

    /// <summary>Compute it twice.</summary>
    Recompute,
}
