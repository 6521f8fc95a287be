using Edge.MeterDigits.Device;

namespace Edge.MeterStation.Frames
{
    /// <summary>JPEG decoder of the board's firmware; most firmware has none.</summary>
    internal interface IJpegDecoder
    {
        /// <summary>Decodes a picture.</summary>
        /// <param name="jpeg">The file, from index 0.</param>
        /// <param name="count">Its bytes.</param>
        /// <param name="pixels">Receives width * height pixels of <paramref name="format"/>.</param>
        /// <returns>False when the firmware refuses the picture. Never throws.</returns>
        bool Decode(byte[] jpeg, int count, byte[] pixels, int width, int height, PixelFormat format);
    }
}
