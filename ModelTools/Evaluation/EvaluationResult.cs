using System.Collections.Generic;

namespace Edge.ModelTools.Evaluation;

/// <summary>What an evaluation found out about a blob, and about its float reference if there is one.</summary>
internal sealed class EvaluationResult
{
    /// <summary>Samples.</summary>
    public required int Count { get; init; }

    /// <summary>Classes of the model: elements of its first output.</summary>
    public required int Classes { get; init; }

    /// <summary>Accuracy of the blob; null without labels.</summary>
    public required Accuracy? Int8 { get; init; }

    /// <summary>How often each class was taken for each by the blob, [label][prediction]; null without labels.</summary>
    public required int[][]? Confusion { get; init; }

    /// <summary>Samples that the blob takes for something else than their label; empty without labels.</summary>
    public IReadOnlyList<Misreading> Misread { get; init; } = [];

    /// <summary>Samples per second of the blob on this machine, all cores, reading the samples included; measured.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Kernel set that ran the blob; null when that is not to be said.</summary>
    public string? Kernels { get; set; }

    /// <summary>Kernel set that gave the same bytes in every layer on <see cref="CheckedSamples"/> samples; null when none was tried.</summary>
    public string? CheckedKernels { get; set; }

    /// <summary>Samples that <see cref="CheckedKernels"/> were tried on.</summary>
    public int CheckedSamples { get; set; }

    /// <summary>Accuracy of the float reference; null without one or without labels.</summary>
    public Accuracy? Reference { get; set; }

    /// <summary>Samples per second of the reference in ONNX Runtime on the same cores; null without one.</summary>
    public double? ReferenceSamplesPerSecond { get; set; }

    /// <summary>Samples on which both agree; null without a reference.</summary>
    public int? Agreeing { get; set; }

    /// <summary>Layers in the order they run; empty without a reference.</summary>
    public IReadOnlyList<LayerError> Layers { get; set; } = [];

    /// <summary>Samples that the layers were compared on.</summary>
    public int LayerSamples { get; set; }

    /// <summary>How the samples fit the blob's input; null when they are the model's own numbers.</summary>
    public InputFit? Input { get; init; }
}
