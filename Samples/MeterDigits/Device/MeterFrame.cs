namespace Edge.MeterDigits.Device
{
    /// <summary>One picture of a meter. It may lie in one array, in rows, or in a file: pixels are asked for in stretches of a row.</summary>
    internal abstract class MeterFrame
    {
        /// <summary>Most pixels in a row or column; keeps every position of the resizing within 32 bits.</summary>
        public const int MaxSize = 4096;

        /// <summary>Describes a frame.</summary>
        /// <param name="width">Pixels of a row, 1 to <see cref="MaxSize"/>.</param>
        /// <param name="height">Rows, 1 to <see cref="MaxSize"/>.</param>
        /// <param name="format">How pixels are stored.</param>
        protected MeterFrame(int width, int height, PixelFormat format)
        {
            Width = width;
            Height = height;
            Format = format;
        }

        /// <summary>Pixels of a row.</summary>
        public int Width { get; }

        /// <summary>Rows.</summary>
        public int Height { get; }

        /// <summary>How pixels are stored.</summary>
        public PixelFormat Format { get; }

        /// <summary>Bytes of one pixel.</summary>
        public static int BytesPerPixel(PixelFormat format)
        {
            return format == PixelFormat.Gray8 ? 1 : format == PixelFormat.Rgb888 ? 3 : 2;
        }

        /// <summary>Copies pixels of one row as they are stored. The stretch lies within the frame.</summary>
        /// <param name="x">First pixel.</param>
        /// <param name="y">Row.</param>
        /// <param name="count">Pixels.</param>
        /// <param name="destination">Receives count * BytesPerPixel bytes from index 0.</param>
        public abstract void ReadPixels(int x, int y, int count, byte[] destination);
    }
}
