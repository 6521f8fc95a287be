using System.Collections.Generic;

namespace Edge.ModelTools.Scheduling;

// Generated: dotnet run -c Release --project Tests/Benchmarks -- costmodel --fit ModelTools/Scheduling/CostFigures.cs

/// <summary>Weighted instructions for each unit of <see cref="KernelWork"/>, by kind of kernel.</summary>
internal static class CostFigures
{
    private static readonly Dictionary<string, double[]> s_figures = new()
    {
        ["around kernels"] = [10555, 19816, 0.75, 1795, 554, 209408], // 867 samples
        ["copy"] = [6620, 11.7, 4957], // 32 samples
        ["depthwise 3x3 stride 1"] = [116, 6632, 8876, 228284], // 211 samples
        ["depthwise 3x3 stride 2"] = [292, 6674, 4760, 291055], // 51 samples
        ["depthwise 5x5 stride 1"] = [164, 0, 0, 1193333], // 8 samples
        ["depthwise 5x5 stride 2"] = [277, 0, 0, 238200], // 8 samples
        ["depthwise 7x7 stride 1"] = [0, 15802, 17588, 562353], // 16 samples
        ["depthwise 7x7 stride 2"] = [0, 0, 38216, 787923], // 22 samples
        ["few results"] = [10, 15000], // 0 samples
        ["fully connected"] = [271, 0, 376439], // 24 samples
        ["other"] = [39.09, 0, 21613], // 24 samples
        ["depthwise lines"] = [10, 230000], // 0 samples
        ["lanes of few"] = [10, 230000], // 0 samples
        ["pointwise"] = [71.69, 1271, 44.64, 522649, 0], // 292 samples
        ["wide windows"] = [118, 2828, 294, 370, 7663, 178540], // 76 samples
        ["window of 27"] = [124, 0, 375509], // 24 samples
        ["windows"] = [43.41, 2418, 0, 918, 0, 0], // 28 samples
        ["Add"] = [1497, 0, 22293], // 147 samples
        ["AveragePool"] = [33874, 0, 0], // 8 samples
        ["LongDense"] = [400, 0, 0], // 0 samples
        ["Mean"] = [4682, 174, 24666], // 24 samples
        ["Mul"] = [450, 150, 0], // 0 samples
        ["Table"] = [450, 150, 0], // 0 samples
    };

    /// <summary>All kinds.</summary>
    public static IEnumerable<string> Kinds => s_figures.Keys;

    /// <summary>Whether a kind has figures of its own.</summary>
    public static bool Has(string kind) => s_figures.ContainsKey(kind);

    /// <summary>The figures of a kind.</summary>
    public static double[] Of(string kind) => s_figures[kind];
}
