using System;
using Edge.Firmware.Board;
using Edge.Firmware.Energy;
using Edge.Firmware.Faults;
using Edge.Firmware.Logging;
using Edge.Firmware.Settings;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Inference
{
    /// <summary>The end of a wake-up in duty cycle mode: what the cycle costs, then the sleep.</summary>
    internal sealed class SleepCycle
    {
        private const int DefaultMillivolts = 3300;

        private readonly IBoard _board;
        private readonly FirmwareSettings _settings;
        private readonly FirmwareLog _log;

        /// <summary>Sleeps on a board.</summary>
        public SleepCycle(IBoard board, FirmwareSettings settings, FirmwareLog log)
        {
            _board = board;
            _settings = settings;
            _log = log;
        }

        /// <summary>Logs energy per cycle and battery life, if the energy of the inference and the current asleep are known.</summary>
        /// <param name="record">Inference of this wake-up.</param>
        /// <param name="awakeMicroseconds">Time since reset.</param>
        public void LogCycle(InferenceRecord record, long awakeMicroseconds)
        {
            BoardCurrents currents = BoardCurrents.Find(_settings.Chip, _settings.CpuMegahertz);
            int sleepMicroamps = _settings.SleepMicroamps;
            if (sleepMicroamps < 0 && currents != null)
            {
                sleepMicroamps = currents.DeepSleepMicroamps;
            }

            if (record.Nanojoules < 0 || record.TotalMicroseconds <= 0 || awakeMicroseconds <= 0 || sleepMicroamps < 0)
            {
                return;
            }

            int millivolts = currents == null ? DefaultMillivolts : currents.Millivolts;
            var cycle = new DutyCycle(record.Nanojoules, record.TotalMicroseconds, awakeMicroseconds, _settings.PeriodSeconds, sleepMicroamps, millivolts);
            long hours = _settings.BatteryMilliampHours == 0
                ? -1
                : cycle.BatteryHours(_settings.BatteryMilliampHours, _settings.BatteryMillivolts, _settings.BatteryPercent);

            // The sleep is never measured, so the cycle is modelled at best.
            _log.Duty(record.Sequence, cycle, hours, record.Label == "measured" ? "modelled" : record.Label);
        }

        /// <summary>Sleeps deeply for a period. Returns only when that failed; then the period has been waited.</summary>
        public void Sleep()
        {
            int seconds = _settings.PeriodSeconds > 0 ? _settings.PeriodSeconds : 1;
            try
            {
                _board.DeepSleep(seconds);
            }
            catch (Exception)
            {
                // Reported below, like a call that returns.
            }

            _log.Error(FirmwareError.SleepFailed, "sleep", seconds);
            _board.Wait(seconds * 1000);
        }
    }
}
