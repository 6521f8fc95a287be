using System.Collections.Generic;
using Edge.ModelTools.Execution;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>What a network makes of one input.</summary>
/// <param name="Scores">The best classes of the blob.</param>
/// <param name="Reference">The scores of the float model for the same classes; empty where there is none.</param>
/// <param name="Input">The input as the network gets it.</param>
/// <param name="Layers">Every layer.</param>
/// <param name="TimeMs">Time of the inference on this machine, measured.</param>
/// <param name="CheckedKernels">Kernels of the boards that gave the same bytes in every layer.</param>
internal sealed record TryResult(
    IReadOnlyList<ClassScore> Scores, IReadOnlyList<float> Reference, string? Input, IReadOnlyList<TryLayer> Layers, double TimeMs, string CheckedKernels);
