using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Evaluation;

/// <summary>Which layers to look at first.</summary>
internal static class LayerRanking
{
    private const int WorstCount = 5;
    private const double GoodDecibels = 40; // an error of one percent

    /// <summary>
    /// The layers with the least signal over error, those that only inherit it behind those that make it. A layer that is as good as
    /// 8 bits get is none of them, and where no other makes an error, there is nothing to look at in those that inherit it.
    /// </summary>
    public static List<LayerError> Worst(IEnumerable<LayerError> layers)
    {
        LayerError[] open = [.. layers.Where(layer => layer.SqnrDecibels < GoodDecibels && layer.Hint != LayerDiagnosis.AsGoodAsSteps)];
        if (open.All(layer => layer.Cause == LayerCause.Inherited))
        {
            return [];
        }

        return [.. open
            .OrderBy(layer => layer.Cause == LayerCause.Inherited)
            .ThenBy(layer => layer.SqnrDecibels)
            .Take(WorstCount)];
    }
}
