using System.Collections.Generic;

namespace Edge.ModelTools.Scheduling;

// Generated: dotnet run -c Release --project Tests/Benchmarks -- costmodel --fit ModelTools/Scheduling/CostFigures.cs

/// <summary>Weighted instructions for each unit of <see cref="KernelWork"/>, by kind of kernel.</summary>
internal static class CostFigures
{
    private static readonly Dictionary<string, double[]> s_figures = new()
    {
        ["around kernels"] = [9821, 21863, 0.35, 2007, 520, 198129], // 2922 samples
        ["copy"] = [6036, 7.74, 6321], // 84 samples
        ["depthwise 3x3 stride 1"] = [93.84, 7422, 0, 218841, 2759], // 416 samples
        ["depthwise 3x3 stride 2"] = [113, 8107, 894, 318671, 2651], // 175 samples
        ["depthwise 5x5 stride 1"] = [60.79, 16185, 1050, 770988, 3369], // 191 samples
        ["depthwise 5x5 stride 2"] = [0, 16187, 0, 478322, 6142], // 45 samples
        ["depthwise 7x7 stride 1"] = [33.38, 18511, 0, 250007, 7876], // 21 samples
        ["depthwise 7x7 stride 2"] = [0, 11155, 0, 697531, 7513], // 23 samples
        ["octet depthwise 3x3 stride 2"] = [232, 29607, 0, 240980], // 55 samples
        ["narrow depthwise 3x3 stride 1"] = [41.3, 1279, 3742, 0, 0, 0], // 120 samples
        ["narrow depthwise 5x5 stride 1"] = [38.36, 0, 977, 1812, 14787, 0], // 184 samples
        ["narrow depthwise 5x5 stride 2"] = [169, 0, 0, 543, 10081, 15114], // 38 samples
        ["narrow depthwise 7x7 stride 1"] = [28.09, 2380, 0, 521, 9588, 73480], // 47 samples
        ["narrow depthwise 7x7 stride 2"] = [125, 0, 1502, 0, 2666, 0], // 18 samples
        ["pixels one by one"] = [126, 0, 0, 14620], // 32 samples
        ["results one by one"] = [100, 10000], // 0 samples
        ["dot products"] = [106, 78.72, 30064], // 276 samples
        ["fully connected"] = [266, 1167, 62175], // 519 samples
        ["other"] = [301, 222, 15029], // 180 samples
        ["depthwise lines"] = [9.56, 0], // 23 samples
        ["lanes of few"] = [200, 3189, 431, 11554, 0], // 153 samples
        ["triples"] = [50.61, 0, 900, 1781, 0], // 10 samples
        ["wide triples"] = [52.49, 0, 1938, 892, 1326466], // 9 samples
        ["pointwise"] = [70.36, 895, 291, 75332, 143240], // 645 samples
        ["pointwise skipping zeros"] = [38.33, 1669, 163, 317174, 276871], // 108 samples
        ["wide windows"] = [147, 0, 34.51, 89.56, 731865, 0], // 97 samples
        ["wide windows skipping zeros"] = [0, 10166, 178, 354, 1173921, 0], // 98 samples
        ["windows of runs"] = [59.27, 4346, 263, 247, 156896, 109623], // 127 samples
        ["windows of runs skipping zeros"] = [2.77, 0, 364, 566, 429054, 0], // 75 samples
        ["window of 27"] = [58.21, 1418, 894, 66791], // 95 samples
        ["windows"] = [56.75, 1138, 190, 315, 316684, 0], // 44 samples
        ["windows skipping zeros"] = [0.68, 3168, 565, 422, 335192, 0], // 17 samples
        ["results without table"] = [2215, 1638, 1246], // 437 samples
        ["Add"] = [1315, 0, 103320], // 277 samples
        ["AveragePool"] = [4836, 232, 0], // 24 samples
        ["LongDense"] = [400, 0, 0], // 0 samples
        ["Mean"] = [3296, 179, 32289], // 371 samples
        ["Mul"] = [877, 0, 79006], // 235 samples
        ["Table"] = [450, 150, 0], // 0 samples
    };

    /// <summary>All kinds.</summary>
    public static IEnumerable<string> Kinds => s_figures.Keys;

    /// <summary>Whether a kind has figures of its own.</summary>
    public static bool Has(string kind) => s_figures.ContainsKey(kind);

    /// <summary>The figures of a kind.</summary>
    public static double[] Of(string kind) => s_figures[kind];
}
