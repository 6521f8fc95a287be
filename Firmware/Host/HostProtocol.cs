using Edge.Firmware.Board;
using Edge.Firmware.Faults;
using Edge.Firmware.Models;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Firmware.Host
{
    // The device's side of the MLPerf Tiny / EEMBC EnergyRunner protocol, written from the public reference
    // (mlcommons/tiny benchmark/api, eembc/energyrunner README): commands ended by '%', answers of CR LF lines of which
    // "m-ready" is the last. Texts that the official host parses are the reference's own. Where the reference runs on
    // into undefined behaviour (bytes beyond the buffer, an input that is too short, an empty command) this side answers
    // an "e-[...]" line instead.

    /// <summary>Answers the commands of a host, byte by byte, without any hardware.</summary>
    internal sealed class HostProtocol
    {
        /// <summary>What the official host expects behind <c>profile%</c>.</summary>
        public const string Profile = "ULPMark for tinyML Firmware V0.0.1";

        // The reference's default when a person leaves it out; the official host always sends the number.
        private const int DefaultWarmups = 10;
        private const string NotLoaded = "not loaded yet";

        private readonly HostCommand _command = new HostCommand();
        private readonly HostWriter _writer;
        private readonly HostModelUpload _upload;
        private readonly IClock _clock;
        private readonly IStrobe _strobe;
        private readonly bool _energyMode;
        private HostBuffer _buffer;
        private IInferenceEngine _engine;
        private IModelDemand _demand;
        private FirmwareError _lastError;

        /// <summary>Makes the protocol; <see cref="Start"/> announces it.</summary>
        /// <param name="link">Way to the host.</param>
        /// <param name="engine">The model, or null when none could be loaded.</param>
        /// <param name="models">Receives new models, or null without storage.</param>
        /// <param name="clock">Clock of the timestamps.</param>
        /// <param name="strobe">Pin of the timestamps in energy mode.</param>
        /// <param name="energyMode">True: a timestamp is an edge of the pin. False: it is a line with microseconds.</param>
        /// <param name="modelFile">Where the model came from, or null; answered to <c>model which</c>.</param>
        /// <param name="demand">Loads the model when a command needs it, by <see cref="Attach"/>; null when there is nothing left to load.</param>
        public HostProtocol(IHostLink link, IInferenceEngine engine, ModelWriter models, IClock clock, IStrobe strobe, bool energyMode, string modelFile, IModelDemand demand = null)
        {
            _writer = new HostWriter(link);
            _upload = new HostModelUpload(_writer, models, NotLoaded);
            _demand = demand;
            if (demand == null)
            {
                Attach(engine, modelFile);
            }

            _clock = clock;
            _strobe = strobe;
            _energyMode = energyMode;
        }

        /// <summary>Sets the model that answers.</summary>
        /// <param name="engine">The model, or null when none could be loaded.</param>
        /// <param name="modelFile">Where it came from, or null.</param>
        public void Attach(IInferenceEngine engine, string modelFile)
        {
            _demand = null;
            _engine = engine;
            _buffer = engine == null ? null : new HostBuffer(_writer, engine);
            _upload.Running = modelFile;
        }

        /// <summary>The link has failed.</summary>
        public bool HasLinkFailed
        {
            get { return _writer.HasFailed; }
        }

        /// <summary>Whether an inference that the host asked for has failed since the last call.</summary>
        /// <param name="error">Why.</param>
        public bool TakeLastError(out FirmwareError error)
        {
            error = _lastError;
            _lastError = FirmwareError.None;
            return error != FirmwareError.None;
        }

        /// <summary>Says what the reference says after power-on; the host waits for its last line.</summary>
        public void Start()
        {
            _strobe.SetHigh();
            _writer.Line(_energyMode ? "m-timestamp-mode-energy" : "m-timestamp-mode-performance");
            Timestamp();
            _writer.Line("m-init-done");
            _writer.Line("m-ready");
        }

        /// <summary>Takes bytes from the host and answers every command they complete.</summary>
        public void Receive(byte[] data, int index, int count)
        {
            for (int i = index; i < index + count; i++)
            {
                if (_command.Add(data[i]))
                {
                    Dispatch();
                    _command.Clear();
                    _writer.Line("m-ready");
                }
            }
        }

        private void Dispatch()
        {
            if (_command.IsTooLong)
            {
                _writer.Line("e-[Command too long]");
                return;
            }

            if (_command.IsGarbled)
            {
                _writer.Line("e-[Command has a byte that is not printable ASCII]");
                return;
            }

            string word = _command.NextWord();
            if (word == null)
            {
                // The official host sends a lone '%' to flush what an interrupted command left behind.
                return;
            }

            if (_demand != null && (word == "profile" || word == "db" || word == "infer" || word == "results"))
            {
                _demand.RequireModel();
            }

            if (word == "name")
            {
                _writer.Line("m-name-dut-[edge]");
            }
            else if (word == "timestamp")
            {
                Timestamp();
            }
            else if (word == "profile")
            {
                _writer.Line("m-profile-[" + Profile + "]");
                _writer.Line("m-model-[" + (_engine == null ? "none" : _engine.ModelName) + "]");
            }
            else if (word == "help")
            {
                HostHelp.Write(_writer);
            }
            else if (word == "model")
            {
                _upload.Run(_command);
            }
            else if (word == "db" || word == "infer" || word == "results")
            {
                DispatchToEngine(word);
            }
            else
            {
                _writer.Line("e-[Unknown command: " + word + "]");
            }
        }

        private void DispatchToEngine(string word)
        {
            if (_engine == null)
            {
                _writer.Put("e-[No model: error ");
                _writer.PutNumber((int)FirmwareError.NoModel);
                _writer.Line("]");
            }
            else if (word == "db")
            {
                _buffer.Run(_command);
            }
            else if (word == "infer")
            {
                ParseInfer();
            }
            else
            {
                Results();
            }
        }

        private void ParseInfer()
        {
            string first = _command.NextWord();
            string second = first == null ? null : _command.NextWord();
            int iterations = first == null ? 1 : HostCommand.ParseNumber(first);
            int warmups = second == null ? DefaultWarmups : HostCommand.ParseNumber(second);
            if (iterations <= 0)
            {
                _writer.Line("e-[Inference iterations must be >0]");
            }
            else if (warmups < 0)
            {
                _writer.Line("e-[Inference warmup must be >=0]");
            }
            else if (_buffer.IsIncomplete || !_engine.HasInput)
            {
                _writer.Put("e-[Input db has ");
                _writer.PutNumber(_buffer.Received);
                _writer.Put(" bytes, expected ");
                _writer.PutNumber(_engine.InputBytes);
                _writer.Line("]");
            }
            else
            {
                Infer(iterations, warmups);
            }
        }

        private void Infer(int iterations, int warmups)
        {
            _writer.Put("m-warmup-start-");
            _writer.PutNumber(warmups);
            _writer.EndLine();
            if (!Repeat(warmups))
            {
                return;
            }

            _writer.Line("m-warmup-done");
            _writer.Put("m-infer-start-");
            _writer.PutNumber(iterations);
            _writer.EndLine();
            Timestamp();
            if (!Repeat(iterations))
            {
                return;
            }

            Timestamp();
            _writer.Line("m-infer-done");
            Results();
        }

        private bool Repeat(int count)
        {
            for (int i = 0; i < count; i++)
            {
                FirmwareError error = _engine.Infer();
                if (error != FirmwareError.None)
                {
                    _lastError = error;
                    _writer.Put("e-[Inference failed: error ");
                    _writer.PutNumber((int)error);
                    _writer.Line("]");
                    return false;
                }
            }

            return true;
        }

        private void Results()
        {
            _writer.Put("m-results-[");
            for (int i = 0; i < _engine.ResultCount; i++)
            {
                if (i > 0)
                {
                    _writer.Put(",");
                }

                _writer.PutThousandths(_engine.GetResult(i));
            }

            _writer.Line("]");
        }

        private void Timestamp()
        {
            if (_energyMode)
            {
                // Two calls of the interpreter apart, far more than the 1 us the analysers ask for.
                _strobe.SetLow();
                _strobe.SetHigh();
            }
            else
            {
                _writer.Put("m-lap-us-");
                _writer.PutNumber(_clock.GetMicroseconds());
                _writer.EndLine();
            }
        }
    }
}
