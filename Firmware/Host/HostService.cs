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

        private const int PollMilliseconds = 5;
        private const int BufferBytes = 128;

        private readonly IBoard _board;
        private readonly FirmwareSettings _settings;
        private readonly IEventLog _log;
        private readonly IClock _clock;
        private readonly IStrobe _strobe;
        private readonly ModelWriter _writer;
        private readonly LoadedModel _model;
        private readonly InferenceRunner _runner;
        private readonly byte[] _received = new byte[BufferBytes];
        private IHostPort _port;
        private HostProtocol _protocol;

        /// <summary>Makes the service; the port is opened by the first <see cref="Serve"/>.</summary>
        /// <param name="board">Opens the port.</param>
        /// <param name="settings">Port, speed, mode.</param>
        /// <param name="log">Hears of failures.</param>
        /// <param name="clock">Clock of the timestamps.</param>
        /// <param name="strobe">Pin of the timestamps.</param>
        /// <param name="writer">Takes new models, or null.</param>
        /// <param name="model">The model, or null.</param>
        /// <param name="runner">Logs inferences; null without a model.</param>
        public HostService(IBoard board, FirmwareSettings settings, IEventLog log, IClock clock, IStrobe strobe, ModelWriter writer, LoadedModel model, InferenceRunner runner)
        {
            _board = board;
            _settings = settings;
            _log = log;
            _clock = clock;
            _strobe = strobe;
            _writer = writer;
            _model = model;
            _runner = runner;
        }

        /// <summary>Answers what has arrived, or waits a moment.</summary>
        public void Serve()
        {
            if (_protocol == null && !Open())
            {
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
                _board.Wait(PollMilliseconds);
            }
            else
            {
                Answer(count);
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
            _protocol = new HostProtocol(_port, engine, _writer, _clock, _strobe, _settings.EnergyMode, _model == null ? null : _model.File);
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
                _log.Error(error, "host", before);
            }
            else if (_runner != null && _model.Engine.Log.InferenceCount != before)
            {
                // After the whole command, outside its timestamps: the last inference stands for all.
                _runner.Log();
            }
        }
    }
}
