using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>One operator as the file describes it.</summary>
/// <param name="Index">Position in the file's operator list.</param>
/// <param name="Code">What it computes; not checked to be a known operator.</param>
/// <param name="CustomName">Name of a custom operator, else empty.</param>
/// <param name="Inputs">Tensor indices, -1 for an input left out.</param>
/// <param name="Outputs">Tensor indices.</param>
/// <param name="OptionsType">Which option table <paramref name="Options"/> is.</param>
/// <param name="Options">Option table, or null.</param>
internal sealed record OperatorSource(
    int Index, TfliteOperatorCode Code, string CustomName, int[] Inputs, int[] Outputs, TfliteOptionsType OptionsType, FlatTable? Options)
{
    /// <summary>Of a convolution over blocks of a batch: what makes the batch and what takes it apart again.</summary>
    public (OperatorSource Split, OperatorSource Join)? Batch { get; init; }

    /// <summary>Where it stands, for messages and reports: "operator 37 DEPTHWISE_CONV_2D".</summary>
    public string Location => $"operator {Index} {Code}";
}
