using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>
/// The bands of a tensor and of those that take its place row by row, one after the other (<see cref="RowOverlay"/>). Bands of the same
/// index lie over each other and make one item, whose size changes from group to group.
/// </summary>
internal sealed class JointBands
{
    /// <summary>Most bands that a result lies ahead of the tensor whose place it takes: rows that are still needed lie in few small bands.</summary>
    private const int MostShift = 6;

    private readonly List<BandMember> _members = [];

    /// <summary>Begins with the oldest tensor, whose bands are laid out.</summary>
    public JointBands(BandMember oldest)
    {
        oldest.Buffer.Over = null;
        _members.Add(oldest);
    }

    /// <summary>Lays the bands of the next tensor over those of the last, in as many as take the least memory; false where that saves none.</summary>
    public bool TryAdd(BandMember member)
    {
        BandMember target = _members[^1];
        BufferPlan buffer = member.Buffer;
        int bestBytes = target.Buffer.Bytes + buffer.Bytes;
        (int BandRows, int Offset, int FirstPlace)? best = null;
        for (int shift = 0; shift <= MostShift; shift++)
        {
            for (int bands = 1; bands <= target.Bands + shift; bands++)
            {
                buffer.BandRows = (buffer.RingRows + bands - 1) / bands;
                member.FirstPlace = target.FirstPlace - shift;
                member.Offset = target.Offset - buffer.Overlay!.LeadBytes(buffer, buffer.BandRows, target.Buffer.BandRows, shift);
                BandMember[] both = [target, member];
                int bytes = Places(both).Sum(place => Extent(both, place));
                if (bytes < bestBytes && Places(both).All(place => Extent([.. _members, member], place) <= BlobFormat.MaxArrayBytes))
                {
                    bestBytes = bytes;
                    best = (buffer.BandRows, member.Offset, member.FirstPlace);
                }
            }
        }

        if (best is null)
        {
            return false;
        }

        (buffer.BandRows, member.Offset, member.FirstPlace) = best.Value;
        buffer.Over = buffer.Overlay!.Target;
        _members.Add(member);
        return true;
    }

    /// <summary>Adds an item for each place.</summary>
    public void AddItems(List<MemoryItem> items)
    {
        foreach (BandMember member in _members)
        {
            member.Buffer.Bands = [.. new Placement[member.Bands]];
        }

        foreach (int each in Places([.. _members]))
        {
            int place = each;
            BandMember[] alive = [.. _members.Where(member => member.IsAt(place))];
            int start = alive.Min(member => member.Offset);
            int first = alive.Min(member => member.FirstGroup);
            int last = alive.Max(member => member.LastGroup);
            items.Add(new MemoryItem(Extent(alive, place), first, last, items.Count, address => Assign(alive, place, start, address))
            {
                Parts = alive.Length == 1 ? null : [.. Enumerable.Range(first, last - first + 1).Select(group => Part(alive, place, start, group))],
            });
        }
    }

    /// <summary>What a group uses of a place.</summary>
    private static (int Start, int End) Part(BandMember[] members, int place, int start, int group)
    {
        BandMember[] used = [.. members.Where(member => member.FirstGroup <= group && group <= member.LastGroup)];
        return used.Length == 0 ? (0, 0) : (used.Min(member => member.Offset) - start, used.Max(member => member.Offset + member.BytesAt(place)) - start);
    }

    private static IEnumerable<int> Places(BandMember[] members)
    {
        int first = members.Min(member => member.FirstPlace);
        return Enumerable.Range(first, members.Max(member => member.FirstPlace + member.Bands) - first);
    }

    private static void Assign(BandMember[] members, int place, int start, Placement address)
    {
        foreach (BandMember member in members)
        {
            member.Buffer.Bands[place - member.FirstPlace] = address.Next(member.Offset - start);
        }
    }

    /// <summary>Bytes from where the first of some begins to where the last of them ends.</summary>
    private static int Extent(BandMember[] members, int place)
    {
        int start = int.MaxValue;
        int end = int.MinValue;
        foreach (BandMember member in members)
        {
            if (member.IsAt(place))
            {
                start = Math.Min(start, member.Offset);
                end = Math.Max(end, member.Offset + member.BytesAt(place));
            }
        }

        return end < start ? 0 : end - start;
    }
}
