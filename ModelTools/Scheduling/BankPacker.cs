using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// Gives items addresses so that those that live at the same time do not overlap (dynamic storage allocation, which is NP-hard).
/// Each order of the items makes one packing, first fit at the lowest free address; several orders are tried (largest first, as
/// TFLM's memory planner does; longest-lived first; largest in bytes times groups; those of the largest group first), and then the item at the top of the best
/// packing is moved to the front, again and again. The search ends at the lower bound, the most bytes alive in one group, or where it is
/// good enough.
/// </summary>
internal sealed class BankPacker
{
    private const int MostMoves = 120;

    /// <summary>Neighbours that are looked at: what a packing may take.</summary>
    private const int MostWork = 400_000;

    private readonly IReadOnlyList<MemoryItem> _items;
    private readonly int[] _addresses;
    private readonly bool[] _isPlaced;
    private readonly List<Neighbour>[] _neighbours;
    private readonly int[] _lows;
    private readonly int[] _highs;
    private int _work;
    private int[] _bestAddresses = [];
    private int _bestPeak = int.MaxValue;

    private BankPacker(IReadOnlyList<MemoryItem> items)
    {
        _lows = new int[items.Count];
        _highs = new int[items.Count];
        _items = items;
        _addresses = new int[items.Count];
        _isPlaced = new bool[items.Count];
        _neighbours = [.. items.Select(_ => new List<Neighbour>())];
        for (int i = 0; i < items.Count; i++)
        {
            for (int other = 0; other < i; other++)
            {
                AddNeighbours(i, other);
            }
        }
    }

    /// <summary>Sets <see cref="MemoryItem.Address"/> of all items. Banks are consecutive pieces of one space; no item straddles two.</summary>
    /// <param name="items">The items.</param>
    /// <param name="goal">A first address above all items that is good enough.</param>
    /// <returns>The first address above all items.</returns>
    public static int Pack(IReadOnlyList<MemoryItem> items, int goal = 0)
    {
        return items.Count == 0 ? 0 : new BankPacker(items).Search(goal);
    }

    private int Search(int goal)
    {
        int[] alive = AliveBytes(_items);
        int bound = Math.Max(alive.Max(), goal);
        int[] most = [.. _items.Select(item => alive[item.FirstGroup..(item.LastGroup + 1)].Max())];
        IEnumerable<int> all = Enumerable.Range(0, _items.Count);
        List<int>[] orders =
        [
            [.. all.OrderByDescending(i => _items[i].Bytes).ThenBy(i => _items[i].FirstGroup).ThenBy(i => _items[i].Order)],
            [.. all.OrderByDescending(i => _items[i].Groups).ThenByDescending(i => _items[i].Bytes).ThenBy(i => _items[i].Order)],
            [.. all.OrderByDescending(i => (long)_items[i].Bytes * _items[i].Groups).ThenBy(i => _items[i].Order)],
            [.. all.OrderByDescending(i => most[i]).ThenByDescending(i => _items[i].Groups).ThenByDescending(i => _items[i].Bytes).ThenBy(i => _items[i].Order)],
            [.. all.OrderByDescending(i => most[i]).ThenByDescending(i => _items[i].Bytes).ThenBy(i => _items[i].Order)],
        ];
        List<int> current = orders[0];
        foreach (List<int> order in orders)
        {
            if (_bestPeak > bound && Improve(order))
            {
                current = order;
            }
        }

        for (int move = 0; move < MostMoves && _work < MostWork && _bestPeak > bound; move++)
        {
            // The item that reaches highest goes first: it gets a low address, and others have to go around it.
            int top = current.MaxBy(i => _addresses[i] + _items[i].Bytes);
            current.Remove(top);
            current.Insert(0, top);
            Improve(current);
        }

        for (int i = 0; i < _items.Count; i++)
        {
            _items[i].Address = _bestAddresses[i];
        }

        return _bestPeak;
    }

    private bool Improve(List<int> order)
    {
        int peak = FirstFit(order);
        if (peak >= _bestPeak)
        {
            return false;
        }

        _bestPeak = peak;
        _bestAddresses = [.. _addresses];
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

    private int FirstFit(List<int> order)
    {
        Array.Clear(_isPlaced);
        int peak = 0;
        foreach (int i in order)
        {
            _addresses[i] = FindAddress(i);
            _isPlaced[i] = true;
            peak = Math.Max(peak, _addresses[i] + _items[i].Bytes);
        }

        return peak;
    }

    /// <summary>Lowest address where an item fits between those that have their place, without crossing a bank's end.</summary>
    private int FindAddress(int item)
    {
        int count = 0;
        foreach (Neighbour other in _neighbours[item])
        {
            if (_isPlaced[other.Item] && _addresses[other.Item] + other.Above > 0)
            {
                _lows[count] = _addresses[other.Item] + other.Below;
                _highs[count++] = _addresses[other.Item] + other.Above;
            }
        }

        // Nothing between the two ends is free: one pass by the lower ends finds the first gap.
        _work += _neighbours[item].Count + count;
        Array.Sort(_lows, _highs, 0, count);
        int address = SkipBankEnd(0, _items[item].Bytes);
        for (int i = 0; i < count && _lows[i] < address; i++)
        {
            if (_highs[i] > address)
            {
                address = SkipBankEnd(_highs[i], _items[item].Bytes);
            }
        }

        return address;
    }

    /// <summary>Notes two items that are in use at the same time.</summary>
    private void AddNeighbours(int one, int other)
    {
        if (!_items[one].LivesWith(_items[other]))
        {
            return;
        }

        (int start, int end) = _items[one].PartBeside(_items[other]);
        (int otherStart, int otherEnd) = _items[other].PartBeside(_items[one]);
        if (end > start && otherEnd > otherStart)
        {
            _neighbours[one].Add(new Neighbour(other, otherStart - end, otherEnd - start));
            _neighbours[other].Add(new Neighbour(one, start - otherEnd, end - otherStart));
        }
    }

    private static int SkipBankEnd(int address, int bytes)
    {
        int left = BlobFormat.MaxArrayBytes - (address % BlobFormat.MaxArrayBytes);
        return bytes <= left ? address : address + left;
    }

    /// <summary>An item in use at the same time as another, whose address must not lie between two that are relative to its own.</summary>
    private readonly record struct Neighbour(int Item, int Below, int Above);
}
