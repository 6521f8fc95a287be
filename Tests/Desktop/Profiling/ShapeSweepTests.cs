using System.Collections.Generic;
using System.Linq;
using Edge.Benchmarks.Shapes;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>Packed kernels are worth their code on every shape: counted over the grid of <c>Benchmarks shapes</c>.</summary>
[TestClass]
public sealed class ShapeSweepTests
{
    private const double Quarter = 0.25;

    // Choosing a kernel, and finding that the reference is the cheapest.
    private const double MostForChoosing = 1.35;

    private static readonly List<ShapeCost> s_costs = Measure();

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Shapes_that_fill_lanes_cost_at_most_a_quarter_of_the_reference()
    {
        ShapeCost[] full = [.. s_costs.Where(cost => cost.FillsLanes).OrderByDescending(cost => cost.Share)];
        Assert.IsGreaterThan(1000, full.Length);
        ShapeCost[] dear = [.. full.Where(cost => cost.Share > Quarter)];
        TestContext.WriteLine($"{full.Length} shapes, at most {full[0]}");
        Assert.IsEmpty(dear, string.Join('\n', dear.Take(20)));
    }

    [TestMethod]
    public void No_shape_costs_more_than_the_reference_and_the_choice()
    {
        ShapeCost[] dear = [.. s_costs.Where(cost => cost.Share > MostForChoosing)];
        Assert.IsEmpty(dear, string.Join('\n', dear.Take(20)));
    }

    private static List<ShapeCost> Measure()
    {
        var sweep = new ShapeSweep();
        return [.. ShapeSweep.Grid().Select(sweep.Measure)];
    }
}
