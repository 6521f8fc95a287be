using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling.Strips;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Cuts a network into groups of row-fused operators so that it fits a memory budget at the lowest predicted cost.
/// Dynamic programming over cut positions; the window size, strips of columns and the squeeze-excite strategy are tried in turn; the plan is
/// placed, and the limit is lowered until the real peak fits. docs/scheduling.md explains it with numbers.
/// </summary>
internal sealed class RowFusedScheduler
{
    /// <summary>Plans with strips that are tried: what placement and scratch add is known only then.</summary>
    private const int StripPlans = 6;

    /// <summary>Their largest groups differ by this part of them, one in this many: others are the same plan but for details.</summary>
    private const int StripPlansApart = 30;

    /// <summary>Most strips there can be: what is put together has no more inputs.</summary>
    public const int MostStrips = BlobFormat.MaxInputs;

    /// <summary>No limit on what is computed again.</summary>
    private const long MostMacs = 1L << 40;

    /// <summary>A budget in which anything fits.</summary>
    private const int Unlimited = 1 << 28;

    /// <summary>
    /// Where a budget makes a schedule cost this much more than whole rows usually do, others are looked at, too: one that computes more again, but
    /// leaves the kernels more memory, may cost less.
    /// </summary>
    private const double Dear = 1.15;

    /// <summary>No more schedules than this are compared.</summary>
    private const int MostCompared = 4;

    /// <summary>The smallest schedule of a price is found to this part of it, one in this many.</summary>
    private const int SmallSteps = 32;

    private static readonly int[] s_windows = [8192, 4096, 2048, 1024, 512, 256, 64];
    private readonly DeviceProgram _program;
    private readonly int _maxWindow;
    private readonly SqueezeExciteMode _mode;
    private readonly BudgetRest _rest = new(false);

    /// <summary>Makes a scheduler.</summary>
    /// <param name="program">The program.</param>
    /// <param name="maxWindowBytes">Largest window.</param>
    /// <param name="mode">Squeeze-excite strategy.</param>
    public RowFusedScheduler(DeviceProgram program, int maxWindowBytes, SqueezeExciteMode mode)
    {
        _program = program;
        _maxWindow = maxWindowBytes;
        _mode = mode;
    }

    /// <summary>Most multiply-accumulates, recomputed ones included, for each one of the network; no limit unless set.</summary>
    public double MaxMacRatio { get; init; } = double.PositiveInfinity;

    /// <summary>Most strips of columns that operators run in where memory is short; 1 for none.</summary>
    public int MaxStrips { get; init; } = 1;

    /// <summary>Chooses by what native kernels take: products and calls cost little, reading weights what it always does.</summary>
    public bool IsForNativeKernels { get => _rest.IsForNativeKernels; init => _rest = new BudgetRest(value); }

    /// <summary>What all searches of this scheduler took.</summary>
    public SearchEffort Effort { get; } = new();

    /// <summary>The cheapest schedule whose arrays take at most <paramref name="budgetBytes"/>.</summary>
    /// <exception cref="EdgeException">None fits; the message has the smallest budget that does and the group that sets it.</exception>
    public ScheduledProgram Build(int budgetBytes)
    {
        return TryBuild(budgetBytes, out ScheduledProgram? smallest) ?? throw new EdgeException(
            DiagnosticId.BudgetTooSmall,
            _program.Name,
            $"no schedule fits {budgetBytes} bytes of SRAM; the smallest takes {smallest!.PeakSramBytes}, set by {smallest.LargestGroup()}",
            $"give --sram {smallest.PeakSramBytes} or more (--sram min takes it)");
    }

    /// <summary>The cheapest schedule whose arrays take at most <paramref name="budgetBytes"/>, or null.</summary>
    /// <param name="smallest">The schedule with the smallest peak, where the search came to it.</param>
    public ScheduledProgram? TryBuild(int budgetBytes, out ScheduledProgram? smallest)
    {
        smallest = null;
        ScheduledProgram? best = null;
        OrderSearch? bestOrder = null;
        double usual = 0;
        int compared = 0;
        foreach (OrderSearch order in Orders(budgetBytes))
        {
            usual = usual > 0 ? usual : order.Within(Unlimited)!.Cost;
            ScheduledProgram? candidate = order.Within(budgetBytes - (budgetBytes / KernelScratch.BudgetShare))
                ?? AnyWithin(order, budgetBytes)
                ?? (AnyWithin(order, budgetBytes + KernelScratch.TableBytes) is ScheduledProgram larger ? _rest.WithTable(larger, false, 0) : null);
            if (candidate is null || candidate.PeakSramBytes > budgetBytes)
            {
                continue;
            }

            candidate = _rest.WithRest(candidate, budgetBytes);
            if (best is null || candidate.Cost < best.Cost)
            {
                (best, bestOrder) = (candidate, order);
            }

            compared++;
            if (best.Cost <= usual * Dear || compared == MostCompared)
            {
                break;
            }
        }

        if (best?.Cost > usual * Dear)
        {
            best = _rest.Tighter(bestOrder!, budgetBytes).Append(best).MinBy(scheduled => scheduled.Cost)!;
        }

        if (best is not null)
        {
            return best;
        }

        // The search above goes by cost; where nothing was found the smallest schedule may still fit.
        smallest = BuildSmallest();
        return smallest.PeakSramBytes <= budgetBytes ? _rest.WithRest(_rest.WithTable(smallest, true, budgetBytes), budgetBytes) : null;
    }

    /// <summary>The schedule with the smallest peak that the search finds.</summary>
    public ScheduledProgram BuildSmallest()
    {
        ScheduledProgram? best = null;
        foreach (OrderSearch order in Orders(0))
        {
            if (!CanBeSmaller(order, best))
            {
                continue;
            }

            ScheduledProgram smallest = Smaller(order.Shrink(best), order.SmallestCut());
            best = smallest == best ? best : order.Cheapen(smallest, smallest.PeakSramBytes);
        }

        return _rest.WithTable(best!, false, 0);
    }

    /// <summary>
    /// The smallest schedule, by halving, that costs at most so many times what the network does with all the memory that helps: the last
    /// bytes that a schedule can do without are the dearest.
    /// </summary>
    /// <param name="mostCost">1 and above; infinity for the smallest of all.</param>
    public ScheduledProgram BuildSmallest(double mostCost)
    {
        ScheduledProgram smallest = BuildSmallest();
        if (double.IsPositiveInfinity(mostCost))
        {
            return smallest;
        }

        ScheduledProgram best = _rest.WithRest(Orders(Unlimited).First().Within(Unlimited)!, Unlimited);
        double most = best.Cost * mostCost;
        if (smallest.Cost <= most)
        {
            return smallest;
        }

        int dear = smallest.PeakSramBytes;
        while (best.PeakSramBytes - dear > dear / SmallSteps)
        {
            int budget = (int)Math.Sqrt((double)dear * best.PeakSramBytes);
            ScheduledProgram? candidate = TryBuild(budget, out _);
            (best, dear) = candidate?.Cost <= most ? (candidate, dear) : (best, budget);
        }

        return best;
    }

    /// <summary>
    /// Rules a budget out, many times as fast as <see cref="TryBuild"/> does: no order of execution has groups as small as it asks for.
    /// </summary>
    /// <returns>A schedule with about the smallest peak there is; null where the budget may do.</returns>
    public ScheduledProgram? RuleOut(int budgetBytes)
    {
        ScheduledProgram? best = null;
        foreach (OrderSearch order in Orders(0, stripPlans: 1))
        {
            if (!CanBeSmaller(order, best))
            {
                continue;
            }

            if (order.LeastBytes() <= budgetBytes)
            {
                return null;
            }

            best = Smaller(best, order.LeastCut());
        }

        return best is null ? null : _rest.WithTable(best, false, 0);
    }

    private static ScheduledProgram? AnyWithin(OrderSearch order, int budgetBytes) => order.Within(budgetBytes) ?? order.SmallestWithin(budgetBytes);

    private static bool CanBeSmaller(OrderSearch order, ScheduledProgram? best) => best is null || order.LargestBytes < best.PeakSramBytes;

    private static ScheduledProgram Smaller(ScheduledProgram? one, ScheduledProgram other)
    {
        return one is not null && one.PeakSramBytes <= other.PeakSramBytes ? one : other;
    }

    /// <summary>
    /// Execution orders from no recomputation to all of it: first strips of columns, which compute little again, then squeeze-excite
    /// blocks. Earlier blocks first, because their rows are the widest; counts of blocks double, so that networks with many of them are
    /// scheduled in seconds.
    /// </summary>
    /// <param name="budgetBytes">Strips are chosen for this budget, or for the smallest peak when it is 0.</param>
    /// <param name="stripPlans">Most plans with strips; what has the smallest groups comes first where no budget is given.</param>
    private IEnumerable<OrderSearch> Orders(int budgetBytes, int stripPlans = StripPlans)
    {
        int[] windows = Windows();
        var scratch = ScratchRoom.For(budgetBytes);
        Func<StagePlan, int, double> cost = IsForNativeKernels ? NativeCostModel.Of : (stage, blockChannels) => CostModel.Of(stage, blockChannels, scratch);
        double perGroup = IsForNativeKernels ? NativeCostModel.PerGroup : 0;
        List<KeyValuePair<DeviceOperator, IReadOnlyList<DeviceOperator>>> blocks = SqueezeExciteRecompute.Find(_program);
        int from = _mode == SqueezeExciteMode.Recompute ? blocks.Count : 0;
        int to = _mode == SqueezeExciteMode.Spill ? 0 : blocks.Count;
        foreach (int count in Enumerable.Range(from, to - from + 1).Where(count => count == to || BitOperations.IsPow2(count) || count == 0))
        {
            var order = new ExecutionOrder(_program, blocks.Take(count).ToDictionary(), MaxStrips > 1);
            if (count > from && _program.Macs + order.RecomputedMacs > MaxMacRatio * _program.Macs)
            {
                continue;
            }

            var search = new OrderSearch(_program, order, windows, cost, Effort, perGroup: perGroup);
            yield return search;
            if (count == 0)
            {
                foreach (StripPlan plan in StripPlansFor(search.Planner, cost, windows[^1], budgetBytes, stripPlans))
                {
                    StripProgram strips = StripProgram.Build(_program, plan.Ranges, MaxStrips > 1);
                    yield return new OrderSearch(strips.Program, ExecutionOrder.Plain(strips.Program), windows, cost, Effort, strips.RecomputedMacs, perGroup)
                    {
                        RecomputesBlocks = plan.RecomputesBlocks,
                        LargestBytes = plan.LargestBytes,
                    };
                }
            }
        }
    }

    /// <summary>
    /// Plans to try: for a budget those that may do and compute least again first, blocks last; else from the smallest on. Their groups are
    /// apart.
    /// </summary>
    private List<StripPlan> StripPlansFor(SegmentPlanner planner, Func<StagePlan, int, double> cost, int window, int budgetBytes, int most)
    {
        long mostMacs = (long)Math.Min((MaxMacRatio - 1) * _program.Macs, MostMacs);
        var all = new StripPlanner(_program, planner, window, cost, MaxMacRatio > 1 ? MaxStrips : 1, MaxMacRatio > 1 && _mode != SqueezeExciteMode.Spill, mostMacs, Effort);
        List<StripPlan> plans = [.. all.Plans(mostMacs)];
        plans.RemoveAll(plan => plan.Ranges.Count == 0 || (budgetBytes > 0 && plan.LargestBytes > budgetBytes));
        if (budgetBytes > 0)
        {
            // Those first that leave the kernels their memory.
            int roomy = budgetBytes - (budgetBytes / KernelScratch.BudgetShare);
            plans = [.. plans.OrderBy(plan => plan.LargestBytes > roomy).ThenBy(plan => plan.RecomputesBlocks)
                .ThenBy(plan => plan.RecomputedMacs).ThenByDescending(plan => plan.LargestBytes)];
        }

        var chosen = new List<StripPlan>();
        foreach (StripPlan plan in plans)
        {
            if (chosen.Count < most && chosen.TrueForAll(other => Math.Abs(plan.LargestBytes - other.LargestBytes) * StripPlansApart >= other.LargestBytes))
            {
                chosen.Add(plan);
            }
        }

        // What a smaller factor finds is among what a larger one looks at.
        StripPlan? free = budgetBytes > 0 ? null : plans.Find(plan => plan.RecomputedMacs == 0);
        return free is null || chosen.Contains(free) ? chosen : [.. chosen, free];
    }

    private int[] Windows()
    {
        // What was asked for, no more than the largest operator needs; a group takes more only where its least block does.
        int largest = Math.Min(Math.Max(_maxWindow, BlobFormat.MinWindowBytes), WeightBlocks.WindowBytes(_program, _maxWindow));
        return [.. s_windows.Select(window => Math.Min(window, largest)).Distinct()];
    }
}
