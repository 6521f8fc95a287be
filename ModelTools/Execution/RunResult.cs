using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution;

/// <summary>What one inference gave.</summary>
/// <param name="Input">The input's file.</param>
/// <param name="Outputs">Real values of each output, [H, W, C].</param>
/// <param name="Top">Best classes of the first output.</param>
/// <param name="TimeMs">Time on this machine, measured.</param>
internal sealed record RunResult(string Input, IReadOnlyList<float[]> Outputs, IReadOnlyList<ClassScore> Top, double TimeMs)
{
    /// <summary>Collects the result of the last run of <paramref name="model"/>.</summary>
    public static RunResult Of(Int8Model model, string input, sbyte[][] outputs, int top)
    {
        List<float[]> real = [.. outputs.Select((values, i) => TensorConverter.Dequantize(model.GetOutput(i), values))];
        return new RunResult(input, real, ClassScore.Best(model, real[0], top), model.Log.TotalMicroseconds / 1000.0);
    }
}
