using System.Globalization;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>What the user can say about an ONNX model beside its file.</summary>
/// <param name="InputShape">Shape of the input in the model's own layout (NCHW as a rule), batch included, or null: settles symbolic dimensions.</param>
internal sealed record OnnxReadOptions(int[]? InputShape = null)
{
    private const int MaxRank = 8;

    /// <summary>Settles the symbolic dimensions that <see cref="InputShape"/> leaves by the samples the model is used with; null when there are none.</summary>
    public SampleShapeSource? Samples { get; init; }

    /// <summary>Reads the value of <c>--input-shape</c>: dimensions separated by <c>x</c> or commas, such as <c>1x3x32x20</c>.</summary>
    /// <returns>The dimensions, each at least 1.</returns>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.BadOption"/>: not such a list.</exception>
    public static int[] ParseShape(string text)
    {
        string[] parts = text.Split('x', 'X', ',');
        int[] shape = new int[parts.Length];
        bool isValid = parts.Length <= MaxRank;
        for (int i = 0; i < parts.Length && isValid; i++)
        {
            isValid = int.TryParse(parts[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]) && shape[i] >= 1;
        }

        return isValid
            ? shape
            : throw new EdgeException(DiagnosticId.BadOption, "--input-shape", $"'{text}' is not a shape", "write positive dimensions such as 1x3x32x20");
    }
}
