using System.Diagnostics;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.ModelTools.Execution;

/// <summary>The desktop's monotonic clock.</summary>
internal sealed class StopwatchClock : IClock
{
    /// <inheritdoc/>
    public long GetMicroseconds()
    {
        return (long)(Stopwatch.GetTimestamp() * (1e6 / Stopwatch.Frequency));
    }
}
