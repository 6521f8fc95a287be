using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;

namespace Edge.MeterStation.Frames
{
    // Protocol of the VC0706 and its relatives ("TTL serial JPEG camera"): 56 serial command length data; the answer is
    // 76 serial command status length data. 36 01 00 stops at the present picture, 34 01 00 asks for its length (4 bytes, high
    // first), 32 0C 00 0A offset(4) length(4) delay(2) reads: an answer, the bytes, the answer again. 36 01 03 goes on.

    /// <summary>Pictures of a serial JPEG camera, decoded by the board's firmware.</summary>
    internal sealed class JpegCameraSource : IFrameSource
    {
        private const byte Serial = 0;
        private const byte Control = 0x36;
        private const byte Length = 0x34;
        private const byte Read = 0x32;
        private const int Chunk = 512;      // a multiple of eight, as the camera wants
        private const int AnswerBytes = 5;

        private readonly PortReader _port;
        private readonly IJpegDecoder _decoder;
        private readonly byte[] _jpeg;
        private readonly byte[] _pixels;
        private readonly byte[] _command = new byte[16];
        private readonly byte[] _answer = new byte[AnswerBytes + 4];
        private readonly ArrayFrame _frame;

        /// <summary>Makes the arrays for a picture.</summary>
        /// <param name="port">The camera's port, 38400 baud when it is new.</param>
        /// <param name="decoder">The firmware's decoder.</param>
        /// <param name="mostJpegBytes">Largest file taken.</param>
        /// <param name="layout">Size of the picture.</param>
        /// <param name="format">What the decoder makes of it.</param>
        public JpegCameraSource(PortReader port, IJpegDecoder decoder, int mostJpegBytes, MeterLayout layout, PixelFormat format)
        {
            _port = port;
            _decoder = decoder;
            _jpeg = new byte[mostJpegBytes];
            _pixels = new byte[layout.FrameWidth * layout.FrameHeight * MeterFrame.BytesPerPixel(format)];
            _frame = new ArrayFrame(_pixels, layout.FrameWidth, layout.FrameHeight, format);
        }

        /// <inheritdoc />
        public MeterFrame Frame
        {
            get { return _frame; }
        }

        /// <inheritdoc />
        public FirmwareError Take(out long detail)
        {
            _port.Discard();
            int count;
            FirmwareError error = Fetch(out count, out detail);
            Ask(Control, 0x03); // the camera goes on, whatever came of it; its next answer begins with a Discard
            if (error != FirmwareError.None)
            {
                return error;
            }

            int width;
            int height;
            if (!JpegFile.TryReadSize(_jpeg, count, out width, out height))
            {
                detail = count;
                return StationError.JpegBroken;
            }

            if (width != _frame.Width || height != _frame.Height)
            {
                detail = (width * 10000L) + height;
                return MeterError.FrameMismatch;
            }

            detail = count;
            return _decoder.Decode(_jpeg, count, _pixels, width, height, _frame.Format) ? FirmwareError.None : StationError.JpegBroken;
        }

        /// <inheritdoc />
        public FirmwareError Finish()
        {
            return FirmwareError.None;
        }

        private FirmwareError Fetch(out int count, out long detail)
        {
            count = 0;
            FirmwareError error = Ask(Control, 0x00);
            detail = Control;
            if (error != FirmwareError.None)
            {
                return error;
            }

            error = Ask(Length, 0x00);
            detail = Length;
            if (error != FirmwareError.None)
            {
                return error;
            }

            if (_port.Fill(_answer, 0, 4) < 4)
            {
                return StationError.SourceSilent;
            }

            long length = ((long)_answer[0] << 24) | (uint)(_answer[1] << 16) | (uint)(_answer[2] << 8) | _answer[3];
            if (length == 0 || length > _jpeg.Length)
            {
                detail = length;
                return StationError.JpegTooLarge;
            }

            while (count < length)
            {
                int part = length - count < Chunk ? (int)(length - count) : Chunk;
                error = ReadPart(count, part);
                if (error != FirmwareError.None)
                {
                    detail = count;
                    return error;
                }

                count += part;
            }

            return FirmwareError.None;
        }

        private FirmwareError ReadPart(int offset, int part)
        {
            byte[] command = _command;
            Begin(Read, 12);
            command[4] = 0;
            command[5] = 0x0A;
            PutNumber(6, offset);
            PutNumber(10, part);
            command[14] = 0;
            command[15] = 10; // delay before the bytes, 0.01 ms each
            if (!_port.Write(command, 16))
            {
                return StationError.SourceSilent;
            }

            FirmwareError error = TakeAnswer(Read);
            if (error == FirmwareError.None && _port.Fill(_jpeg, offset, part) < part)
            {
                error = StationError.SourceSilent;
            }

            return error == FirmwareError.None ? TakeAnswer(Read) : error;
        }

        private FirmwareError Ask(byte command, byte argument)
        {
            Begin(command, 1);
            _command[4] = argument;
            return _port.Write(_command, 5) ? TakeAnswer(command) : StationError.SourceSilent;
        }

        private FirmwareError TakeAnswer(byte command)
        {
            if (_port.Fill(_answer, 0, AnswerBytes) < AnswerBytes)
            {
                return StationError.SourceSilent;
            }

            bool isRight = _answer[0] == 0x76 && _answer[1] == Serial && _answer[2] == command && _answer[3] == 0;
            return isRight ? FirmwareError.None : StationError.CameraRefuses;
        }

        private void Begin(byte command, byte arguments)
        {
            _command[0] = 0x56;
            _command[1] = Serial;
            _command[2] = command;
            _command[3] = arguments;
        }

        private void PutNumber(int at, int value)
        {
            _command[at] = (byte)(value >> 24);
            _command[at + 1] = (byte)(value >> 16);
            _command[at + 2] = (byte)(value >> 8);
            _command[at + 3] = (byte)value;
        }
    }
}
