using System;
using Edge.MeterDigits.Device;
using Edge.Runtime.Int8;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Meters;

/// <summary>The streaming resize against the formula of docs/meter-reader.md applied to whole pictures.</summary>
[TestClass]
public sealed class DigitInputReferenceTests
{
    [TestMethod]
    [DataRow(20, 32, 3, 28, 42, "Rgb565")]
    [DataRow(20, 32, 3, 28, 42, "Rgb565BigEndian")]
    [DataRow(20, 32, 3, 61, 97, "Rgb888")]
    [DataRow(20, 32, 1, 9, 13, "Rgb888")]
    [DataRow(20, 32, 3, 20, 32, "Gray8")]
    [DataRow(20, 32, 1, 400, 31, "Gray8")]
    [DataRow(7, 5, 3, 4, 4, "Rgb565")]
    [DataRow(1, 1, 1, 5, 90, "Gray8")]
    public void Resized_digits_have_the_bytes_of_the_formula(int outputWidth, int outputHeight, int channels, int boxWidth, int boxHeight, string formatName)
    {
        PixelFormat format = Enum.Parse<PixelFormat>(formatName);
        const int Margin = 3;
        var random = new Random((outputWidth * 1000) + boxWidth);
        int width = boxWidth + (2 * Margin);
        int height = boxHeight + (2 * Margin);
        byte[] pixels = new byte[width * height * MeterFrame.BytesPerPixel(format)];
        random.NextBytes(pixels);
        var input = new DigitInput(new TensorInfo { Height = outputHeight, Width = outputWidth, Channels = channels }, null, boxWidth);
        input.SetDigit(new ArrayFrame(pixels, width, height, format), new DigitBox(Margin, Margin, boxWidth, boxHeight));

        byte[] row = new byte[outputWidth * channels];
        for (int y = 0; y < outputHeight; y++)
        {
            input.ReadRow(y, row, 0, row.Length);
            for (int x = 0; x < outputWidth; x++)
            {
                for (int c = 0; c < channels; c++)
                {
                    int expected = Resized(
                        (px, py) => Channel(pixels, ((py + Margin) * width) + px + Margin, format, channels, c), boxWidth, boxHeight, outputWidth, outputHeight, x, y);
                    Assert.AreEqual(expected, row[(x * channels) + c], $"pixel {x}, {y}, channel {c}");
                }
            }
        }
    }

    private static int Resized(Func<int, int, int> pixel, int width, int height, int outputWidth, int outputHeight, int x, int y)
    {
        (int across, int left, int columns) = Blocks(width, outputWidth);
        (int down, int top, int rows) = Blocks(height, outputHeight);
        (int x0, int fx) = Position(x, columns, outputWidth);
        (int y0, int fy) = Position(y, rows, outputHeight);
        int Block(int bx, int by)
        {
            bx = Math.Min(bx, columns - 1);
            by = Math.Min(by, rows - 1);
            int sum = 0;
            for (int py = 0; py < down; py++)
            {
                for (int px = 0; px < across; px++)
                {
                    sum += pixel(left + (bx * across) + px, top + (by * down) + py);
                }
            }

            return (sum + (across * down / 2)) / (across * down);
        }

        int upper = (Block(x0, y0) * (256 - fx)) + (Block(x0 + 1, y0) * fx);
        int lower = (Block(x0, y0 + 1) * (256 - fx)) + (Block(x0 + 1, y0 + 1) * fx);
        return ((upper * (256 - fy)) + (lower * fy) + 32768) >> 16;
    }

    private static (int Size, int Start, int Count) Blocks(int input, int output)
    {
        int size = Math.Max(1, input / output);
        int count = input / size;
        return (size, (input - (count * size)) / 2, count);
    }

    private static (int Index, int Fraction) Position(int o, int input, int output)
    {
        int position = Math.Max(0, (((2 * o) + 1) * input * 128 / output) - 128);
        position = Math.Min(position, (input - 1) * 256);
        return (position / 256, position % 256);
    }

    private static int Channel(byte[] pixels, int index, PixelFormat format, int channels, int c)
    {
        int[] rgb = new int[3];
        switch (format)
        {
            case PixelFormat.Gray8:
                return pixels[index];
            case PixelFormat.Rgb888:
                rgb = [pixels[index * 3], pixels[(index * 3) + 1], pixels[(index * 3) + 2]];
                break;
            default:
                int low = pixels[(index * 2) + (format == PixelFormat.Rgb565 ? 0 : 1)];
                int high = pixels[(index * 2) + (format == PixelFormat.Rgb565 ? 1 : 0)];
                int value = (high * 256) + low;
                int red = value / 2048;
                int green = value / 32 % 64;
                int blue = value % 32;
                rgb = [(red * 8) + (red / 4), (green * 4) + (green / 16), (blue * 8) + (blue / 4)];
                break;
        }

        return channels == 1 ? ((299 * rgb[0]) + (587 * rgb[1]) + (114 * rgb[2]) + 500) / 1000 : rgb[c];
    }
}
