using System;
using System.Linq;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

[TestClass]
public class RangeTests
{
    [TestMethod]
    public void Least_squared_error_clips_a_thin_tail_and_keeps_a_flat_histogram()
    {
        ActivationStatistics tailed = Statistics(i => (float)-Math.Log((i + 0.5) / (1024 * 1024)), 1024); // exponential
        Assert.IsLessThan(tailed.Range.Max * 0.9f, RangeSearch.Run(tailed).Max);
        ActivationStatistics flat = Statistics(i => i / 4096f);
        Assert.AreEqual(flat.Range.Max, RangeSearch.Run(flat).Max, 0.01f);
    }

    [TestMethod]
    public void The_range_found_has_no_larger_error_than_min_max_or_percentile()
    {
        ActivationStatistics statistics = Statistics(i => (float)Math.Pow(Normal(i), 3));
        double found = RangeSearch.ErrorOf(statistics, RangeSearch.Run(statistics));
        Assert.IsLessThanOrEqualTo(RangeSearch.ErrorOf(statistics, statistics.Range), found);
        Assert.IsLessThanOrEqualTo(RangeSearch.ErrorOf(statistics, statistics.Percentile(0.9999)), found);
    }

    [TestMethod]
    public void Entropy_leaves_out_a_thin_tail()
    {
        ActivationRange range = EntropyRange.Run(Statistics(i => i < 3 ? 60 : Normal(i)));
        Assert.IsTrue(range.Max is > 2 and < 40, $"{range}");
        Assert.IsLessThan(-2f, range.Min);
    }

    [TestMethod]
    public void A_tensor_that_is_always_zero_keeps_its_range()
    {
        ActivationStatistics statistics = Statistics(_ => 0);
        Assert.AreEqual(new ActivationRange(0, 0), RangeSearch.Run(statistics));
        Assert.AreEqual(new ActivationRange(0, 0), EntropyRange.Run(statistics));
    }

    [TestMethod]
    [DataRow(false, -3f)]
    [DataRow(true, -10f)]
    public void What_a_swish_flattens_gets_no_levels(bool isSilu, float lowest)
    {
        var sketch = new GraphSketch(3, 1, 6, 6, 3);
        sketch.Conv(4, 1, 1);
        Tensor input = sketch.Last;
        sketch.Unary(isSilu ? UnaryFunction.Silu : UnaryFunction.HardSwish);
        ModelGraph graph = sketch.Done();
        graph.Operators[0].Inputs[2].Floats[1] = -50;
        ActivationStatistics statistics = StatisticsCollector.Collect(graph, TinyNetworks.Samples(graph, 20, 1), 1)[input];
        Assert.IsLessThan(-40f, statistics.Range.Min);
        Assert.IsGreaterThanOrEqualTo(lowest, RangeChooser.Choose(graph, statistics, CalibrationMethod.Percentile).Min);
        Assert.IsGreaterThanOrEqualTo(lowest, RangeChooser.Choose(graph, statistics, CalibrationMethod.SquaredError).Min);
        Assert.AreEqual(statistics.Range, RangeChooser.Choose(graph, statistics, CalibrationMethod.MinMax));
    }

    /// <summary>A bell curve's quantile for value <paramref name="i"/> of 4096, shuffled.</summary>
    private static float Normal(int i) => (float)Enumerable.Range(0, 12).Sum(k => ((((i * 7919L) + 13) * (k + 3) * 104729 % 4096) / 4096.0) - 0.5);

    private static ActivationStatistics Statistics(Func<int, float> value, int size = 64)
    {
        var sketch = new GraphSketch(1, 1, size, size, 1);
        sketch.Unary(UnaryFunction.Relu);
        ModelGraph graph = sketch.Done();
        return StatisticsCollector.Collect(graph, CalibrationSet.From("values", [[.. Enumerable.Range(0, size * size).Select(value)]]), 1)[graph.Inputs[0]];
    }
}
