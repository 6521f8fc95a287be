namespace Edge.MeterDigits.Device
{
    /// <summary>How the pixels of a frame are stored.</summary>
    internal enum PixelFormat
    {
        /// <summary>One byte, 0 black to 255 white.</summary>
        Gray8 = 0,

        /// <summary>Two bytes, low byte first: rrrrrggg gggbbbbb as a number.</summary>
        Rgb565 = 1,

        /// <summary>The same, high byte first, as the sensors of ESP32 cameras send it.</summary>
        Rgb565BigEndian = 2,

        /// <summary>Three bytes: red, green, blue.</summary>
        Rgb888 = 3,
    }
}
