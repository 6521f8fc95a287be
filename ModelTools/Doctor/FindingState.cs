namespace Edge.ModelTools.Doctor;

/// <summary>What a finding means for the user.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Not there; only what its remedy names needs it.</summary>
    Optional,

    /// <summary>Not there, and the tool does not work without it.</summary>
    Missing,
}
