using System;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>INA219 after SBOS448: current = shunt x calibration / 4096, power = current x bus / 5000 in register units.</summary>
internal sealed class SimulatedIna219 : SimulatedPowerMonitor
{
    protected override int PowerOn(int register) => register == 0 ? 0x399F : 0;

    protected override long Read(int register)
    {
        int gain = (Written(0) >> 11) & 3;
        double fullScale = 0.04 * (1 << gain);
        double shuntVolts = Amperes * ShuntOhms;
        bool overflow = Math.Abs(shuntVolts) > fullScale;
        long shunt = (long)Math.Round(Math.Clamp(shuntVolts, -fullScale, fullScale) / 10e-6);
        long bus = (long)Math.Round(Volts / 4e-3);
        long current = shunt * Written(5) / 4096;
        return register switch
        {
            1 => shunt & 0xFFFF,
            2 => (bus << 3) | 2 | (overflow ? 1L : 0L),
            3 => current * bus / 5000 & 0xFFFF,
            4 => current & 0xFFFF,
            _ => Written(register),
        };
    }
}
