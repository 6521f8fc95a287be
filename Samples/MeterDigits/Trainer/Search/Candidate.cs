using System.Collections.Generic;
using Edge.MeterDigits.Trainer.Architecture;

namespace Edge.MeterDigits.Trainer.Search;

/// <summary>One shape of a search, what it costs, and how it did.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Text">The shape, as <see cref="ShapeCatalog"/> reads it.</param>
/// <param name="Cost">Predicted for the search's board.</param>
internal sealed record Candidate(string Name, string Text, CandidateCost Cost)
{
    /// <summary>Part of the rendered validation crops that was right after each rung it trained to.</summary>
    public List<double> Accuracies { get; } = [];
}
