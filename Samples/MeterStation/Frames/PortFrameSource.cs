using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;

namespace Edge.MeterStation.Frames
{
    // The board asks with one byte, 'P'. The answer: "EFR1", width and height (uint16, low byte first), pixel format as in
    // PixelFormat, 0, pixels row after row, CRC-16/CCITT-FALSE of the pixels (uint16, low byte first). What comes before "EFR1" is
    // passed over, so that a camera that was interrupted is understood again.

    /// <summary>Raw pictures over a serial port, from a camera with a processor of its own or from a computer.</summary>
    internal sealed class PortFrameSource : IFrameSource
    {
        /// <summary>What asks for a picture.</summary>
        public const byte Request = (byte)'P';

        private const int HeaderBytes = 6;
        private const int MostNoise = 4096; // bytes passed over before the picture

        private static readonly byte[] s_magic = { (byte)'E', (byte)'F', (byte)'R', (byte)'1' };

        private readonly PortReader _port;
        private readonly byte[] _pixels;
        private readonly byte[] _header = new byte[HeaderBytes];
        private readonly byte[] _request = { Request };
        private readonly ArrayFrame _frame;

        /// <summary>Makes the array for a picture.</summary>
        public PortFrameSource(PortReader port, MeterLayout layout, PixelFormat format)
        {
            _port = port;
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
            detail = 0;
            _port.Discard();
            if (!_port.Write(_request, 1) || !FindMagic() || _port.Fill(_header, 0, HeaderBytes) < HeaderBytes)
            {
                return StationError.SourceSilent;
            }

            int width = _header[0] | (_header[1] << 8);
            int height = _header[2] | (_header[3] << 8);
            if (width != _frame.Width || height != _frame.Height || _header[4] != (byte)_frame.Format)
            {
                detail = (width * 10000L) + height;
                return MeterError.FrameMismatch;
            }

            int count = _port.Fill(_pixels, 0, _pixels.Length);
            if (count < _pixels.Length || _port.Fill(_header, 0, 2) < 2)
            {
                detail = count;
                return StationError.SourceSilent;
            }

            return ByteCrc.Compute(_pixels, 0, _pixels.Length) == (_header[0] | (_header[1] << 8)) ? FirmwareError.None : StationError.PictureDamaged;
        }

        /// <inheritdoc />
        public FirmwareError Finish()
        {
            return FirmwareError.None;
        }

        private bool FindMagic()
        {
            int found = 0;
            for (int i = 0; i < MostNoise && found < s_magic.Length; i++)
            {
                int value = _port.Next();
                if (value < 0)
                {
                    return false;
                }

                // No proper prefix of the magic is also its end but the first letter.
                found = value == s_magic[found] ? found + 1 : value == s_magic[0] ? 1 : 0;
            }

            return found == s_magic.Length;
        }
    }
}
