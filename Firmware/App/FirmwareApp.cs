using System;
using Edge.Firmware.Board;
using Edge.Firmware.Energy;
using Edge.Firmware.Faults;
using Edge.Firmware.Host;
using Edge.Firmware.Inference;
using Edge.Firmware.Logging;
using Edge.Firmware.Models;
using Edge.Firmware.Settings;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8.Telemetry;
using Edge.Runtime.Int8.Weights;

namespace Edge.Firmware.App
{
    // Never dies of an exception: each step is guarded, every failure is a line with a code. The safe state is: strobe high,
    // no inference, an error line a minute (a sleep of one period in duty cycle mode), and another try to find a model;
    // in host mode the host goes on being answered, so that it can send a new model.

    /// <summary>The app: starts, finds its model, then infers, serves the host, or sleeps.</summary>
    internal sealed class FirmwareApp : IModelDemand
    {
        /// <summary>Version in the boot line.</summary>
        public const string Version = "0.1.0";

        /// <summary>Failed steps in a row after which the app goes to its safe state.</summary>
        public const int FailuresUntilSafe = 3;

        /// <summary>How often the safe state reports itself.</summary>
        public const int SafeStateSeconds = 60;

        private const int HashBytesInLog = 8;

        private readonly IBoard _board;
        private readonly IEngineFactory _factory;
        private readonly WeightSource _embedded;
        private readonly byte[] _sample;
        private readonly TaskRunner _task;
        private readonly byte[] _publicKey;
        private readonly FirmwareLog _log;
        private readonly MonotonicClock _clock;
        private readonly FirmwareSettings _settings = new FirmwareSettings();
        private IEnergyMeter _energyMeter;
        private IStrobe _strobe = new NoStrobe();
        private ModelKeeper _keeper;
        private LoadedModel _model;
        private InferenceRunner _runner;
        private HostService _host;
        private int _failures;
        private int _done;

        /// <summary>Makes the app; nothing is opened yet.</summary>
        /// <param name="board">Board.</param>
        /// <param name="factory">Makes engines.</param>
        /// <param name="embedded">Model in the app, or null.</param>
        /// <param name="sample">Input for it, or null.</param>
        /// <param name="task">What is done in place of bare inferences where the board asks for it, or null.</param>
        /// <param name="publicKey">Key that models from outside the app must be signed with, or null: then anybody may replace them.</param>
        public FirmwareApp(IBoard board, IEngineFactory factory, WeightSource embedded, byte[] sample, IFirmwareTask task, byte[] publicKey = null)
        {
            _board = board;
            _factory = factory;
            _embedded = embedded;
            _sample = sample;
            _task = new TaskRunner(task);
            _publicKey = publicKey;
            _log = new FirmwareLog(board.Log);
            _clock = new MonotonicClock(board.Clock);
        }

        /// <summary>No model runs, or inferences keep failing.</summary>
        public bool IsSafe { get; private set; }

        /// <summary>Settings in force.</summary>
        public FirmwareSettings Settings
        {
            get { return _settings; }
        }

        /// <summary>Reads settings, opens what they name, loads the model. Never throws.</summary>
        public void Start()
        {
            try
            {
                IStorage storage = _board.InternalStorage;
                SettingsReader.Read(storage, _settings, _log);
                BoardProfile profile = BoardProfile.Find(_board.TargetName);
                if (profile != null)
                {
                    profile.Complete(_settings);
                }

                _log.Form = _settings.Form;
                _log.Header();
                _energyMeter = EnergySetup.Choose(_board, _settings, _log);
                _keeper = new ModelKeeper(_board, _factory, _embedded, _publicKey, profile == null ? null : profile.Chip, _log);
                _log.Boot(Version, _board.TargetName + " " + _board.FirmwareVersion, _settings.Chip, _settings.CpuMegahertz, _board.WakeCause, _energyMeter, _keeper.TrustName);
                _strobe = StrobeSetup.Open(_board, _settings, _log);
            }
            catch (Exception exception)
            {
                Report(exception);
            }

            if (_settings.Mode != FirmwareMode.Host)
            {
                LoadModel();
            }
        }

        /// <summary>One round of the main loop. Never throws.</summary>
        /// <returns>False when the loop has run as often as the settings say.</returns>
        public bool Step()
        {
            try
            {
                if (_settings.Mode == FirmwareMode.Host)
                {
                    ServeHost();
                }
                else if (IsSafe)
                {
                    StaySafe();
                }
                else
                {
                    InferOnce();
                }
            }
            catch (Exception exception)
            {
                Report(exception);
                CountFailure();
                if (IsSafe)
                {
                    // Not again at once: a failure that repeats must not fill the log.
                    _board.Wait(SafeStateSeconds * 1000);
                }
            }

            return _settings.Mode != FirmwareMode.Loop || _settings.Count == 0 || _done < _settings.Count;
        }

        private void LoadModel()
        {
            try
            {
                _model = null;
                _runner = null;
                _task.Close();
                _model = _keeper.Load(_settings);
                IsSafe = _model == null;
                if (_model == null)
                {
                    return;
                }

                IModelEngine engine = _model.Engine;
                _runner = new InferenceRunner(_board, _settings, _log, _clock, _energyMeter, _strobe, engine);
                string input = SampleInput.Fill(engine, _sample);
                _log.Model(
                    engine.ModelName,
                    _model.File,
                    _model.Version,
                    engine.ModelBytes,
                    engine.Log.GroupCount,
                    engine.PeakSramBytes,
                    _board.FreeBytes(),
                    _settings.Mode == FirmwareMode.Host ? "host" : input,
                    _factory.KernelsName,
                    _model.Hash == null ? null : HexText.Of(_model.Hash, HashBytesInLog));
                _runner.MeasureIdle();
                if (_settings.Mode != FirmwareMode.Host)
                {
                    _task.Open(engine as Int8Engine, _board, _keeper.Card, _log, _clock, _energyMeter);
                }

                _failures = 0;
                RequireHeadroom(engine);
            }
            catch (Exception exception)
            {
                Report(exception);
                IsSafe = true;
                _runner = null;
            }
        }

        // What the loop needs is allocated now, and nothing that comes later is kept: as much stays free as is free here.
        private void RequireHeadroom(IModelEngine engine)
        {
            if (!_board.HasFree(engine.HeadroomBytes))
            {
                _log.Error(FirmwareError.HeadroomMissing, engine.ModelName, engine.HeadroomBytes);
                IsSafe = true;
            }
        }

        // The host is answered before any model is loaded, so that one that hangs can be replaced; it is loaded when the host asks for
        // something of it, or is quiet.
        private void ServeHost()
        {
            if (_host == null)
            {
                _host = new HostService(_board, _settings, _log, _clock, _strobe, _keeper.MakeWriter(), this);
            }

            _host.Serve();
            if (_host.FailedInARow >= FailuresUntilSafe && _keeper.Distrust(FailuresUntilSafe))
            {
                RequireModel();
            }
        }

        /// <inheritdoc />
        public void RequireModel()
        {
            LoadModel();
            _host.Attach(_runner == null ? null : _model, _runner);
        }

        private void InferOnce()
        {
            bool succeeded = _task.IsOpen ? _task.Run(_clock, _strobe) : _runner.RunAndLog();
            _done++;
            if (succeeded)
            {
                _failures = 0;
            }
            else
            {
                CountFailure();
            }

            if (_settings.Mode == FirmwareMode.DutyCycle)
            {
                // One inference a boot: what counts failures has to outlive the reset.
                if (_keeper.CountBoot(!succeeded) >= FailuresUntilSafe)
                {
                    _keeper.Distrust(FailuresUntilSafe);
                }

                var cycle = new SleepCycle(_board, _settings, _log);
                if (succeeded && !_task.IsOpen)
                {
                    cycle.LogCycle(_runner.Record, _clock.GetMicroseconds());
                }

                cycle.Sleep();
            }
            else if (_settings.PeriodSeconds > 0 && (_settings.Count == 0 || _done < _settings.Count))
            {
                _board.Wait(_settings.PeriodSeconds * 1000);
            }
        }

        private void StaySafe()
        {
            _strobe.SetHigh();
            _log.Error(FirmwareError.SafeState, "app", _log.ErrorCount);
            if (_settings.Mode == FirmwareMode.DutyCycle)
            {
                new SleepCycle(_board, _settings, _log).Sleep();
            }
            else
            {
                _board.Wait(SafeStateSeconds * 1000);
            }

            LoadModel();
        }

        private void CountFailure()
        {
            _failures++;
            if (_failures < FailuresUntilSafe)
            {
                return;
            }

            IsSafe = true;
            if (_keeper != null && _keeper.Distrust(_failures))
            {
                LoadModel();
            }
        }

        private void Report(Exception exception)
        {
            bool isMemory = exception is OutOfMemoryException;
            _log.Error(isMemory ? FirmwareError.OutOfMemory : FirmwareError.Unexpected, isMemory ? "heap" : exception.GetType().Name, _done);
        }
    }
}
