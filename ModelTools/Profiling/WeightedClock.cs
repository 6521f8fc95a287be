using System;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.ModelTools.Profiling;

/// <summary>A clock that shows weighted instructions instead of microseconds, its own native call included.</summary>
internal sealed class WeightedClock : IClock
{
    private readonly Func<double> _weighNow;
    private readonly double _costOfReading;
    private long _readings;

    /// <summary>Makes the clock.</summary>
    /// <param name="weighNow">Weighted instructions so far.</param>
    /// <param name="costOfReading">What reading the device's clock costs.</param>
    public WeightedClock(Func<double> weighNow, double costOfReading)
    {
        _weighNow = weighNow;
        _costOfReading = costOfReading;
    }

    /// <inheritdoc/>
    public long GetMicroseconds()
    {
        _readings++;
        return (long)Math.Round(_weighNow() + (_readings * _costOfReading));
    }
}
