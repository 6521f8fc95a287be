namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>Stands for an object that training scripts keep beside their weights (options, counters, numbers of numpy) and that Edge does not look into.</summary>
internal sealed class PickleInert
{
    /// <summary>The only instance: there is nothing to tell one from another.</summary>
    public static PickleInert Value { get; } = new();
}
