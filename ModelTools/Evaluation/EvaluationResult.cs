using System.Collections.Generic;

namespace Edge.ModelTools.Evaluation;

/// <summary>Accuracy of a blob on a data set, beside its float reference.</summary>
internal sealed class EvaluationResult
{
    public required int Count { get; init; }

    /// <summary>Correct predictions of the blob.</summary>
    public required int Correct { get; init; }

    /// <summary>How often each class was taken for each: [label][prediction].</summary>
    public required int[][] Confusion { get; init; }

    /// <summary>Correct predictions of the float reference, or null without one.</summary>
    public int? ReferenceCorrect { get; set; }

    /// <summary>Samples on which both agree, or null without a reference.</summary>
    public int? Agreeing { get; set; }

    /// <summary>Signal-to-quantization-noise ratio of each layer, in decibels; empty without a reference.</summary>
    public List<LayerError> Layers { get; } = [];
}
