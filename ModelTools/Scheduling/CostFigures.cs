using System.Collections.Generic;

namespace Edge.ModelTools.Scheduling;

// Generated: dotnet run -c Release --project Tests/Benchmarks -- costmodel --fit ModelTools/Scheduling/CostFigures.cs

/// <summary>Weighted instructions for each unit of <see cref="KernelWork"/>, by kind of kernel.</summary>
internal static class CostFigures
{
    private static readonly Dictionary<string, double[]> s_figures = new()
    {
        ["around kernels"] = [10407, 19894, 0.61, 1923, 531, 183414], // 2810 samples
        ["copy"] = [6854, 3.05, 6393], // 94 samples
        ["depthwise 3x3 stride 1"] = [102, 7461, 8254, 257489], // 340 samples
        ["depthwise 3x3 stride 2"] = [279, 7363, 4679, 258409], // 168 samples
        ["depthwise 5x5 stride 1"] = [0, 6211, 22729, 497003], // 171 samples
        ["depthwise 5x5 stride 2"] = [29.75, 12686, 25458, 379447], // 71 samples
        ["depthwise 7x7 stride 1"] = [40.73, 40418, 0, 536619], // 16 samples
        ["depthwise 7x7 stride 2"] = [0, 14878, 36235, 817145], // 23 samples
        ["few results"] = [11.41, 20852], // 332 samples
        ["fully connected"] = [285, 0, 213716], // 450 samples
        ["other"] = [767, 142, 0], // 172 samples
        ["depthwise lines"] = [8.95, 202700], // 28 samples
        ["lanes of few"] = [13.86, 0], // 151 samples
        ["triples"] = [52.5, 0, 890, 1607, 0], // 10 samples
        ["wide triples"] = [52.42, 0, 2388, 373, 1184201], // 10 samples
        ["pointwise"] = [65.15, 1047, 360, 151406, 17099], // 685 samples
        ["pointwise skipping zeros"] = [43.04, 1622, 179, 413288, 0], // 110 samples
        ["wide windows"] = [90.34, 8692, 193, 91.63, 0, 1300617], // 135 samples
        ["wide windows skipping zeros"] = [0, 20548, 195, 409, 725613, 300219], // 13 samples
        ["windows of runs"] = [71.45, 4084, 225, 220, 84708, 334641], // 180 samples
        ["windows of runs skipping zeros"] = [0, 11616, 289, 325, 506191, 0], // 28 samples
        ["window of 27"] = [91.67, 644, 390587], // 114 samples
        ["windows"] = [43.89, 1845, 191, 322, 0, 363210], // 57 samples
        ["windows skipping zeros"] = [0, 2884, 860, 511, 124858, 0], // 19 samples
        ["results without table"] = [2000, 1800, 600], // 0 samples
        ["Add"] = [1621, 0, 49476], // 321 samples
        ["AveragePool"] = [4863, 232, 0], // 24 samples
        ["LongDense"] = [400, 0, 0], // 0 samples
        ["Mean"] = [3260, 176, 29339], // 351 samples
        ["Mul"] = [1043, 0, 112852], // 292 samples
        ["Table"] = [450, 150, 0], // 0 samples
    };

    /// <summary>All kinds.</summary>
    public static IEnumerable<string> Kinds => s_figures.Keys;

    /// <summary>Whether a kind has figures of its own.</summary>
    public static bool Has(string kind) => s_figures.ContainsKey(kind);

    /// <summary>The figures of a kind.</summary>
    public static double[] Of(string kind) => s_figures[kind];
}
