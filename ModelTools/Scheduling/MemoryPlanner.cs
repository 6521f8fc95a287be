using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Places rows, resident weights, tables and windows in banks (<see cref="BankPacker"/>). Banks are consecutive pieces of one address
/// space; no item straddles two.
/// </summary>
internal static class MemoryPlanner
{
    private static readonly int[] s_smallBandBytes = [4 * 1024, 2 * 1024];

    private static readonly int[] s_wideBandBytes = [BlobFormat.MaxArrayBytes, 16 * 1024, 8 * 1024, 4 * 1024];

    /// <summary>Fills in all placements, bank sizes and pool sizes of a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="goalBytes">A peak that is good enough; 0 for the smallest that is found.</param>
    /// <exception cref="EdgeException">A single row is above the largest array.</exception>
    public static void Place(Schedule schedule, int goalBytes = 0)
    {
        schedule.GoalBytes = goalBytes;
        PoolPlanner.Place(schedule);
        int goal = Math.Max(goalBytes - (schedule.PeakSramBytes - schedule.BankBytes.Sum()), 0);
        int least = Math.Max(PlaceBands(schedule, BlobFormat.MaxArrayBytes, goal), goal);
        if (schedule.BankBytes.Count > 1 || schedule.Groups.Exists(group => group.OverlayBytes > 0))
        {
            // Small bands leave smaller holes at the ends of banks, and follow the rows that are read more closely.
            int best = schedule.BankBytes.Sum();
            int bestBand = BlobFormat.MaxArrayBytes;
            int lastBand = bestBand;
            foreach (int band in s_smallBandBytes.TakeWhile(_ => best > least))
            {
                lastBand = band;
                PlaceBands(schedule, band, goal);
                if (schedule.BankBytes.Sum() < best)
                {
                    best = schedule.BankBytes.Sum();
                    bestBand = band;
                }
            }

            if (bestBand != lastBand)
            {
                PlaceBands(schedule, bestBand, goal);
            }
        }
    }

    /// <summary>
    /// Places everything anew with the largest bands that leave enough of the budget: kernels take the rows of a band together, but
    /// lose more when they get less than three quarters of the scratch memory that helps them.
    /// </summary>
    /// <param name="schedule">A placed schedule that fits the budget.</param>
    /// <param name="budgetBytes">SRAM budget.</param>
    public static void Widen(Schedule schedule, int budgetBytes)
    {
        int goalBytes = schedule.GoalBytes;
        foreach (int band in s_wideBandBytes)
        {
            PlaceBands(schedule, band, 0);
            if (schedule.PeakSramBytes + (KernelScratch.UsefulBytes(schedule) * 3 / 4) <= budgetBytes)
            {
                return;
            }
        }

        // The search stopped placing where its goal was met; what looks for less places otherwise, and may not fit.
        Place(schedule);
        if (schedule.PeakSramBytes > budgetBytes)
        {
            Place(schedule, goalBytes);
        }
    }

    /// <summary>The least peak that any placement of a schedule can reach: most candidates of a search need not be placed at all.</summary>
    public static int LeastPeak(Schedule schedule)
    {
        PoolPlanner.Place(schedule);
        SetOverlays(schedule, _ => false);
        return schedule.PeakSramBytes - schedule.BankBytes.Sum() + LeastBytes(schedule, GroupBytes(schedule, Collect(schedule, BlobFormat.MaxArrayBytes)));
    }

    /// <summary>
    /// Places everything, results over rows that have been read only in groups that would set the peak otherwise: the fewer share a
    /// place, the freer the others lie.
    /// </summary>
    /// <returns>The least that any placement can reach.</returns>
    private static int PlaceBands(Schedule schedule, int maxBandBytes, int goal)
    {
        SetOverlays(schedule, _ => false);
        List<MemoryItem> apart = Collect(schedule, maxBandBytes);
        int[] bytes = GroupBytes(schedule, apart);
        int least = Math.Max(LeastBytes(schedule, bytes), goal);
        int peak = Assign(schedule, apart, goal);
        if (peak > least && schedule.Groups.Exists(group => group.OverlayBytes > 0))
        {
            SetOverlays(schedule, g => bytes[g] > least);
            if (Assign(schedule, Collect(schedule, maxBandBytes), goal) > peak)
            {
                SetOverlays(schedule, _ => false);
                Assign(schedule, Collect(schedule, maxBandBytes), goal);
            }
        }

        return least;
    }

    private static int[] GroupBytes(Schedule schedule, List<MemoryItem> items)
    {
        return [.. Enumerable.Range(0, schedule.Groups.Count).Select(g => items.Sum(item => item.BytesIn(g)))];
    }

    private static int LeastBytes(Schedule schedule, int[] groupBytes)
    {
        return schedule.Groups.Index().Max(group => groupBytes[group.Index] - group.Item.OverlayBytes);
    }

    private static void SetOverlays(Schedule schedule, Func<int, bool> isUsed)
    {
        foreach ((int index, GroupPlan group) in schedule.Groups.Index())
        {
            foreach (BufferPlan buffer in group.Buffers)
            {
                buffer.UsesOverlay = buffer.Overlay is not null && isUsed(index);
                buffer.Over = null;
            }
        }
    }

    private static int Assign(Schedule schedule, List<MemoryItem> items, int goal)
    {
        int peak = BankPacker.Pack(items, goal);
        schedule.BankBytes.Clear();
        for (int start = 0; start < peak; start += BlobFormat.MaxArrayBytes)
        {
            schedule.BankBytes.Add(Math.Min(BlobFormat.MaxArrayBytes, peak - start));
        }

        foreach (MemoryItem item in items)
        {
            item.Assign(new Placement(item.Address / BlobFormat.MaxArrayBytes, item.Address % BlobFormat.MaxArrayBytes));
        }

        foreach (BufferPlan buffer in schedule.Groups.SelectMany(group => group.Buffers).Where(buffer => !buffer.IsReady && buffer.AliasOf is null))
        {
            JoinBands(buffer);
        }

        ShareKeptPlacements(schedule);
        PoolPlanner.Place(schedule);
        return peak;
    }

    /// <summary>Makes larger bands of those that lie one behind the other: kernels take the rows of a band together.</summary>
    private static void JoinBands(BufferPlan buffer)
    {
        int bytes = buffer.BandRows * buffer.Tensor.RowBytes;
        for (int joined = buffer.Bands.Count; joined > 1; joined--)
        {
            bool canJoin = buffer.Bands.Index().All(band =>
                band.Item == buffer.Bands[band.Index - (band.Index % joined)].Next(band.Index % joined * bytes));
            if (canJoin)
            {
                buffer.Bands = [.. buffer.Bands.Where((_, band) => band % joined == 0)];
                buffer.BandRows = Math.Min(buffer.RingRows, buffer.BandRows * joined);
                return;
            }
        }
    }

    private static List<MemoryItem> Collect(Schedule schedule, int maxBandBytes)
    {
        var items = new List<MemoryItem>();
        var kept = new Dictionary<int, int>(); // last reading group by number
        var chains = new Dictionary<int, List<BandMember>>(); // by number of the tensor whose place they take
        for (int g = schedule.Groups.Count - 1; g >= 0; g--)
        {
            GroupPlan group = schedule.Groups[g];
            // In-place results first: their memory, which is that of an input, lives as long as they do.
            Dictionary<BufferPlan, int> lastUse = [];
            foreach (BufferPlan buffer in group.Buffers.OrderBy(buffer => buffer.AliasOf is null))
            {
                // The last group that reads it: later groups have been visited.
                int last = Math.Max(g, Math.Max(kept.GetValueOrDefault(buffer.Number, g), lastUse.GetValueOrDefault(buffer, g)));
                if (buffer.IsReady)
                {
                    kept[buffer.Number] = last;
                    continue;
                }

                chains.Remove(buffer.Number, out List<BandMember>? over);
                if (buffer.AliasOf is not null)
                {
                    lastUse[buffer.AliasOf] = last;
                    if (over is not null)
                    {
                        chains[buffer.AliasOf.Number] = over;
                    }

                    continue;
                }

                List<BandMember> chain = [new BandMember(buffer, g, last), .. over ?? []];
                if (buffer.UsesOverlay)
                {
                    chains[buffer.Overlay!.Target.Number] = chain;
                }
                else
                {
                    AddChain(items, chain, maxBandBytes);
                }
            }

            Add(items, group.WindowBytes, g, g, place => group.Window = place);
            foreach (StagePlan stage in group.Stages)
            {
                if (stage.Operator is { IsConvolution: true } op && !stage.IsStreamed)
                {
                    Add(items, op.Weights.Length, g, g, place => stage.Resident = place);
                }
            }

            foreach (IGrouping<byte[]?, StagePlan> table in group.Stages.Where(stage => stage.Operator?.Table is not null).GroupBy(stage => stage.Operator!.Table))
            {
                Add(items, BlobFormat.TableEntries, g, g, place => table.ToList().ForEach(stage => stage.Table = place));
            }
        }

        return items;
    }

    /// <summary>Adds the bands of a tensor, and with them those of the tensors that take its place one after the other.</summary>
    private static void AddChain(List<MemoryItem> items, List<BandMember> chain, int maxBandBytes)
    {
        while (chain.Count > 0)
        {
            BandMember oldest = chain[0];
            SetBandRows(oldest.Buffer, maxBandBytes);
            var bands = new JointBands(oldest);
            int count = 1;
            while (count < chain.Count && bands.TryAdd(chain[count]))
            {
                count++;
            }

            bands.AddItems(items);
            chain = chain[count..];
        }
    }

    private static void SetBandRows(BufferPlan buffer, int maxBandBytes)
    {
        int rowBytes = buffer.Tensor.RowBytes;
        if (rowBytes > BlobFormat.MaxArrayBytes)
        {
            throw new EdgeException(
                DiagnosticId.RowTooLarge,
                buffer.Tensor.Name,
                $"one row of {buffer.Tensor.Width} x {buffer.Tensor.Channels} takes {rowBytes} bytes, arrays have at most {BlobFormat.MaxArrayBytes}",
                buffer.Tensor.Height > 1 && buffer.Tensor.Height * buffer.Tensor.Channels <= BlobFormat.MaxArrayBytes
                    ? $"exchange height and width of the model's input (rows of {buffer.Tensor.Height} x {buffer.Tensor.Channels} fit), or use a narrower input or fewer channels"
                    : "use a narrower input or fewer channels");
        }

        int rowsPerBand = Math.Min(buffer.RingRows, Math.Max(maxBandBytes / rowBytes, (buffer.RingRows + BlobFormat.MaxBands - 1) / BlobFormat.MaxBands));
        int bands = (buffer.RingRows + rowsPerBand - 1) / rowsPerBand;
        buffer.BandRows = (buffer.RingRows + bands - 1) / bands;
    }

    private static void Add(List<MemoryItem> items, int bytes, int first, int last, Action<Placement> assign)
    {
        items.Add(new MemoryItem(bytes, first, last, items.Count, assign));
    }

    /// <summary>A kept tensor lies in the same place in every group that reads it; an alias lies where its target lies.</summary>
    private static void ShareKeptPlacements(Schedule schedule)
    {
        var places = new Dictionary<int, BufferPlan>();
        foreach (GroupPlan group in schedule.Groups)
        {
            foreach (BufferPlan buffer in group.Buffers)
            {
                BufferPlan? source = buffer.AliasOf ?? (buffer.IsReady ? places[buffer.Number] : null);
                if (source is not null)
                {
                    buffer.BandRows = source.BandRows;
                    buffer.Bands = source.Bands;
                }

                places[buffer.Number] = buffer;
            }
        }
    }
}
