using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling.Strips;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Finds ranges of a program that are worth computing in strips of columns or slices of channels: cuts it into groups, strips and slices so
/// that the largest of them is as small as a number of recomputed multiply-accumulates allows. A bottleneck shortest path with a second
/// weight; ranges in strips begin and end at narrow tensors, those in slices are squeeze-excite blocks, or end with a mean.
/// </summary>
internal sealed class StripPlanner
{
    private const int MaxGroupLength = PartCut.MaxGroupLength;
    private const int SmallShare = 3;
    private static readonly int[] s_counts = [2, 3, 4, 6, 8];

    /// <summary>Operators of a block without squeeze-excite.</summary>
    private const int LongestBlock = 4;

    /// <summary>Fewer accumulators than this are not worth a slice.</summary>
    private const int FewAccumulators = 128;

    /// <summary>Most accumulators are tried as those that slices leave: all, half, a quarter, an eighth.</summary>
    private const int AccumulatorHalvings = 4;

    private readonly DeviceProgram _program;
    private readonly SegmentPlanner _planner;
    private readonly int _window;
    private readonly Func<StagePlan, int, double> _cost;
    private readonly bool _canReadInputAgain;
    private readonly long _mostMacs;
    private readonly SearchEffort _effort;
    private List<Segment> _segments = [];
    private readonly HashSet<DeviceOperator> _inStrips;
    private readonly int _largestBytes;

    /// <summary>Looks at all ranges once.</summary>
    /// <param name="program">The program.</param>
    /// <param name="planner">Knows the ranges of its plain order.</param>
    /// <param name="windowBytes">Size of the window.</param>
    /// <param name="cost">Cost of a stage.</param>
    /// <param name="mostStrips">Most strips of a range; 1 where the network's input is delivered once.</param>
    /// <param name="recomputesBlocks">Whether squeeze-excite blocks may be computed twice.</param>
    /// <param name="mostMacs">Most multiply-accumulates that anything may compute again.</param>
    /// <param name="effort">Counts what is simulated.</param>
    public StripPlanner(
        DeviceProgram program, SegmentPlanner planner, int windowBytes, Func<StagePlan, int, double> cost, int mostStrips, bool recomputesBlocks, long mostMacs, SearchEffort effort)
    {
        _canReadInputAgain = mostStrips > 1;
        _mostMacs = mostMacs;
        _effort = effort;
        _program = program;
        _planner = planner;
        _window = windowBytes;
        _cost = cost;
        _inStrips = [.. program.Operators.GroupBy(op => op.Origin).Where(group => group.Count() > 1).Select(group => group.Key)];
        AddGroups();
        _largestBytes = LargestBytes(0, program.Operators.Count + 1);
        if (mostStrips > 1)
        {
            AddStrips(mostStrips);
        }

        AddSlices(recomputesBlocks);

        // By end; where several are as good, the one of fewer parts comes first.
        _segments = [.. _segments.OrderBy(segment => segment.End).ThenBy(segment => segment.Weight)];
    }

    /// <summary>Cuts into ever larger groups with ever less to compute again, from the smallest that a number of multiply-accumulates allows.</summary>
    /// <param name="mostMacs">Most multiply-accumulates to compute again.</param>
    /// <returns>By size.</returns>
    public IReadOnlyList<StripPlan> Plans(long mostMacs)
    {
        int most = _segments.Max(segment => segment.Accumulators);
        return [.. Enumerable.Range(0, AccumulatorHalvings).Select(halving => most >> halving).Distinct().SelectMany(accumulators => Plans(mostMacs, accumulators))
            .OrderBy(plan => plan.LargestBytes).ThenBy(plan => plan.RecomputedMacs)];
    }

    private IEnumerable<StripPlan> Plans(long mostMacs, int mostAccumulators)
    {
        int[] sizes = [.. _segments.Select(segment => segment.Bytes).Distinct().Order()];
        int low = 0;
        int high = sizes.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isPossible = Within(sizes[middle], mostAccumulators).Plan?.RecomputedMacs <= mostMacs;
            (low, high) = isPossible ? (low, middle) : (middle + 1, high);
        }

        long last = long.MaxValue;
        for (int i = low; i < sizes.Length; i++)
        {
            (StripPlan? plan, long weight) = Within(sizes[i], mostAccumulators);
            if (plan is not null && plan.RecomputedMacs <= mostMacs && weight < last)
            {
                last = weight;
                yield return plan;
            }
        }
    }

    /// <summary>The cut with no group above a size that recomputes least, and in the fewest parts of such; or null.</summary>
    private (StripPlan? Plan, long Weight) Within(int largestBytes, int mostAccumulators)
    {
        int count = _program.Operators.Count + 1;
        var best = new long[count + 1];
        var last = new Segment?[count + 1];
        Array.Fill(best, long.MaxValue);
        best[0] = 0;
        foreach (Segment segment in _segments)
        {
            // By end; all that end where this one begins have been seen.
            bool isWithin = segment.Bytes <= largestBytes && segment.Accumulators <= mostAccumulators;
            if (isWithin && best[segment.First] < long.MaxValue && best[segment.First] + segment.Weight < best[segment.End])
            {
                best[segment.End] = best[segment.First] + segment.Weight;
                last[segment.End] = segment;
            }
        }

        if (last[count] is null)
        {
            return (null, long.MaxValue);
        }

        var ranges = new List<PartRange>();
        int bytes = 0;
        int accumulators = 0;
        long macs = 0;
        for (int end = count; end > 0; end = last[end]!.First)
        {
            bytes = Math.Max(bytes, last[end]!.Bytes);
            accumulators = Math.Max(accumulators, last[end]!.Accumulators);
            macs += last[end]!.Macs;
            if (last[end]!.Range is PartRange range)
            {
                ranges.Insert(0, range);
            }
        }

        return (new StripPlan(ranges, bytes + (sizeof(int) * accumulators), macs), best[count]);
    }

    private void AddGroups()
    {
        int count = _program.Operators.Count + 1;
        for (int end = 1; end <= count; end++)
        {
            for (int length = 1; length <= MaxGroupLength && length <= end; length++)
            {
                if (_planner.Least(end - length, end, _window) is { } plan)
                {
                    _segments.Add(new Segment(end - length, end, plan.Bytes, plan.AccumulatorInts, 0, 0, null));
                }
            }
        }
    }

    private void AddStrips(int mostStrips)
    {
        int[] cuts = [.. Enumerable.Range(0, _program.Operators.Count + 1).Where(IsCut)];
        foreach (int first in cuts)
        {
            foreach (int end in cuts.Where(end => end > first + 1 && end - first < MaxGroupLength && !HasStrips(first, end) && IsLarge(first, end)))
            {
                foreach (int strips in s_counts.Where(strips => strips <= mostStrips))
                {
                    var range = new StripRange(first, end, strips);
                    if (!StripColumns.CanRun(_program, range))
                    {
                        break; // nor in more strips
                    }

                    AddParts(range, strips);
                }
            }
        }
    }

    private void AddSlices(bool recomputesBlocks)
    {
        for (int first = 0; first < _program.Operators.Count; first++)
        {
            if (SliceShape.Find(_program, first) is not { } shape || HasStrips(first, shape.End) || !(HasManyAccumulators(shape) || IsLarge(first, shape.End)))
            {
                continue;
            }

            AddSlices(shape, shape.End, recomputesBlocks && shape.Multiply >= 0);
            if (recomputesBlocks && shape.Multiply >= 0 && EndOfNext(shape.End) is int end && !HasStrips(shape.End, end))
            {
                AddSlices(shape, end, true);
            }
        }
    }

    private void AddSlices(SliceShape shape, int end, bool recomputesBlocks)
    {
        if (recomputesBlocks)
        {
            AddParts(new SliceRange(shape.First, end, 1, 1), 1);
        }

        foreach (int count in s_counts.Where(count => BitOperations.IsPow2(count) && SliceRange.CanSplit(shape.Channels, count)))
        {
            for (int again = 0; again < (recomputesBlocks ? count : 1); again++)
            {
                AddParts(new SliceRange(shape.First, end, count, again), count);
            }
        }
    }

    /// <summary>Where the block behind one ends whose result is too large to be held: the next narrow tensor, computed in the same group.</summary>
    private int? EndOfNext(int end)
    {
        int next = Enumerable.Range(end + 1, Math.Min(LongestBlock, _program.Operators.Count - end)).FirstOrDefault(IsCut);
        bool isLarge = _program.Operators[end - 1].Output.Bytes * (double)SmallShare > _largestBytes;
        return isLarge && next > 0 && _program.Operators[end..next].TrueForAll(CanRunInStrips) ? next : null;
    }

    private bool HasManyAccumulators(SliceShape shape) => _program.Operators[shape.MeansEnd - 1].Output.RowBytes >= FewAccumulators;

    /// <summary>
    /// Adds a range in strips, each cut into groups at narrow tensors, or in slices, each a group. The input belongs to what begins with it.
    /// </summary>
    private void AddParts(PartRange range, int parts)
    {
        StripProgram strips = StripProgram.Build(_program, [range], _canReadInputAgain);
        if (strips.RecomputedMacs > _mostMacs)
        {
            return;
        }

        var planner = new SegmentPlanner(ExecutionOrder.Plain(strips.Program), _cost, _effort);
        int bytes = 0;
        int accumulators = 0;

        // The last: most of the result is there, the last strip but one has a halo on both sides, and behind slices comes what needs all of them.
        foreach ((int first, int end) in strips.Strips.TakeLast(range is StripRange ? 2 : 3))
        {
            if (PartCut.Smallest(strips.Program, planner, first, end, _window, range is StripRange) is not PartCut least)
            {
                return;
            }

            bytes = Math.Max(bytes, least.Bytes);
            accumulators = Math.Max(accumulators, least.Accumulators);
        }

        _segments.Add(new Segment(range.First == 0 ? 0 : range.First + 1, range.End + 1, bytes, accumulators, strips.RecomputedMacs, parts, range));
    }

    /// <summary>Whether something in a range is a strip already: strips of strips read weights more often than a blob may.</summary>
    private bool HasStrips(int first, int end) => _program.Operators[first..end].Exists(op => _inStrips.Contains(op.Origin));

    /// <summary>Whether a range needs a large part of what the network does: only then strips of it are of use.</summary>
    private bool IsLarge(int first, int end)
    {
        return LargestBytes(first == 0 ? 0 : first + 1, end + 1) * (double)SmallShare > _largestBytes;
    }

    /// <summary>The largest group of a cut of some positions into groups of whole rows that makes it as small as can be.</summary>
    private int LargestBytes(int first, int end)
    {
        var best = new int[end - first + 1];
        for (int position = first + 1; position <= end; position++)
        {
            best[position - first] = int.MaxValue;
            for (int length = 1; length <= MaxGroupLength && length <= position - first; length++)
            {
                if (_planner.Least(position - length, position, _window) is { } plan)
                {
                    best[position - first] = Math.Min(best[position - first], Math.Max(best[position - first - length], plan.Bytes));
                }
            }
        }

        return best[^1];
    }

    /// <summary>Whether a range may begin before an operator: behind a narrow tensor, or beside what can't run in strips.</summary>
    private bool IsCut(int index)
    {
        if (index == 0)
        {
            return true;
        }

        DeviceOperator before = _program.Operators[index - 1];
        if (index == _program.Operators.Count || !CanRunInStrips(before) || !CanRunInStrips(_program.Operators[index]))
        {
            return true;
        }

        DeviceOperator after = _program.Operators[index];
        return after.Inputs.Contains(before.Output) && after.IsConvolution && before.Output.Bytes <= after.Output.Bytes
            && before.Output.Bytes <= before.Inputs.Max(input => input.Bytes);
    }

    private static bool CanRunInStrips(DeviceOperator op) => op.Output.Width > 1 && op.Inputs.Count > 0 && new ColumnSpan(0, 1).Needed(op, 0) is not null;

    /// <summary>A group of the plain order, or a range in strips or slices: positions, bytes, and what is computed again, in how many parts.</summary>
    private sealed record Segment(int First, int End, int Bytes, int Accumulators, long Macs, int Parts, PartRange? Range)
    {
        private const int PartsBits = 16;

        /// <summary>What is computed again, then parts.</summary>
        public long Weight => (Macs << PartsBits) + Parts;
    }
}
