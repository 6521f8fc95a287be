using System;

namespace Edge.ModelTools.Scheduling;

/// <summary>Bytes that must lie somewhere from one group to another.</summary>
/// <param name="Bytes">Size.</param>
/// <param name="FirstGroup">First group in which it is alive.</param>
/// <param name="LastGroup">Last group in which it is alive.</param>
/// <param name="Order">Breaks ties, so that plans are reproducible.</param>
/// <param name="Assign">Receives the place.</param>
internal sealed record MemoryItem(int Bytes, int FirstGroup, int LastGroup, int Order, Action<Placement> Assign)
{
    /// <summary>Address in the one space that the banks are cut from.</summary>
    public int Address { get; set; }

    /// <summary>Number of groups in which it is alive.</summary>
    public int Groups => LastGroup - FirstGroup + 1;

    /// <summary>Whether both are alive in some group.</summary>
    public bool LivesWith(MemoryItem other)
    {
        return FirstGroup <= other.LastGroup && other.FirstGroup <= LastGroup;
    }
}
