namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>A block of values that one or more tensors look into.</summary>
/// <param name="Key">Name of its bytes in the file.</param>
/// <param name="Type">As safetensors spells it.</param>
/// <param name="Count">Values that the storage claims to have.</param>
/// <param name="FirstValue">Where a view of the legacy form begins within the stored block; 0 otherwise.</param>
internal sealed record TorchStorage(string Key, string Type, long Count, long FirstValue);
