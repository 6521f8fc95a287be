namespace Edge.ModelTools.Inspection;

/// <summary>A part of a blob.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Bytes">Its size; all parts add up to the blob.</param>
internal sealed record FlashPart(string Name, int Bytes);
