namespace Edge.ModelTools.Studio.Jobs;

/// <summary>A file or folder that the page may choose.</summary>
/// <param name="Name">Its name, without its folder.</param>
/// <param name="Kind">What it is.</param>
internal sealed record FolderEntry(string Name, EntryKind Kind);
