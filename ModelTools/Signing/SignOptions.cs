namespace Edge.ModelTools.Signing;

/// <summary>What a signature says of a model.</summary>
internal sealed class SignOptions
{
    /// <summary>Version, or null: one above the last.</summary>
    public int? Version { get; init; }

    /// <summary>The only chip that may run the model, or null.</summary>
    public string? Chip { get; init; }

    /// <summary>Boards may take it in place of a higher version.</summary>
    public bool IsDowngrade { get; init; }

    /// <summary>Leaves to leave out first, because the list of spent ones is lost.</summary>
    public int SkippedLeaves { get; init; }
}
