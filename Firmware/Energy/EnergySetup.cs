using System;
using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Settings;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Energy
{
    /// <summary>Chooses the energy meter: the power monitor of the settings if it answers, else the table of currents, else none.</summary>
    internal static class EnergySetup
    {
        /// <summary>Chooses and configures.</summary>
        /// <param name="board">Opens the bus.</param>
        /// <param name="settings">Which monitor, and the chip and clock of the table.</param>
        /// <param name="log">Hears why a monitor or a table is not used.</param>
        /// <returns>The energy meter, or null.</returns>
        public static IEnergyMeter Choose(IBoard board, FirmwareSettings settings, IEventLog log)
        {
            PowerMonitor monitor = settings.PowerMonitor == "none" ? null : OpenMonitor(board, settings, log);
            if (monitor != null)
            {
                return monitor;
            }

            BoardCurrents currents = BoardCurrents.Find(settings.Chip, settings.CpuMegahertz);
            if (currents == null)
            {
                log.Error(FirmwareError.UnknownBoard, settings.Chip == null ? board.TargetName : settings.Chip, settings.CpuMegahertz);
                return null;
            }

            return new StateTableEnergyMeter(currents);
        }

        private static PowerMonitor OpenMonitor(IBoard board, FirmwareSettings settings, IEventLog log)
        {
            II2cBus bus = board.OpenI2c(settings);
            if (bus == null)
            {
                log.Error(FirmwareError.PowerMonitorBusError, settings.PowerMonitor, settings.I2cBus);
                return null;
            }

            PowerMonitor monitor;
            try
            {
                monitor = Make(bus, settings);
            }
            catch (ArgumentException)
            {
                log.Error(FirmwareError.PowerMonitorSettingsBad, settings.PowerMonitor, settings.ShuntMicroohms);
                return null;
            }

            FirmwareError error = monitor.Configure();
            if (error != FirmwareError.None)
            {
                log.Error(error, settings.PowerMonitor, settings.PowerMonitorAddress);
                return null;
            }

            return monitor;
        }

        private static PowerMonitor Make(II2cBus bus, FirmwareSettings settings)
        {
            if (settings.PowerMonitor == "ina219")
            {
                return new Ina219(bus, settings.PowerMonitorAddress, settings.Rail, settings.ShuntMicroohms, settings.MaximumMilliamps);
            }

            if (settings.PowerMonitor == "ina226")
            {
                return new Ina226(bus, settings.PowerMonitorAddress, settings.Rail, settings.ShuntMicroohms, settings.MaximumMilliamps);
            }

            return new Ina228(bus, settings.PowerMonitorAddress, settings.Rail, settings.ShuntMicroohms, settings.MaximumMilliamps);
        }
    }
}
