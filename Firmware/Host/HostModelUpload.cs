using Edge.Firmware.Faults;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;

namespace Edge.Firmware.Host
{
    // `model` commands: Edge's own addition to the protocol, in its manner.
    //   model load N HASH [S]  N bytes follow, BLAKE2b-256 HASH (64 hexadecimal digits); before them S bytes of signature block
    //   model sign HH[HH]*   the next bytes of the signature block; the last ones are answered when they have been checked
    //   model HH[HH]*        the next bytes
    //   model commit         verify and make it the model of the next start
    //   model which          where the running model is from

    /// <summary>Takes a model from the host into the storage.</summary>
    internal sealed class HostModelUpload
    {
        private readonly HostWriter _writer;
        private readonly ModelWriter _models;
        private readonly byte[] _bytes = new byte[HostCommand.MaximumLength / 2];

        /// <summary>Makes the commands.</summary>
        /// <param name="writer">Way to the host.</param>
        /// <param name="models">Receives the model; null when there is no storage.</param>
        /// <param name="running">Where the running model is from.</param>
        public HostModelUpload(HostWriter writer, ModelWriter models, string running)
        {
            Running = running;
            _writer = writer;
            _models = models;
        }

        /// <summary>Where the running model is from; null without one.</summary>
        public string Running { get; set; }

        /// <summary>Runs a <c>model</c> command.</summary>
        /// <param name="command">Behind its first word.</param>
        public void Run(HostCommand command)
        {
            string word = command.NextWord();
            if (word == null)
            {
                _writer.Line("e-[Command 'model' requires a subcommand]");
            }
            else if (word == "which")
            {
                _writer.Line("m-model-file-[" + (Running == null ? "none" : Running) + "]");
            }
            else if (_models == null)
            {
                _writer.Line("e-[No storage for models]");
            }
            else if (word == "load")
            {
                Load(command.NextWord(), command.NextWord(), command.NextWord());
            }
            else if (word == "sign")
            {
                Sign(command.NextWord());
            }
            else if (word == "commit")
            {
                FirmwareError error = _models.Commit();
                if (error == FirmwareError.None)
                {
                    _writer.Line("m-model-stored");
                }
                else
                {
                    Refuse(error);
                }
            }
            else
            {
                Take(word);
            }
        }

        private void Load(string count, string digits, string signature)
        {
            int size = count == null ? -1 : HostCommand.ParseNumber(count);
            int signed = signature == null ? 0 : HostCommand.ParseNumber(signature);
            if (size <= 0 || signed < 0 || digits == null || digits.Length != 2 * Blake2b.HashLength)
            {
                _writer.Line("e-[Command 'model load' requires the # of bytes and their BLAKE2b-256]");
                return;
            }

            var hash = new byte[Blake2b.HashLength];
            if (!Decode(digits, hash))
            {
                return;
            }

            FirmwareError error = _models.Begin(size, hash, signed);
            if (error != FirmwareError.None)
            {
                Refuse(error);
                return;
            }

            _writer.Put("m-[Expecting ");
            _writer.PutNumber(size);
            _writer.Line(" bytes]");
        }

        private void Sign(string digits)
        {
            if (digits == null)
            {
                _writer.Line("e-[Command 'model sign' requires bytes]");
                return;
            }

            if (!Decode(digits, _bytes))
            {
                return;
            }

            FirmwareError error = _models.WriteSignature(_bytes, digits.Length / 2);
            if (error != FirmwareError.None)
            {
                Refuse(error);
            }
            else if (_models.SignatureMissing == 0)
            {
                _writer.Line("m-signature-good");
            }
        }

        private void Take(string digits)
        {
            if (!Decode(digits, _bytes))
            {
                return;
            }

            FirmwareError error = _models.Write(_bytes, 0, digits.Length / 2);
            if (error != FirmwareError.None)
            {
                Refuse(error);
            }
            else if (_models.Missing == 0)
            {
                _writer.Line("m-load-done");
            }
        }

        private bool Decode(string digits, byte[] bytes)
        {
            if ((digits.Length & 1) != 0)
            {
                _writer.Line("e-[Insufficent number of hex digits]");
                return false;
            }

            for (int i = 0; i < digits.Length; i += 2)
            {
                int value = HostCommand.ParseHex(digits, i);
                if (value < 0)
                {
                    _writer.Put("e-[Invalid hex digit '");
                    _writer.Put(digits.Substring(i, 2));
                    _writer.Line("']");
                    return false;
                }

                bytes[i / 2] = (byte)value;
            }

            return true;
        }

        private void Refuse(FirmwareError error)
        {
            _writer.Put("e-[Model not stored: error ");
            _writer.PutNumber((int)error);
            _writer.Line("]");
        }
    }
}
