using Edge.Firmware.Models;

namespace Edge.Firmware.Host
{
    // The `db` commands of the protocol. The bytes go straight to the engine: there is no second copy of an input.
    // Texts that the official host or its users know are kept, spelling included.

    /// <summary>The byte buffer that the host fills before an inference.</summary>
    internal sealed class HostBuffer
    {
        private const int BytesPerLine = 8;

        private readonly HostWriter _writer;
        private readonly IInferenceEngine _engine;
        private int _size;
        private int _position;

        /// <summary>Fills an engine's input.</summary>
        public HostBuffer(HostWriter writer, IInferenceEngine engine)
        {
            _writer = writer;
            _engine = engine;
        }

        /// <summary>A load has begun and bytes are missing, or fewer bytes were announced than an input has.</summary>
        public bool IsIncomplete
        {
            get { return _size > 0 && (_position < _size || _size < _engine.InputBytes); }
        }

        /// <summary>Bytes received since the last <c>db load</c>.</summary>
        public int Received
        {
            get { return _position; }
        }

        /// <summary>Runs a <c>db</c> command.</summary>
        /// <param name="command">Behind its first word.</param>
        public void Run(HostCommand command)
        {
            string word = command.NextWord();
            if (word == null)
            {
                _writer.Line("e-[Command 'db' requires a subcommand]");
            }
            else if (word == "load")
            {
                Load(command.NextWord());
            }
            else if (word == "print")
            {
                Print(command);
            }
            else
            {
                Take(word);
            }
        }

        private void Load(string count)
        {
            if (count == null)
            {
                _writer.Line("e-[Command 'db load' requires the # of bytes]");
                return;
            }

            int size = HostCommand.ParseNumber(count);
            _position = 0;
            _size = 0;
            if (size <= 0)
            {
                _writer.Line("e-[Command 'db load' must be >0 bytes]");
            }
            else if (size > _engine.InputBytes)
            {
                _writer.Put("e-[Supplied buffer size ");
                _writer.PutNumber(size);
                _writer.Put(" exceeds maximum of ");
                _writer.PutNumber(_engine.InputBytes);
                _writer.Line("]");
            }
            else
            {
                _size = size;
                _writer.Put("m-[Expecting ");
                _writer.PutNumber(size);
                _writer.Line(" bytes]");
            }
        }

        private void Take(string digits)
        {
            if ((digits.Length & 1) != 0)
            {
                _writer.Line("e-[Insufficent number of hex digits]");
                return;
            }

            for (int i = 0; i < digits.Length; i += 2)
            {
                if (HostCommand.ParseHex(digits, i) < 0)
                {
                    _writer.Put("e-[Invalid hex digit '");
                    _writer.Put(digits.Substring(i, 2));
                    _writer.Line("']");
                    return;
                }
            }

            if (_position == _size)
            {
                _writer.Line("e-[No 'db load' is waiting for bytes]");
                return;
            }

            // Digits beyond the announced number of bytes are disregarded, as the reference does.
            for (int i = 0; i < digits.Length && _position < _size; i += 2)
            {
                _engine.SetInput(_position++, (byte)HostCommand.ParseHex(digits, i));
            }

            if (_position == _size)
            {
                if (_size == _engine.InputBytes)
                {
                    _engine.FinishInput();
                }

                _writer.Line("m-load-done");
            }
        }

        private void Print(HostCommand command)
        {
            string count = command.NextWord();
            string start = count == null ? null : command.NextWord();
            int first = start == null ? 0 : HostCommand.ParseNumber(start);
            int end = count == null ? _size : first + HostCommand.ParseNumber(count);
            if (first < 0 || end < first || end > _engine.InputBytes)
            {
                _writer.Line("e-[Command 'db print' takes a number of bytes and an offset]");
                return;
            }

            for (int i = first; i < end; i++)
            {
                int column = (i - first) % BytesPerLine;
                _writer.Put(column == 0 ? "m-buffer-" : "-");
                _writer.PutHex(_engine.GetInput(i));
                if (column == BytesPerLine - 1 || i == end - 1)
                {
                    _writer.EndLine();
                }
            }
        }
    }
}
