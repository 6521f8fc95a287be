using System.Collections.Generic;

namespace Edge.ModelTools.Scheduling;

// Generated: dotnet run -c Release --project Tests/Benchmarks -- costmodel --fit ModelTools/Scheduling/CostFigures.cs

/// <summary>Weighted instructions for each unit of <see cref="KernelWork"/>, by kind of kernel.</summary>
internal static class CostFigures
{
    private static readonly Dictionary<string, double[]> s_figures = new()
    {
        ["around kernels"] = [9817, 19975, 0.73, 1860, 558, 190913], // 2309 samples
        ["copy"] = [6878, 4.24, 6052], // 96 samples
        ["depthwise 3x3 stride 1"] = [111, 6147, 8829, 259641], // 329 samples
        ["depthwise 3x3 stride 2"] = [270, 9309, 5317, 204112], // 140 samples
        ["depthwise 5x5 stride 1"] = [47.56, 19046, 13251, 408930], // 64 samples
        ["depthwise 5x5 stride 2"] = [0, 6197, 32880, 379759], // 40 samples
        ["depthwise 7x7 stride 1"] = [0, 46202, 3489, 480854], // 16 samples
        ["depthwise 7x7 stride 2"] = [0, 0, 38235, 873786], // 19 samples
        ["few results"] = [11.61, 10619], // 191 samples
        ["fully connected"] = [321, 0, 116074], // 252 samples
        ["other"] = [0, 832, 0], // 81 samples
        ["depthwise lines"] = [11.43, 0], // 27 samples
        ["lanes of few"] = [13.89, 79265], // 279 samples
        ["pointwise"] = [56.94, 1340, 457, 62047, 144583], // 516 samples
        ["pointwise skipping zeros"] = [46.38, 1391, 83.21, 486509, 28033], // 110 samples
        ["wide windows"] = [91.28, 5364, 346, 160, 0, 455474], // 133 samples
        ["wide windows skipping zeros"] = [0, 11980, 323, 420, 0, 339782], // 34 samples
        ["window of 27"] = [76.94, 1211, 313188], // 87 samples
        ["windows"] = [36.91, 2017, 306, 422, 216902, 0], // 91 samples
        ["windows skipping zeros"] = [0, 3020, 744, 522, 146763, 136889], // 17 samples
        ["Add"] = [1611, 0, 53824], // 237 samples
        ["AveragePool"] = [4878, 239, 0], // 24 samples
        ["LongDense"] = [400, 0, 0], // 0 samples
        ["Mean"] = [4026, 163, 26496], // 176 samples
        ["Mul"] = [981, 0, 130183], // 116 samples
        ["Table"] = [450, 150, 0], // 0 samples
    };

    /// <summary>All kinds.</summary>
    public static IEnumerable<string> Kinds => s_figures.Keys;

    /// <summary>Whether a kind has figures of its own.</summary>
    public static bool Has(string kind) => s_figures.ContainsKey(kind);

    /// <summary>The figures of a kind.</summary>
    public static double[] Of(string kind) => s_figures[kind];
}
