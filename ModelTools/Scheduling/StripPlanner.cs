using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling.Strips;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Finds ranges of a program that are worth computing in strips of columns: cuts it into groups and strips so that the largest of them is
/// as small as a number of recomputed multiply-accumulates allows. A bottleneck shortest path with a second weight, over ranges that begin
/// and end at narrow tensors.
/// </summary>
internal sealed class StripPlanner
{
    private const int MaxGroupLength = 24;
    private const int SmallShare = 3;
    private static readonly int[] s_counts = [2, 3, 4, 6, 8];

    private readonly DeviceProgram _program;
    private readonly SegmentPlanner _planner;
    private readonly int _window;
    private readonly Func<StagePlan, int, double> _cost;
    private readonly SearchEffort _effort;
    private readonly List<Segment> _segments = [];
    private readonly HashSet<DeviceOperator> _inStrips;
    private readonly int _largestBytes;

    /// <summary>Looks at all ranges once.</summary>
    /// <param name="program">The program.</param>
    /// <param name="planner">Knows the ranges of its plain order.</param>
    /// <param name="windowBytes">Size of the window.</param>
    /// <param name="cost">Cost of a stage.</param>
    /// <param name="mostStrips">Most strips of a range.</param>
    /// <param name="effort">Counts what is simulated.</param>
    public StripPlanner(DeviceProgram program, SegmentPlanner planner, int windowBytes, Func<StagePlan, int, double> cost, int mostStrips, SearchEffort effort)
    {
        _effort = effort;
        _program = program;
        _planner = planner;
        _window = windowBytes;
        _cost = cost;
        _inStrips = [.. program.Operators.GroupBy(op => op.Origin).Where(group => group.Count() > 1).Select(group => group.Key)];
        AddGroups();
        _largestBytes = LargestBytes(0, program.Operators.Count + 1);
        AddStrips(mostStrips);
    }

    /// <summary>Cuts with ever larger groups and ever less to compute again, from the smallest that a number of multiply-accumulates allows.</summary>
    /// <param name="mostMacs">Most multiply-accumulates to compute again.</param>
    public IEnumerable<StripPlan> Plans(long mostMacs)
    {
        int[] sizes = [.. _segments.Select(segment => segment.Bytes).Distinct().Order()];
        int low = 0;
        int high = sizes.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isPossible = Within(sizes[middle])?.RecomputedMacs <= mostMacs;
            (low, high) = isPossible ? (low, middle) : (middle + 1, high);
        }

        StripPlan? last = null;
        for (int i = low; i < sizes.Length; i++)
        {
            StripPlan? plan = Within(sizes[i]);
            if (plan is not null && plan.RecomputedMacs <= mostMacs && (last is null || plan.RecomputedMacs < last.RecomputedMacs))
            {
                yield return last = plan;
            }
        }
    }

    /// <summary>The cut with no group above a size that recomputes least, or null.</summary>
    private StripPlan? Within(int largestBytes)
    {
        int count = _program.Operators.Count + 1;
        var best = new long[count + 1];
        var last = new Segment?[count + 1];
        Array.Fill(best, long.MaxValue);
        best[0] = 0;
        foreach (Segment segment in _segments)
        {
            // By end; all that end where this one begins have been seen.
            if (segment.Bytes <= largestBytes && best[segment.First] < long.MaxValue && best[segment.First] + segment.Macs < best[segment.End])
            {
                best[segment.End] = best[segment.First] + segment.Macs;
                last[segment.End] = segment;
            }
        }

        if (last[count] is null)
        {
            return null;
        }

        var ranges = new List<StripRange>();
        int bytes = 0;
        for (int end = count; end > 0; end = last[end]!.First)
        {
            bytes = Math.Max(bytes, last[end]!.Bytes);
            if (last[end]!.Range is StripRange range)
            {
                ranges.Insert(0, range);
            }
        }

        return new StripPlan(ranges, bytes, best[count]);
    }

    private void AddGroups()
    {
        int count = _program.Operators.Count + 1;
        for (int end = 1; end <= count; end++)
        {
            for (int length = 1; length <= MaxGroupLength && length <= end; length++)
            {
                if (_planner.Smallest(end - length, end, _window) is SegmentPlan plan)
                {
                    _segments.Add(new Segment(end - length, end, plan.Bytes, 0, null));
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

                    AddStrips(range);
                }
            }
        }

        _segments.Sort((one, other) => one.End.CompareTo(other.End));
    }

    /// <summary>Adds a range in strips, each a group; position i of an order is operator i - 1, and the input belongs to what begins with it.</summary>
    private void AddStrips(StripRange range)
    {
        StripProgram strips = StripProgram.Build(_program, [range]);
        var planner = new SegmentPlanner(ExecutionOrder.Plain(strips.Program), _cost, _effort);
        int bytes = 0;

        // The last two: most of the result is there, and the last but one has a halo on both sides.
        foreach ((int first, int end) in strips.Strips.TakeLast(2))
        {
            SegmentPlan? plan = planner.Smallest(first == 0 ? 0 : first + 1, end + 1, _window);
            if (plan is null || end - first >= MaxGroupLength)
            {
                return;
            }

            bytes = Math.Max(bytes, plan.Bytes);
        }

        _segments.Add(new Segment(range.First == 0 ? 0 : range.First + 1, range.End + 1, bytes, strips.RecomputedMacs, range));
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
                if (_planner.Smallest(position - length, position, _window) is SegmentPlan plan)
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

    /// <summary>A group of the plain order, or a range in strips: positions, bytes, and what is computed again.</summary>
    private sealed record Segment(int First, int End, int Bytes, long Macs, StripRange? Range);
}
