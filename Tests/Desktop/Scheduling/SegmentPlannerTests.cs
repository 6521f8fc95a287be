using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>The cheapest plan of one group within a limit.</summary>
[TestClass]
public sealed class SegmentPlannerTests
{
    private const int Window = 64;

    [TestMethod]
    public void A_group_fits_exactly_its_rings_and_parameters_and_not_a_byte_less()
    {
        // Three input rows and one output row of 8 bytes; 2 channels of 18 weights stream through the window together.
        var sketch = new ProgramSketch(8, 4, 2);
        sketch.Output(sketch.Conv(sketch.Input, 2, 3));
        AssertSmallest(sketch, 0, 2, (4 * 8) + (2 * 3 * sizeof(int)));
    }

    [TestMethod]
    public void A_tensor_that_only_passes_counts_and_one_whose_last_reader_has_run_does_not()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        DeviceTensor a = sketch.Conv(sketch.Input, 2);
        DeviceTensor c = sketch.Conv(sketch.Conv(a, 2), 2);
        sketch.Output(sketch.Combine(OpCode.Add, c, a));

        // The third convolution alone: a and its result of 64 bytes, which lies over its input one row of 8 bytes ahead.
        AssertSmallest(sketch, 3, 4, (2 * 64) + 8 + (2 * 3 * sizeof(int)));

        // The sum writes over one of its two inputs.
        AssertSmallest(sketch, 4, 5, 2 * 64);
    }

    [TestMethod]
    public void A_table_takes_its_entries()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        sketch.Output(sketch.Lookup(sketch.Input));
        // Its rows lie over those of the input.
        AssertSmallest(sketch, 0, 2, 8 + BlobFormat.TableEntries);
    }

    [TestMethod]
    public void Streamed_stages_share_room_for_the_parameters_of_the_largest_block()
    {
        var sketch = new ProgramSketch(8, 4, 2);
        sketch.Output(sketch.Conv(sketch.Conv(sketch.Input, 5), 3));

        // Rows of 8, 20 and 12 bytes; blocks of 5 channels (11 bytes each) and of 3 (14 bytes each).
        AssertSmallest(sketch, 0, 3, 8 + 20 + 12 + (5 * 3 * sizeof(int)));
    }

    [TestMethod]
    public void More_memory_never_costs_more_and_the_plan_is_what_it_says()
    {
        ProgramSketch sketch = Block();
        ExecutionOrder order = sketch.Order();
        var planner = new SegmentPlanner(order, CostModel.Of);
        double last = double.PositiveInfinity;
        var residents = new HashSet<int>();
        for (int limit = 0; limit < 3000; limit += 7)
        {
            SegmentPlan? plan = planner.Plan(0, order.Count, Window, limit);
            if (plan is null)
            {
                Assert.IsTrue(double.IsPositiveInfinity(last), $"{limit} bytes fit no more");
                continue;
            }

            GroupPlan group = planner.Build(plan);
            Assert.IsLessThanOrEqualTo(limit, plan.Bytes);

            // Room for the parameters of the largest block stays reserved when that operator's weights are kept.
            int reserved = plan.Bytes - Bytes(group);
            Assert.IsTrue(plan.Resident.Count == 0 ? reserved == 0 : reserved is >= 0 and <= 8 * 3 * sizeof(int), $"limit {limit}: {reserved} bytes");
            Assert.AreEqual(group.Stages.Sum(stage => CostModel.Of(stage, stage.BlockChannels)), plan.Cost, plan.Cost * 1e-9, $"limit {limit}");
            Assert.IsLessThanOrEqualTo(last, plan.Cost, $"limit {limit}");
            Assert.IsTrue(plan.Resident.All(index => group.Stages[index] is { Operator.IsConvolution: true, Calls: > 1, IsStreamed: false }));
            residents.Add(plan.Resident.Count);
            last = plan.Cost;
        }

        CollectionAssert.IsSubsetOf(new[] { 0, 1, 2 }, residents.ToList(), "the limits above go from none to several kept");
    }

    [TestMethod]
    public void Where_one_fits_the_weights_that_save_most_for_their_bytes_are_kept()
    {
        // Equal but for the rows: the second convolution is called half as often, so keeping its weights saves half.
        var sketch = new ProgramSketch(16, 4, 8);
        DeviceTensor first = sketch.Conv(sketch.Input, 8);
        DeviceTensor second = sketch.Conv(first, 8, 1, 2);
        ExecutionOrder order = sketch.Output(second).Order();
        var planner = new SegmentPlanner(order, (stage, blockChannels) => blockChannels > 0 ? 1000.0 * stage.Calls : 1000);
        bool isSeen = false;
        for (int limit = 0; limit < 2000; limit++)
        {
            if (planner.Plan(0, order.Count, Window, limit) is SegmentPlan { Resident.Count: 1 } plan)
            {
                Assert.AreSame(first, planner.Build(plan).Stages[plan.Resident.Single()].Output.Tensor, $"limit {limit}");
                isSeen = true;
            }
        }

        Assert.IsTrue(isSeen);
    }

    [TestMethod]
    public void Without_residents_all_weights_stream_and_the_cost_says_so()
    {
        ExecutionOrder order = Block().Order();
        var planner = new SegmentPlanner(order, CostModel.Of);
        SegmentPlan plan = Enumerable.Range(0, 3000).Select(limit => planner.Plan(0, order.Count, Window, limit)).First(plan => plan is { Resident.Count: > 0 })!;
        SegmentPlan streamed = planner.WithoutResidents(plan);
        Assert.IsEmpty(streamed.Resident);
        Assert.IsGreaterThan(plan.Cost, streamed.Cost);
        Assert.IsTrue(planner.Build(streamed).Stages.Where(stage => stage.Operator is { IsConvolution: true }).All(stage => stage is { IsStreamed: true, BlockChannels: > 0 }));
    }

    /// <summary>Expand, depthwise, project, residual sum.</summary>
    private static ProgramSketch Block()
    {
        var sketch = new ProgramSketch(16, 4, 4);
        DeviceTensor expanded = sketch.Conv(sketch.Input, 8);
        DeviceTensor projected = sketch.Conv(sketch.Depthwise(expanded, 3), 4);
        return sketch.Output(sketch.Combine(OpCode.Add, projected, sketch.Input));
    }

    /// <summary>The least a group takes, but for its window.</summary>
    private static void AssertSmallest(ProgramSketch sketch, int first, int end, int bytes)
    {
        var planner = new SegmentPlanner(sketch.Order(), CostModel.Of);
        Assert.AreEqual(bytes + Window, planner.Plan(first, end, Window, bytes + Window)?.Bytes);
        Assert.IsNull(planner.Plan(first, end, Window, bytes + Window - 1));
    }

    /// <summary>Rows, tables, kept weights, the window; parameters of what is kept, and of the largest streamed block.</summary>
    private static int Bytes(GroupPlan group)
    {
        int ints = group.Stages.Where(stage => !stage.IsStreamed).Sum(StageMemory.ParameterInts)
            + group.Stages.Where(stage => stage.IsStreamed).Select(StageMemory.ParameterInts).DefaultIfEmpty().Max();
        return group.Buffers.Where(buffer => buffer.AliasOf is null).Sum(buffer => buffer.Bytes)
            + group.Stages.Where(stage => stage.Operator is { IsConvolution: true } && !stage.IsStreamed).Sum(stage => stage.Operator!.Weights.Length)
            + (sizeof(int) * ints) + group.WindowBytes;
    }
}
