using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Models;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.App
{
    /// <summary>The app's task, while a model runs that it can work with.</summary>
    internal sealed class TaskRunner
    {
        private readonly IFirmwareTask _task;

        /// <summary>Keeps the task; null is none.</summary>
        public TaskRunner(IFirmwareTask task)
        {
            _task = task;
        }

        /// <summary>The task works in place of bare inferences.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>Forgets the model.</summary>
        public void Close()
        {
            IsOpen = false;
        }

        /// <summary>Opens the task, when the board asks for it.</summary>
        public void Open(Int8Engine engine, IBoard board, IStorage card, IEventLog log, MonotonicClock clock, IEnergyMeter energyMeter)
        {
            IsOpen = _task != null && engine != null && _task.Open(engine.Model, board, card, log, clock, energyMeter);
        }

        /// <summary>One round, between two edges of the strobe.</summary>
        /// <returns>False when it failed; the failure has been logged.</returns>
        public bool Run(MonotonicClock clock, IStrobe strobe)
        {
            clock.Reset();
            strobe.SetLow();
            try
            {
                return _task.Step();
            }
            finally
            {
                strobe.SetHigh();
            }
        }
    }
}
