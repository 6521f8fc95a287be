using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Devices;

/// <summary>Which port is meant. Never a guess: with several ports the user says which.</summary>
internal static class PortChoice
{
    /// <summary>The port.</summary>
    /// <param name="named">What the user named, or null. It is taken as it is: opening it tells whether it exists.</param>
    /// <param name="ports">Ports of the machine.</param>
    /// <exception cref="EdgeException">None, or several and none named.</exception>
    public static string Resolve(string? named, ISerialPorts ports)
    {
        if (named is not null)
        {
            return named;
        }

        IReadOnlyList<string> names = ports.Names();
        return names.Count switch
        {
            1 => names[0],
            0 => throw new EdgeException(
                DiagnosticId.NoBoard,
                "--port",
                "this machine has no serial port",
                "connect the board with a cable that carries data and install the driver of its USB chip (CP210x or CH340), docs/boards.md step 1"),
            _ => throw new EdgeException(
                DiagnosticId.SeveralPorts,
                "--port",
                $"there are {names.Count} ports ({string.Join(", ", names)})",
                "say which with --port; unplug the board and look which one goes"),
        };
    }
}
