using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Energy
{
    // What the three Texas Instruments monitors share: registers behind a one-byte pointer, most significant byte first.
    // A failed transfer never throws into an inference: it is remembered in Fault and the log prints no energy.

    /// <summary>A power monitor on I2C as an energy meter: <see cref="EnergyLabel.Measured"/>.</summary>
    internal abstract class PowerMonitor : IEnergyMeter
    {
        /// <summary>Bus voltage above which no ESP32 board works; readings that imply more are garbage.</summary>
        protected const int MaximumVolts = 20;

        private const int LongestRegister = 5;

        private readonly II2cBus _bus;
        private readonly int _address;
        private readonly string _source;
        private readonly byte[] _write = new byte[3];
        private readonly byte[] _read = new byte[LongestRegister];

        /// <summary>Keeps the bus and checks the wiring's figures.</summary>
        /// <param name="bus">Bus.</param>
        /// <param name="address">Seven-bit address.</param>
        /// <param name="part">Name of the part.</param>
        /// <param name="rail">Where the shunt sits, e.g. "3V3" or "5V".</param>
        /// <param name="shuntMicroohms">Shunt, 100 to 1,000,000 microohms.</param>
        /// <param name="maximumMilliamps">Largest expected current, 1 to 20,000 mA.</param>
        /// <exception cref="System.ArgumentException">No bus, or an address I2C reserves.</exception>
        protected PowerMonitor(II2cBus bus, int address, string part, string rail, int shuntMicroohms, int maximumMilliamps)
        {
            if (bus == null || address < 0x08 || address > 0x77)
            {
                throw new System.ArgumentException("bus, address");
            }

            _bus = bus;
            _address = address;
            MaximumMilliamps = maximumMilliamps;
            _source = part + " on " + rail + ", shunt " + (shuntMicroohms / 1000).ToString() + " mOhm";
        }

        /// <inheritdoc />
        public EnergyLabel Label
        {
            get { return EnergyLabel.Measured; }
        }

        /// <inheritdoc />
        public string Source
        {
            get { return _source; }
        }

        /// <summary>First thing that went wrong since <see cref="Begin"/>; energy since then is not to be logged.</summary>
        public FirmwareError Fault { get; private set; }

        /// <summary>Largest expected current in milliamperes.</summary>
        protected int MaximumMilliamps { get; }

        /// <summary>Identifies the part, resets it and writes its settings.</summary>
        /// <returns><see cref="FirmwareError.None"/> when the monitor runs.</returns>
        public abstract FirmwareError Configure();

        /// <inheritdoc />
        public void Begin()
        {
            Fault = FirmwareError.None;
            if (!HoldsSettings())
            {
                // A monitor on another supply may lose power while the board does not. If it did not answer, Fault says that already.
                Fail(FirmwareError.PowerMonitorReset);
                Configure();
            }

            OnBegin();
        }

        /// <inheritdoc />
        public abstract long TakeNanojoules(long computeMicroseconds, long weightReadMicroseconds, long idleMicroseconds);

        /// <summary>Asks the monitor whether its range was exceeded since <see cref="Begin"/>. To be called after an inference.</summary>
        /// <returns><see cref="Fault"/>.</returns>
        public FirmwareError Check()
        {
            if (Fault == FirmwareError.None && HasOverflowed())
            {
                Fail(FirmwareError.PowerMonitorOverflow);
            }

            return Fault;
        }

        /// <summary>Temperature of the monitor itself, close to the board's.</summary>
        /// <param name="tenthsCelsius">Tenths of a degree.</param>
        /// <returns>False when the part has no thermometer or does not answer.</returns>
        public virtual bool TryReadTemperature(out int tenthsCelsius)
        {
            tenthsCelsius = 0;
            return false;
        }

        /// <summary>Whether the settings written by <see cref="Configure"/> are still in place.</summary>
        protected abstract bool HoldsSettings();

        /// <summary>Takes the reference for the first interval.</summary>
        protected abstract void OnBegin();

        /// <summary>Reads the part's overflow flag.</summary>
        protected abstract bool HasOverflowed();

        /// <summary>Remembers the first fault.</summary>
        protected void Fail(FirmwareError error)
        {
            if (Fault == FirmwareError.None)
            {
                Fault = error;
            }
        }

        /// <summary>Reads a register of 2 to 5 bytes as an unsigned number.</summary>
        /// <returns>The value, or -1 when the transfer failed (and <see cref="Fault"/> says so).</returns>
        protected long ReadRegister(byte register, int bytes)
        {
            _write[0] = register;
            if (!_bus.Transfer(_address, _write, 1, _read, bytes))
            {
                Fail(FirmwareError.PowerMonitorBusError);
                return -1;
            }

            long value = 0;
            for (int i = 0; i < bytes; i++)
            {
                value = (value << 8) | _read[i];
            }

            return value;
        }

        /// <summary>Writes a 16-bit register.</summary>
        protected bool WriteRegister(byte register, int value)
        {
            _write[0] = register;
            _write[1] = (byte)(value >> 8);
            _write[2] = (byte)value;
            return _bus.Transfer(_address, _write, 3, _read, 0);
        }

        /// <summary>Refuses figures that no board has, before anything is computed from them.</summary>
        /// <exception cref="System.ArgumentException">A figure is out of range.</exception>
        protected static void CheckWiring(int shuntMicroohms, int maximumMilliamps)
        {
            if (shuntMicroohms < 100 || shuntMicroohms > 1000000 || maximumMilliamps < 1 || maximumMilliamps > 20000)
            {
                throw new System.ArgumentException("shunt, current");
            }
        }

        /// <summary>Whole time of an interval; parts of a clock that went backwards count as none.</summary>
        protected static long Elapsed(long computeMicroseconds, long weightReadMicroseconds, long idleMicroseconds)
        {
            long elapsed = computeMicroseconds > 0 ? computeMicroseconds : 0;
            elapsed += weightReadMicroseconds > 0 ? weightReadMicroseconds : 0;
            elapsed += idleMicroseconds > 0 ? idleMicroseconds : 0;
            return elapsed;
        }
    }
}
