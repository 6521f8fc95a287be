using System.Collections.Generic;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>A dictionary in the order in which it was filled; only entries whose keys are texts or integers count for what Edge reads.</summary>
internal sealed class PickleDictionary
{
    /// <summary>Its entries; a key that is set again stands twice, the later one counts.</summary>
    public List<KeyValuePair<object?, object?>> Entries { get; } = [];
}
