using System;
using Edge.Firmware.Board;
using Edge.Firmware.Energy;
using Edge.Firmware.Faults;
using Edge.Firmware.Logging;
using Edge.Firmware.Models;
using Edge.Firmware.Settings;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Inference
{
    /// <summary>Runs inferences of a loaded model and logs each: strobe, clock, energy, memory, result.</summary>
    internal sealed class InferenceRunner
    {
        private readonly IBoard _board;
        private readonly FirmwareSettings _settings;
        private readonly FirmwareLog _log;
        private readonly MonotonicClock _clock;
        private readonly IEnergyMeter _energyMeter;
        private readonly PowerMonitor _monitor;
        private readonly IStrobe _strobe;
        private readonly IModelEngine _engine;
        private readonly InferenceRecord _record = new InferenceRecord();
        private long _idleMicrowatts = -1;

        /// <summary>Connects a model with what measures it.</summary>
        public InferenceRunner(IBoard board, FirmwareSettings settings, FirmwareLog log, MonotonicClock clock, IEnergyMeter energyMeter, IStrobe strobe, IModelEngine engine)
        {
            _board = board;
            _settings = settings;
            _log = log;
            _clock = clock;
            _energyMeter = energyMeter;
            _monitor = energyMeter as PowerMonitor;
            _strobe = strobe;
            _engine = engine;
            engine.Attach(clock, energyMeter);
        }

        /// <summary>Last inference that was logged.</summary>
        public InferenceRecord Record
        {
            get { return _record; }
        }

        /// <summary>Measures what the board draws while it waits, for the net energy of a measured rail.</summary>
        public void MeasureIdle()
        {
            if (_monitor == null)
            {
                return;
            }

            _clock.Reset();
            _monitor.Begin();
            long start = _clock.GetMicroseconds();
            _board.Wait(IdlePower.MeasureMilliseconds);
            long elapsed = _clock.GetMicroseconds() - start;
            long microwatts = IdlePower.Microwatts(_monitor, elapsed);
            FirmwareError fault = _monitor.Check();
            if (fault != FirmwareError.None)
            {
                _log.Error(fault, _settings.PowerMonitor, 0);
            }
            else if (_clock.SteppedBackMicroseconds == 0)
            {
                _idleMicrowatts = microwatts;
            }
        }

        /// <summary>Runs one inference between two edges of the strobe and logs it.</summary>
        /// <returns>False when it failed; the failure has been logged.</returns>
        public bool RunAndLog()
        {
            _clock.Reset();
            _strobe.SetLow();
            FirmwareError error = _engine.Infer();
            _strobe.SetHigh();
            if (error != FirmwareError.None)
            {
                _log.Error(error, _engine.ModelName, _record.Sequence);
                return false;
            }

            Log();
            return true;
        }

        /// <summary>An inference is about to run that the host has asked for.</summary>
        public void BeginHostCommand()
        {
            _clock.Reset();
        }

        /// <summary>Logs the last inference.</summary>
        public void Log()
        {
            InferenceLog log = _engine.Log;
            bool isClockGood = _clock.SteppedBackMicroseconds == 0;
            if (!isClockGood)
            {
                _log.Error(FirmwareError.ClockWentBack, "clock", _clock.SteppedBackMicroseconds);
            }

            FirmwareError fault = _monitor == null ? FirmwareError.None : _monitor.Check();
            if (fault != FirmwareError.None)
            {
                _log.Error(fault, _settings.PowerMonitor, log.InferenceCount);
            }

            _record.Sequence = log.InferenceCount;
            _record.Model = _engine.ModelName;
            _record.TakeTimes(log, isClockGood);
            _record.TakeEnergy(log, _energyMeter, fault == FirmwareError.None, _idleMicrowatts);
            _record.Times.Add(_record.TotalMicroseconds);
            _record.Energies.Add(_record.Nanojoules);
            _record.PeakSramBytes = _engine.PeakSramBytes;
            _record.FreeBytes = _board.FreeBytes();
            _record.CpuMegahertz = _settings.CpuMegahertz > 0 ? _settings.CpuMegahertz : -1;
            int tenths = 0;
            _record.HasTemperature = _monitor != null && fault == FirmwareError.None && _monitor.TryReadTemperature(out tenths);
            _record.TemperatureTenths = tenths;
            TakeResult();
            _log.Inference(_record);
            if (_settings.LogGroups)
            {
                _log.Groups(_record.Sequence, log, _record.Nanojoules >= 0);
            }
        }

        private void TakeResult()
        {
            int top = 0;
            double best = _engine.GetResult(0);
            for (int i = 1; i < _engine.ResultCount; i++)
            {
                double value = _engine.GetResult(i);
                if (value > best)
                {
                    best = value;
                    top = i;
                }
            }

            _record.TopClass = top;
            _record.TopPermille = _engine.GetPermille(top);
            _record.TopThousandths = (long)(best < 0 ? (best * 1000) - 0.5 : (best * 1000) + 0.5);
        }
    }
}
