using System.Collections.Generic;
using System.Linq;
using Edge.Benchmarks.Shapes;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>Packed kernels are worth their code on every shape: counted over the grid of <c>Benchmarks shapes</c>.</summary>
[TestClass]
public sealed class ShapeSweepTests
{
    // Depthwise over few taps with strides of two and more, whose values are packed for one product each.
    private const double MostOfFullLanes = 0.5;
    private const int MostBeyondQuarter = 91;
    private const double Quarter = 0.25;

    // One channel in one dimension, where each row is a single byte.
    private const double MostApart = 1.6;
    private const int EveryShape = 5;

    private static readonly ShapeSweep s_sweep = new();
    private static readonly List<ShapeCost> s_costs = [.. ShapeSweep.Grid().Select(shape => s_sweep.Measure(shape))];

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Shapes_that_fill_lanes_cost_much_less_than_the_reference()
    {
        ShapeCost[] full = [.. s_costs.Where(cost => cost.FillsLanes).OrderByDescending(cost => cost.Share)];
        Assert.IsGreaterThan(1000, full.Length);
        TestContext.WriteLine($"{full.Length} shapes, at most {full[0]}");
        Assert.IsLessThanOrEqualTo(MostOfFullLanes, full[0].Share, full[0].ToString());
        Assert.IsLessThanOrEqualTo(MostBeyondQuarter, full.Count(cost => cost.Share > Quarter));
    }

    [TestMethod]
    public void No_shape_costs_more_than_the_reference()
    {
        ShapeCost[] dear = [.. s_costs.Where(cost => cost.Share > 1).OrderByDescending(cost => cost.Share)];
        Assert.IsEmpty(dear, string.Join('\n', dear.Take(20)));
    }

    [TestMethod]
    public void Rows_that_lie_apart_do_not_make_a_shape_dear()
    {
        // Each row in a bank of its own, as a placement with many holes has it.
        ShapeCost[] apart = [.. ShapeSweep.Grid().Where((_, index) => index % EveryShape == 0).Select(shape => s_sweep.Measure(shape, 1)).OrderByDescending(cost => cost.Share)];
        Assert.IsLessThanOrEqualTo(MostApart, apart[0].Share, apart[0].ToString());
        Assert.IsLessThanOrEqualTo(apart.Length / 100, apart.Count(cost => cost.Share > 1));
    }
}
