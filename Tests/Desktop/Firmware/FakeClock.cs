using Edge.Runtime.Int8.Telemetry;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>A clock that moves by a fixed step at each reading, or as a test says.</summary>
internal sealed class FakeClock(long step = 1000) : IClock
{
    public long Now { get; set; }

    public long GetMicroseconds() => Now += step;
}
