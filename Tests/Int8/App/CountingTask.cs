using Edge.Firmware.App;
using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Tests.Int8.App
{
    /// <summary>A task of an app of one's own: counts, and fails when it is told to.</summary>
    internal sealed class CountingTask : IFirmwareTask
    {
        private readonly bool _isWanted;
        private readonly bool _fails;
        private IEventLog _log;

        /// <summary>Makes the task.</summary>
        public CountingTask(bool isWanted, bool fails)
        {
            _isWanted = isWanted;
            _fails = fails;
        }

        /// <summary>How often it was opened.</summary>
        public int Opened { get; private set; }

        /// <summary>How often it ran.</summary>
        public int Steps { get; private set; }

        /// <summary>Name of the model it was opened with.</summary>
        public string Model { get; private set; }

        /// <inheritdoc />
        public bool Open(Int8Model model, IBoard board, IStorage card, IEventLog log, IClock clock, IEnergyMeter energyMeter)
        {
            Opened++;
            Model = model.Name;
            _log = log;
            return _isWanted;
        }

        /// <inheritdoc />
        public bool Step()
        {
            Steps++;
            if (_fails)
            {
                _log.Error((FirmwareError)650, "counting", Steps);
            }

            return !_fails;
        }
    }
}
