using System;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>INA226 after SBOS547: current = shunt x calibration / 2048, power = current x bus / 20000 in register units.</summary>
internal sealed class SimulatedIna226 : SimulatedPowerMonitor
{
    public int DieIdentity { get; init; } = 0x2260;

    protected override int PowerOn(int register) => register == 0 ? 0x4127 : 0;

    protected override long Read(int register)
    {
        double shuntVolts = Amperes * ShuntOhms;
        long shunt = (long)Math.Round(Math.Clamp(shuntVolts, -0.08192, 0.0819175) / 2.5e-6);
        long bus = (long)Math.Round(Volts / 1.25e-3);
        long current = shunt * Written(5) / 2048;
        bool overflow = current > 32767;
        return register switch
        {
            1 => shunt & 0xFFFF,
            2 => bus,
            3 => Math.Min(current, 32767) * bus / 20000 & 0xFFFF,
            4 => Math.Min(current, 32767) & 0xFFFF,
            6 => 8 | (overflow ? 4L : 0L),
            0xFE => 0x5449,
            0xFF => DieIdentity,
            _ => Written(register),
        };
    }
}
