using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Evaluation;

/// <summary>Which layers to look at first.</summary>
internal static class LayerRanking
{
    private const int WorstCount = 5;
    private const double GoodDecibels = 40; // an error of one percent

    /// <summary>The layers with the least signal over error, those that only inherit it behind those that make it.</summary>
    public static List<LayerError> Worst(IEnumerable<LayerError> layers)
    {
        return [.. layers.Where(layer => layer.SqnrDecibels < GoodDecibels)
            .OrderBy(layer => layer.Cause == LayerCause.Inherited)
            .ThenBy(layer => layer.SqnrDecibels)
            .Take(WorstCount)];
    }
}
