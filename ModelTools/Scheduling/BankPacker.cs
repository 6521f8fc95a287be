using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Gives items addresses so that those that live at the same time do not overlap (dynamic storage allocation, which is NP-hard).
/// Each order of the items makes one packing, first fit at the lowest free address; several orders are tried (largest first, as
/// TFLM's memory planner does; longest-lived first; largest in bytes times groups; those of the largest group first), and then the item at the top of the best
/// packing is moved to the front, again and again. The search ends at the lower bound, the most bytes alive in one group.
/// </summary>
internal static class BankPacker
{
    private const int MostMoves = 120;

    /// <summary>Moves times items squared: what a packing may take.</summary>
    private const int Work = 1_000_000;

    /// <summary>Sets <see cref="MemoryItem.Address"/> of all items. Banks are consecutive pieces of one space; no item straddles two.</summary>
    /// <returns>The first address above all items.</returns>
    public static int Pack(IReadOnlyList<MemoryItem> items)
    {
        if (items.Count == 0)
        {
            return 0;
        }

        int[] alive = AliveBytes(items);
        int bound = alive.Max();
        List<MemoryItem>[] orders =
        [
            [.. items.OrderByDescending(item => item.Bytes).ThenBy(item => item.FirstGroup).ThenBy(item => item.Order)],
            [.. items.OrderByDescending(item => item.Groups).ThenByDescending(item => item.Bytes).ThenBy(item => item.Order)],
            [.. items.OrderByDescending(item => (long)item.Bytes * item.Groups).ThenBy(item => item.Order)],
            [.. items.OrderByDescending(item => alive[item.FirstGroup..(item.LastGroup + 1)].Max()).ThenByDescending(item => item.Groups).ThenByDescending(item => item.Bytes).ThenBy(item => item.Order)],
            [.. items.OrderByDescending(item => alive[item.FirstGroup..(item.LastGroup + 1)].Max()).ThenByDescending(item => item.Bytes).ThenBy(item => item.Order)],
        ];
        int best = int.MaxValue;
        int[] addresses = [];
        List<MemoryItem> current = orders[0];
        foreach (List<MemoryItem> order in orders)
        {
            if (best > bound && Improve(order, items, ref best, ref addresses))
            {
                current = order;
            }
        }

        int moves = Math.Min(MostMoves, Work / (items.Count * items.Count));
        for (int move = 0; move < moves && best > bound; move++)
        {
            // The item that reaches highest goes first: it gets a low address, and others have to go around it.
            MemoryItem top = current.MaxBy(item => item.Address + item.Bytes)!;
            current.Remove(top);
            current.Insert(0, top);
            Improve(current, items, ref best, ref addresses);
        }

        for (int i = 0; i < items.Count; i++)
        {
            items[i].Address = addresses[i];
        }

        return best;
    }

    private static bool Improve(List<MemoryItem> order, IReadOnlyList<MemoryItem> items, ref int best, ref int[] addresses)
    {
        int peak = FirstFit(order);
        if (peak >= best)
        {
            return false;
        }

        best = peak;
        addresses = [.. items.Select(item => item.Address)];
        return true;
    }

    /// <summary>Bytes alive in each group; the largest is what no packing can do without.</summary>
    private static int[] AliveBytes(IReadOnlyList<MemoryItem> items)
    {
        int[] bytes = new int[items.Max(item => item.LastGroup) + 1];
        foreach (MemoryItem item in items)
        {
            for (int group = item.FirstGroup; group <= item.LastGroup; group++)
            {
                bytes[group] += item.BytesIn(group);
            }
        }

        return bytes;
    }

    private static int FirstFit(List<MemoryItem> order)
    {
        var placed = new List<MemoryItem>(order.Count);
        int peak = 0;
        foreach (MemoryItem item in order)
        {
            item.Address = FindAddress(item, placed);
            peak = Math.Max(peak, item.Address + item.Bytes);
            int at = placed.Count;
            while (at > 0 && placed[at - 1].Address > item.Address)
            {
                at--;
            }

            placed.Insert(at, item);
        }

        return peak;
    }

    /// <summary>Lowest address where the item fits between those that live at the same time, without crossing a bank's end.</summary>
    /// <param name="item">The item.</param>
    /// <param name="placed">Items that have their place, by address.</param>
    private static int FindAddress(MemoryItem item, List<MemoryItem> placed)
    {
        int address = 0;
        bool isFree = false;
        while (!isFree)
        {
            address = SkipBankEnd(address, item.Bytes);
            isFree = true;
            foreach (MemoryItem other in placed)
            {
                if (!item.LivesWith(other))
                {
                    continue;
                }

                (int start, int end) = item.PartBeside(other);
                (int otherStart, int otherEnd) = other.PartBeside(item);
                if (end > start && otherEnd > otherStart && address + end > other.Address + otherStart && address + start < other.Address + otherEnd)
                {
                    address = SkipBankEnd(other.Address + otherEnd - start, item.Bytes);
                    isFree = false;
                }
            }
        }

        return address;
    }

    private static int SkipBankEnd(int address, int bytes)
    {
        int left = BlobFormat.MaxArrayBytes - (address % BlobFormat.MaxArrayBytes);
        return bytes <= left ? address : address + left;
    }
}
