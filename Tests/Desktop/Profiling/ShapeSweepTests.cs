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

    private static readonly List<ShapeCost> s_costs = Measure();

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

    private static List<ShapeCost> Measure()
    {
        var sweep = new ShapeSweep();
        return [.. ShapeSweep.Grid().Select(sweep.Measure)];
    }
}
