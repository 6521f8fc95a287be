namespace Edge.ModelTools.Studio.Jobs;

/// <summary>What a name in a folder stands for, in the order of lists.</summary>
internal enum EntryKind
{
    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A file that looks like a trained model.</summary>
    Model,

    /// <summary>Any other file.</summary>
    File,
}
