using System;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Ranges of activations by a calibration method. What an elementwise operator behind flattens anyway is left out by all but plain
/// min-max: hard-swish needs nothing below -3, hard-sigmoid nothing outside -3..3.
/// </summary>
internal static class RangeChooser
{
    private const double Kept = 0.9999;

    /// <summary>The range of one activation.</summary>
    public static ActivationRange Choose(ModelGraph graph, ActivationStatistics statistics, CalibrationMethod method)
    {
        UnaryAttributes? behind = FunctionBehind(graph, statistics.Tensor);
        ActivationRange range = method switch
        {
            CalibrationMethod.MinMax => statistics.Range,
            CalibrationMethod.Percentile => statistics.Percentile(Kept),
            CalibrationMethod.Entropy => EntropyRange.Run(statistics),
            _ => RangeSearch.Run(statistics, behind is null ? null : x => ActivationTable.Evaluate(behind, x)),
        };
        return behind is null || method == CalibrationMethod.MinMax ? range : Cut(range, behind);
    }

    /// <summary>Squared error of a range at what follows, per value, channels weighted by how much they matter.</summary>
    public static double ErrorOf(ModelGraph graph, ActivationStatistics statistics, ActivationRange range) =>
        RangeSearch.ErrorOf(statistics, range, FunctionBehind(graph, statistics.Tensor) is { } behind ? x => ActivationTable.Evaluate(behind, x) : null);

    /// <summary>The function that the only operator reading <paramref name="tensor"/> applies, or null.</summary>
    public static UnaryAttributes? FunctionBehind(ModelGraph graph, Tensor tensor) =>
        !graph.Outputs.Contains(tensor) && graph.ConsumersOf(tensor) is [{ Attributes: UnaryAttributes unary }] ? unary : null;

    private static ActivationRange Cut(ActivationRange range, UnaryAttributes function)
    {
        (double low, double high) = function.Function switch
        {
            UnaryFunction.HardSwish => (-3, double.PositiveInfinity),
            UnaryFunction.HardSigmoid => (-function.Beta / function.Alpha, (1 - function.Beta) / function.Alpha),
            UnaryFunction.Sigmoid => (-8, 8), // 0.0003 from its limits, a tenth of the output's step
            UnaryFunction.Tanh => (-4.5, 4.5),
            UnaryFunction.Silu => (-10, double.PositiveInfinity), // -0.0005
            UnaryFunction.Relu => (0, double.PositiveInfinity),
            UnaryFunction.Relu6 => (0, 6),
            UnaryFunction.Clip => (function.Alpha, function.Beta),
            _ => (double.NegativeInfinity, double.PositiveInfinity),
        };
        return new ActivationRange((float)Math.Max(range.Min, low), (float)Math.Min(range.Max, high));
    }
}
