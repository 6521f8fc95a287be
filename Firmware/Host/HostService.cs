using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Inference;
using Edge.Firmware.Models;
using Edge.Firmware.Settings;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Host
{
    /// <summary>Keeps the host's port open and hands its bytes to the protocol.</summary>
    internal sealed class HostService
    {
        /// <summary>Pause before the port is opened again.</summary>
        public const int RetrySeconds = 10;

        /// <summary>Silence after which the model is loaded without being asked for.</summary>
        public const int QuietMilliseconds = 1000;

        private const int PollMilliseconds = 5;
        private const int BufferBytes = 128;

        private readonly IBoard _board;
        private readonly FirmwareSettings _settings;
        private readonly IEventLog _log;
        private readonly IClock _clock;
        private readonly IStrobe _strobe;
        private readonly ModelWriter _writer;
        private readonly IModelDemand _demand;
        private readonly byte[] _received = new byte[BufferBytes];
        private LoadedModel _model;
        private InferenceRunner _runner;
        private bool _isAttached;
        private int _idlePolls;
        private IHostPort _port;
        private HostProtocol _protocol;

        /// <summary>Makes the service; the port is opened by the first <see cref="Serve"/>.</summary>
        /// <param name="board">Opens the port.</param>
        /// <param name="settings">Port, speed, mode.</param>
        /// <param name="log">Hears of failures.</param>
        /// <param name="clock">Clock of the timestamps.</param>
        /// <param name="strobe">Pin of the timestamps.</param>
        /// <param name="writer">Takes new models, or null.</param>
        /// <param name="demand">Loads the model and calls <see cref="Attach"/>.</param>
        public HostService(IBoard board, FirmwareSettings settings, IEventLog log, IClock clock, IStrobe strobe, ModelWriter writer, IModelDemand demand)
        {
            _board = board;
            _settings = settings;
            _log = log;
            _clock = clock;
            _strobe = strobe;
            _writer = writer;
            _demand = demand;
        }

        /// <summary>Inferences that the host asked for and that failed, since one succeeded.</summary>
        public int FailedInARow { get; private set; }

        /// <summary>Sets the model that answers; null when none could be loaded.</summary>
        /// <param name="model">The model, or null.</param>
        /// <param name="runner">Logs its inferences; null without a model.</param>
        public void Attach(LoadedModel model, InferenceRunner runner)
        {
            _model = model;
            _runner = runner;
            _isAttached = true;
            FailedInARow = 0;
            if (runner != null)
            {
                runner.BeginHostCommand();
            }

            if (_protocol != null)
            {
                _protocol.Attach(model == null ? null : model.Engine, model == null ? null : model.File);
            }
        }

        /// <summary>Answers what has arrived, or waits a moment.</summary>
        public void Serve()
        {
            if (_protocol == null && !Open())
            {
                Demand();
                _board.Wait(RetrySeconds * 1000);
                return;
            }

            int count = _port.Read(_received);
            if (count < 0 || _protocol.HasLinkFailed)
            {
                _log.Error(FirmwareError.HostLinkFailed, _settings.UartPort, 0);
                _protocol = null;
                _board.Wait(RetrySeconds * 1000);
            }
            else if (count == 0)
            {
                _idlePolls++;
                if (_idlePolls >= QuietMilliseconds / PollMilliseconds && (_writer == null || !_writer.IsBusy))
                {
                    Demand();
                }

                _board.Wait(PollMilliseconds);
            }
            else
            {
                _idlePolls = 0;
                Answer(count);
            }
        }

        private void Demand()
        {
            if (!_isAttached)
            {
                _demand.RequireModel();
            }
        }

        private bool Open()
        {
            _port = _board.OpenHost(_settings);
            if (_port == null)
            {
                _log.Error(FirmwareError.HostLinkFailed, _settings.UartPort, _settings.UartRx);
                return false;
            }

            IInferenceEngine engine = _model == null ? null : _model.Engine;
            _protocol = new HostProtocol(_port, engine, _writer, _clock, _strobe, _settings.EnergyMode, _model == null ? null : _model.File, _isAttached ? null : _demand);
            _protocol.Start();
            return true;
        }

        private void Answer(int count)
        {
            int before = _model == null ? 0 : _model.Engine.Log.InferenceCount;
            if (_runner != null)
            {
                _runner.BeginHostCommand();
            }

            _protocol.Receive(_received, 0, count);
            FirmwareError error;
            if (_protocol.TakeLastError(out error))
            {
                FailedInARow++;
                _log.Error(error, "host", before);
            }
            else if (_runner != null && _model.Engine.Log.InferenceCount != before)
            {
                FailedInARow = 0;

                // After the whole command, outside its timestamps: the last inference stands for all.
                _runner.Log();
            }
        }
    }
}
