namespace Edge.ModelTools.Studio.Jobs;

/// <summary>A layer's values for one input.</summary>
/// <param name="Name">Operator.</param>
/// <param name="Kind">What it computes.</param>
/// <param name="Shape">"H×W×C".</param>
/// <param name="Minimum">Smallest real value.</param>
/// <param name="Maximum">Largest real value.</param>
/// <param name="Mean">Mean real value.</param>
/// <param name="EndShare">Share of values at an end of the int8 range, 0 to 1.</param>
/// <param name="Picture">Mean over the channels as a picture, light is more; null for vectors.</param>
internal sealed record TryLayer(string Name, string Kind, string Shape, double Minimum, double Maximum, double Mean, double EndShare, string? Picture);
