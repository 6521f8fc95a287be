using System.Collections.Generic;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Quantization;

namespace Edge.ModelTools.Reporting;

/// <summary>Everything a report shows.</summary>
internal sealed record ReportContent
{
    /// <summary>The blob.</summary>
    public required BlobDescription Blob { get; init; }

    /// <summary>Predicted time and energy.</summary>
    public required ProfileReport Profile { get; init; }

    /// <summary>Accuracy and errors; null when there was nothing to compare on.</summary>
    public EvaluationResult? Evaluation { get; init; }

    /// <summary>What the samples are: "samples of 'testA'".</summary>
    public string DataName { get; init; } = string.Empty;

    /// <summary>The samples also set the ranges, so that the results flatter.</summary>
    public bool IsCalibrationData { get; init; }

    /// <summary>Names of the classes, or empty.</summary>
    public string[] ClassNames { get; init; } = [];

    /// <summary>Samples that were misread, the first of them; empty when the samples are no pictures.</summary>
    public IReadOnlyList<SamplePicture> Misread { get; init; } = [];

    /// <summary>Weights by layer; empty when no source model is known.</summary>
    public IReadOnlyList<WeightChannels> Weights { get; init; } = [];

    /// <summary>The recipe as JSON, or empty.</summary>
    public string RecipeJson { get; init; } = string.Empty;

    /// <summary>What the automatic mode tried; empty when that is not known.</summary>
    public IReadOnlyList<QuantizationTrial> Trials { get; init; } = [];
}
