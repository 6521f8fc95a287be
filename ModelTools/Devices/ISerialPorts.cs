using System.Collections.Generic;

namespace Edge.ModelTools.Devices;

/// <summary>The serial ports of this machine.</summary>
internal interface ISerialPorts
{
    /// <summary>Names of all ports that a board could be on.</summary>
    IReadOnlyList<string> Names();

    /// <summary>Opens a port, 8N1.</summary>
    /// <exception cref="Diagnostics.EdgeException">No such port, or another program has it.</exception>
    ISerialLine Open(string name, int baud);
}
