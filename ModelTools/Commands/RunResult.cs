using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Commands;

/// <summary>What one inference gave.</summary>
/// <param name="Input">The input's file.</param>
/// <param name="Outputs">Real values of each output, [H, W, C]; of an ArgMax that was left to the host, the indices.</param>
/// <param name="Top">Best classes of the first output.</param>
/// <param name="TimeMs">Time on this machine, measured.</param>
/// <param name="Board">The board that the next two are for.</param>
/// <param name="BoardTimeMs">Predicted time on it.</param>
/// <param name="EnergyMicrojoule">Predicted energy on it.</param>
/// <param name="EnergyLabel">How time and energy on the board came about.</param>
internal sealed record RunResult(
    string Input,
    IReadOnlyList<float[]> Outputs,
    IReadOnlyList<ClassScore> Top,
    double TimeMs,
    string Board,
    double BoardTimeMs,
    double EnergyMicrojoule,
    string EnergyLabel)
{
    /// <summary>Kernel set that ran.</summary>
    public string Kernels { get; init; } = string.Empty;

    /// <summary>Kernel set that gave the same bytes in every layer.</summary>
    public string CheckedKernels { get; init; } = string.Empty;

    /// <summary>Collects the result of the last run of <paramref name="model"/>.</summary>
    public static RunResult Of(Int8Model model, BlobInfo info, string input, sbyte[][] outputs, int top, ProfileReport estimate)
    {
        List<float[]> real = [.. outputs.Select((values, i) => FinishedOutput.ToReal(model.GetOutput(i), info.FinishOf(i), values))];
        float[] scores = TensorConverter.Dequantize(model.GetOutput(0), outputs[0]);
        return new RunResult(input, real, ClassScore.Best(model, scores, top), model.Log.TotalMicroseconds / 1000.0,
            estimate.Board.Name, estimate.TimeMs, estimate.EnergyMicrojoule, ProfileReport.Label);
    }
}
