namespace Edge.ModelTools.Studio.Jobs;

/// <summary>A file or folder that the page means.</summary>
/// <param name="Path">Relative to the working folder, or within the set that was dropped; empty for all of it.</param>
/// <param name="Upload">The set that was dropped, or null for the working folder.</param>
/// <param name="IsGiven">It is the model that the command line named.</param>
internal sealed record FileChoice(string Path = "", string? Upload = null, bool IsGiven = false);
