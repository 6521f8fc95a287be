using System;

namespace Edge.ModelTools.Scheduling;

/// <summary>Bytes that must lie somewhere from one group to another.</summary>
/// <param name="Bytes">Size, the largest where it changes.</param>
/// <param name="FirstGroup">First group in which it is alive.</param>
/// <param name="LastGroup">Last group in which it is alive.</param>
/// <param name="Order">Breaks ties, so that plans are reproducible.</param>
/// <param name="Assign">Receives the place.</param>
internal sealed record MemoryItem(int Bytes, int FirstGroup, int LastGroup, int Order, Action<Placement> Assign)
{
    /// <summary>The part in use in each group from the first on, where it changes; null where all of it is in use.</summary>
    public (int Start, int End)[]? Parts { get; init; }

    /// <summary>Address in the one space that the banks are cut from.</summary>
    public int Address { get; set; }

    /// <summary>Number of groups in which it is alive.</summary>
    public int Groups => LastGroup - FirstGroup + 1;

    /// <summary>Whether both are alive in some group.</summary>
    public bool LivesWith(MemoryItem other)
    {
        return FirstGroup <= other.LastGroup && other.FirstGroup <= LastGroup;
    }

    /// <summary>Bytes in use in a group.</summary>
    public int BytesIn(int group)
    {
        if (group < FirstGroup || group > LastGroup)
        {
            return 0;
        }

        return Parts is null ? Bytes : Parts[group - FirstGroup].End - Parts[group - FirstGroup].Start;
    }

    /// <summary>The part that is in use in any of the groups in which another is alive, too.</summary>
    public (int Start, int End) PartBeside(MemoryItem other)
    {
        if (Parts is null)
        {
            return (0, Bytes);
        }

        (int Start, int End) part = (Bytes, 0);
        for (int group = Math.Max(FirstGroup, other.FirstGroup); group <= Math.Min(LastGroup, other.LastGroup); group++)
        {
            (int start, int end) = Parts[group - FirstGroup];
            if (end > start)
            {
                part = (Math.Min(part.Start, start), Math.Max(part.End, end));
            }
        }

        return part.End > part.Start ? part : (0, 0);
    }
}
