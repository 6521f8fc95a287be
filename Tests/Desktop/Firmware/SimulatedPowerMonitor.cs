using System;
using System.Collections.Generic;
using Edge.Firmware.Board;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>
/// A register-level power monitor on a bus: a pointer byte, then registers of their own width, most significant byte first.
/// The parts below turn volts and amperes into register values by the formulas of their data sheets, in floating point,
/// independently of the drivers.
/// </summary>
internal abstract class SimulatedPowerMonitor : II2cBus
{
    private readonly Dictionary<int, long> _written = [];

    /// <summary>Address the part answers at.</summary>
    public int Address { get; init; } = 0x40;

    public double ShuntOhms { get; init; } = 0.1;

    public double Volts { get; set; } = 3.3;

    public double Amperes { get; set; }

    /// <summary>False: the address is not acknowledged.</summary>
    public bool Present { get; set; } = true;

    /// <summary>Every read returns this byte, whatever the register: a bus held high or low.</summary>
    public byte? Stuck { get; set; }

    /// <summary>Transfers so far.</summary>
    public int Transfers { get; private set; }

    /// <summary>The transfer with this number (counted from 1) fails once.</summary>
    public int FailingTransfer { get; set; } = -1;

    public int Written(int register) => _written.TryGetValue(register, out long value) ? (int)value : PowerOn(register);

    /// <summary>As after a power cut of the part alone.</summary>
    public virtual void LosePower() => _written.Clear();

    public bool Transfer(int address, byte[] write, int writeCount, byte[] read, int readCount)
    {
        Transfers++;
        if (!Present || address != Address || Transfers == FailingTransfer)
        {
            return false;
        }

        if (Stuck is byte stuck)
        {
            Array.Fill(read, stuck, 0, readCount);
            return true;
        }

        int register = write[0];
        if (writeCount == 3)
        {
            int value = (write[1] << 8) | write[2];
            if (IsReset(register, value))
            {
                LosePower();
            }
            else
            {
                _written[register] = value;
            }
        }

        if (readCount > 0)
        {
            long value = Read(register);
            int width = Width(register);
            for (int i = 0; i < readCount; i++)
            {
                read[i] = i < width ? (byte)(value >> (8 * (width - 1 - i))) : (byte)0xFF;
            }
        }

        return true;
    }

    protected abstract int PowerOn(int register);

    protected abstract long Read(int register);

    protected virtual int Width(int register) => 2;

    protected virtual bool IsReset(int register, int value) => register == 0 && (value & 0x8000) != 0;
}
