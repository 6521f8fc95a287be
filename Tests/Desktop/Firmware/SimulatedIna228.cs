using System;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>INA228 after SBOS949: current LSB = SHUNT_CAL / (13107.2e6 x shunt), quarter of it in the small range; energy LSB = 51.2 current LSBs.</summary>
internal sealed class SimulatedIna228 : SimulatedPowerMonitor
{
    private const long Counter = 1L << 40;

    private double _energyCounts;

    public bool MemoryGood { get; set; } = true;

    public double Celsius { get; set; } = 25;

    /// <summary>Sets the 40-bit counter, for instance just below its wrap.</summary>
    public void PresetEnergy(long counts) => _energyCounts = counts;

    /// <summary>Lets time pass at the present voltage and current.</summary>
    public void Advance(long microseconds)
    {
        double joules = Volts * Amperes * microseconds * 1e-6;
        _energyCounts += joules / (51.2 * CurrentLsb());
        if (_energyCounts >= Counter)
        {
            _energyCounts -= Counter;
        }
    }

    public override void LosePower()
    {
        base.LosePower();
        _energyCounts = 0;
    }

    protected override int Width(int register) => register switch
    {
        4 or 5 or 7 or 8 => 3,
        9 or 10 => 5,
        _ => 2,
    };

    protected override int PowerOn(int register) => register switch
    {
        1 => 0xFB68,
        2 => 0x1000,
        _ => 0,
    };

    protected override long Read(int register) => register switch
    {
        6 => (long)Math.Round(Celsius / 7.8125e-3) & 0xFFFF,
        9 => (long)_energyCounts,
        0x0B => (MemoryGood ? 1L : 0L) | (Amperes / CurrentLsb() >= 524288 ? 0x200L : 0L),
        0x3E => 0x5449,
        0x3F => 0x2281,
        _ => Written(register),
    };

    private double CurrentLsb()
    {
        double range = (Written(0) & 0x10) != 0 ? 4 : 1;
        return Written(2) / (13107.2e6 * ShuntOhms * range);
    }
}
