using System;

namespace Edge.MeterDigits.Device
{
    /// <summary>A frame in one array, row after row without gaps, as a camera driver hands it over.</summary>
    internal sealed class ArrayFrame : MeterFrame
    {
        private readonly byte[] _pixels;
        private readonly int _pixelBytes;

        /// <summary>Wraps an array; it is not copied, so the next picture may be written into it.</summary>
        /// <param name="pixels">width * height pixels. <see cref="HasRightLength"/> tells whether it is long enough.</param>
        public ArrayFrame(byte[] pixels, int width, int height, PixelFormat format)
            : base(width, height, format)
        {
            _pixels = pixels;
            _pixelBytes = BytesPerPixel(format);
        }

        /// <summary>Whether the array has exactly the bytes of the frame.</summary>
        public bool HasRightLength
        {
            get { return _pixels != null && _pixels.Length == Width * Height * _pixelBytes; }
        }

        /// <inheritdoc />
        public override void ReadPixels(int x, int y, int count, byte[] destination)
        {
            Array.Copy(_pixels, ((y * Width) + x) * _pixelBytes, destination, 0, count * _pixelBytes);
        }
    }
}
