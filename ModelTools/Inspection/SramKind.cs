namespace Edge.ModelTools.Inspection;

/// <summary>What a piece of SRAM is used for during a group.</summary>
internal enum SramKind
{
    /// <summary>Int pools, program and log: allocated once, the same in every group.</summary>
    Fixed,

    /// <summary>Rows of a tensor that the group makes or reads.</summary>
    Rows,

    /// <summary>A tensor made before the group and read only after it.</summary>
    KeptThrough,

    /// <summary>Weights held while the group runs.</summary>
    ResidentWeights,

    /// <summary>A 256-entry table of an activation.</summary>
    Table,

    /// <summary>What streamed weights come through.</summary>
    Window,
}
