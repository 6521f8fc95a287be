using System;
using Edge.MeterDigits.Trainer.Architecture;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>
/// A crop as the input of another size or of one channel, with the integers of the device (Device/DigitInput.cs): Rec. 601
/// luma, then linear between pixels whose centres lie at half pixels, in 1/256 of a pixel.
/// </summary>
internal static class CropResize
{
    private const int One = 256;

    /// <summary>Resizes.</summary>
    /// <param name="pixels">[height, width, channels].</param>
    /// <param name="from">Size of the crop; less than twice as large as <paramref name="to"/> either way.</param>
    /// <param name="to">Size wanted.</param>
    /// <returns>[height, width, channels] of <paramref name="to"/>.</returns>
    public static byte[] Run(byte[] pixels, InputShape from, InputShape to)
    {
        if (from.Channels < to.Channels || from.Height >= 2 * to.Height || from.Width >= 2 * to.Width)
        {
            throw new ArgumentException($"crops of {from} can't become {to}");
        }
        byte[] source = from.Channels == to.Channels ? pixels : Grey(pixels);
        int channels = to.Channels;
        var resized = new byte[to.Height * to.Width * channels];
        int at = 0;
        for (int y = 0; y < to.Height; y++)
        {
            (int upper, int lower, int fy) = Place(y, from.Height, to.Height);
            for (int x = 0; x < to.Width; x++)
            {
                (int left, int right, int fx) = Place(x, from.Width, to.Width);
                for (int c = 0; c < channels; c++)
                {
                    int above = Across(source, (upper * from.Width + left) * channels + c, (upper * from.Width + right) * channels + c, fx);
                    int below = Across(source, (lower * from.Width + left) * channels + c, (lower * from.Width + right) * channels + c, fx);
                    resized[at++] = (byte)((above * (One - fy) + below * fy + 32768) >> 16);
                }
            }
        }
        return resized;
    }

    private static int Across(byte[] source, int left, int right, int fraction) => source[left] * (One - fraction) + source[right] * fraction;

    private static (int First, int Second, int Fraction) Place(int output, int input, int size)
    {
        int position = Math.Max(0, (2 * output + 1) * input * (One / 2) / size - One / 2);
        int index = position / One;
        return index >= input - 1 ? (input - 1, input - 1, 0) : (index, index + 1, position - index * One);
    }

    private static byte[] Grey(byte[] pixels)
    {
        var grey = new byte[pixels.Length / 3];
        for (int i = 0; i < grey.Length; i++)
        {
            grey[i] = (byte)((299 * pixels[3 * i] + 587 * pixels[3 * i + 1] + 114 * pixels[3 * i + 2] + 500) / 1000);
        }
        return grey;
    }
}
