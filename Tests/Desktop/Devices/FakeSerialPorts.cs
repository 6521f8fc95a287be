using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;

namespace Edge.Tests.Desktop.Devices;

/// <summary>Ports of a machine, each with a line behind it.</summary>
internal sealed class FakeSerialPorts : ISerialPorts
{
    private readonly List<(string Name, ISerialLine Line)> _ports = [];

    /// <summary>Names and speeds that were opened.</summary>
    public List<string> Opened { get; } = [];

    /// <summary>A port that another program has.</summary>
    public string? Busy { get; init; }

    /// <summary>Adds a port.</summary>
    public FakeSerialPorts With(string name, ISerialLine line)
    {
        _ports.Add((name, line));
        return this;
    }

    public IReadOnlyList<string> Names() => [.. _ports.Select(port => port.Name)];

    public ISerialLine Open(string name, int baud)
    {
        Opened.Add($"{name} {baud}");
        if (name == Busy)
        {
            throw new EdgeException(DiagnosticId.PortBusy, name, "in use", "close the other program");
        }

        return _ports.Single(port => port.Name == name).Line;
    }
}
