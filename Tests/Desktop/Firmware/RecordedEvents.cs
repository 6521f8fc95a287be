using System.Collections.Generic;
using Edge.Firmware.Faults;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Keeps the failures that were reported.</summary>
internal sealed class RecordedEvents : IEventLog
{
    public List<(FirmwareError Error, string Where, long Detail)> All { get; } = [];

    public void Error(FirmwareError error, string where, long detail) => All.Add((error, where, detail));
}
