using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution;

/// <summary>A class and its score.</summary>
/// <param name="Class">Index of the class.</param>
/// <param name="Label">Its name, or the index.</param>
/// <param name="Score">Real value of the output.</param>
internal sealed record ClassScore(int Class, string Label, float Score)
{
    /// <summary>The <paramref name="count"/> best classes; of equal scores the lower index comes first.</summary>
    public static IReadOnlyList<ClassScore> Best(Int8Model model, float[] scores, int count)
    {
        return
        [
            .. Enumerable.Range(0, scores.Length)
                .OrderByDescending(index => scores[index])
                .ThenBy(index => index)
                .Take(count)
                .Select(index => new ClassScore(index, model.ReadLabel(index) ?? index.ToString(CultureInfo.InvariantCulture), scores[index])),
        ];
    }
}
