namespace Edge.ModelTools.Studio.Jobs;

/// <summary>How far a conversion is.</summary>
internal enum JobStatus
{
    /// <summary>At work.</summary>
    Running,

    /// <summary>Asked to end, which it does at its next report.</summary>
    Cancelling,

    /// <summary>Ended by the user.</summary>
    Cancelled,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Ended with a blob.</summary>
    Done,
}
