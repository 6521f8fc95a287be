using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution;

/// <summary>A class and its score.</summary>
/// <param name="Class">Index of the class.</param>
/// <param name="Label">Its name, or the index.</param>
/// <param name="Score">Real value of the output.</param>
/// <param name="Probability">
/// Softmax over the scores when these are logits, the score itself when the model ends in a softmax or sigmoid; null when the output
/// is no vector of classes.
/// </param>
internal sealed record ClassScore(int Class, string Label, float Score, double? Probability)
{
    private const float ProbabilityScale = 1f / 256; // of every int8 softmax and sigmoid, with the zero point -128

    /// <summary>The <paramref name="count"/> best classes; of equal scores the lower index comes first.</summary>
    public static IReadOnlyList<ClassScore> Best(Int8Model model, float[] scores, int count)
    {
        double[]? probabilities = Probabilities(model.GetOutput(0), scores);
        return
        [
            .. Enumerable.Range(0, scores.Length)
                .OrderByDescending(index => scores[index])
                .ThenBy(index => index)
                .Take(count)
                .Select(index => new ClassScore(
                    index, model.ReadLabel(index) ?? index.ToString(CultureInfo.InvariantCulture), scores[index], probabilities?[index])),
        ];
    }

    private static double[]? Probabilities(TensorInfo info, float[] scores)
    {
        if (info.Height != 1 || info.Width != 1 || scores.Length < 2)
        {
            return null;
        }

        if (info.Scale == ProbabilityScale && info.ZeroPoint == -128)
        {
            return Array.ConvertAll(scores, score => (double)score);
        }

        double largest = scores.Max();
        double[] exponentials = Array.ConvertAll(scores, score => Math.Exp(score - largest));
        double sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, value => value / sum);
    }
}
