namespace Edge.ModelTools.Packing.Contents;

/// <summary>A file that is written.</summary>
/// <param name="Name">Name in the target folder.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record PackedFile(string Name, byte[] Content);
