using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Gives items addresses so that those that live at the same time do not overlap (dynamic storage allocation, which is NP-hard).
/// Each order of the items makes one packing, first fit at the lowest free address; several orders are tried (largest first, as
/// TFLM's memory planner does; longest-lived first; largest in bytes times groups), and then the item at the top of the best
/// packing is moved to the front, again and again. The search ends at the lower bound, the most bytes alive in one group.
/// </summary>
internal static class BankPacker
{
    private const int Moves = 120;

    /// <summary>Sets <see cref="MemoryItem.Address"/> of all items. Banks are consecutive pieces of one space; no item straddles two.</summary>
    /// <returns>The first address above all items.</returns>
    public static int Pack(IReadOnlyList<MemoryItem> items)
    {
        if (items.Count == 0)
        {
            return 0;
        }

        int bound = LowerBound(items);
        List<MemoryItem>[] orders =
        [
            [.. items.OrderByDescending(item => item.Bytes).ThenBy(item => item.FirstGroup).ThenBy(item => item.Order)],
            [.. items.OrderByDescending(item => item.Groups).ThenByDescending(item => item.Bytes).ThenBy(item => item.Order)],
            [.. items.OrderByDescending(item => (long)item.Bytes * item.Groups).ThenBy(item => item.Order)],
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

        for (int move = 0; move < Moves && best > bound; move++)
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

    private static int LowerBound(IReadOnlyList<MemoryItem> items)
    {
        int groups = items.Max(item => item.LastGroup) + 1;
        return Enumerable.Range(0, groups).Max(g => items.Where(item => item.FirstGroup <= g && g <= item.LastGroup).Sum(item => item.Bytes));
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
        foreach (MemoryItem other in placed)
        {
            if (!item.LivesWith(other))
            {
                continue;
            }

            address = SkipBankEnd(address, item.Bytes);
            if (address + item.Bytes <= other.Address)
            {
                return address;
            }

            address = Math.Max(address, other.Address + other.Bytes);
        }

        return SkipBankEnd(address, item.Bytes);
    }

    private static int SkipBankEnd(int address, int bytes)
    {
        int left = BlobFormat.MaxArrayBytes - (address % BlobFormat.MaxArrayBytes);
        return bytes <= left ? address : address + left;
    }
}
