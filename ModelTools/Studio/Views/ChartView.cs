using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Reporting;
using Edge.ModelTools.Studio.Jobs;

namespace Edge.ModelTools.Studio.Views;

/// <summary>The pictures of the report, one by one.</summary>
internal static class ChartView
{
    /// <summary>Draws a picture.</summary>
    /// <param name="conversion">The conversion.</param>
    /// <param name="name">layers or cost.</param>
    /// <returns>An element of SVG for a page, with the classes of <see cref="ReportStyle"/>.</returns>
    /// <exception cref="EdgeException">There is no such picture, or nothing to draw.</exception>
    public static string Draw(FinishedConversion conversion, string name)
    {
        EvaluationResult? evaluation = conversion.Report.Evaluation;
        return name switch
        {
            "layers" when evaluation is { Layers.Count: > 0 } => LayerErrorChart.Draw(evaluation.Layers),
            "cost" => GroupCostChart.Draw(conversion.Report.Profile.Groups),
            _ => throw new EdgeException(DiagnosticId.StudioNotFound, name, "this conversion has no such picture", "use those that the page shows"),
        };
    }

    /// <summary>Draws what lies in SRAM.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="isDark">For a dark page.</param>
    /// <param name="width">Pixels that the page has room for.</param>
    /// <returns>An element of SVG.</returns>
    public static string Memory(BlobDescription blob, bool isDark, int width) => SramMapPicture.Element(SramMap.Of(blob), width, isDark);
}
