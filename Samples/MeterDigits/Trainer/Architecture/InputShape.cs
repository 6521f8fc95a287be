using System;
using System.Globalization;
using System.Linq;

namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>What the network is given: bytes x, RGB or grey (Rec. 601 luma), as scale * x + offset per channel.</summary>
internal sealed record InputShape
{
    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    public required float[] Scale { get; init; }

    public required float[] Offset { get; init; }

    /// <summary>An input of this size, its bytes taken to -1 to 1.</summary>
    public static InputShape Of(int height, int width, int channels)
    {
        const float PixelScale = 1 / 127.5f;
        return new InputShape
        {
            Height = height,
            Width = width,
            Channels = channels,
            Scale = Enumerable.Repeat(PixelScale, channels).ToArray(),
            Offset = Enumerable.Repeat(-1f, channels).ToArray(),
        };
    }

    /// <summary>An input as "32x20x3": height, width, channels.</summary>
    /// <exception cref="FormatException">It is not of that form, or of no use.</exception>
    public static InputShape Parse(string text)
    {
        string[] parts = text.Split('x');
        var numbers = new int[3];
        for (int i = 0; i < 3; i++)
        {
            if (parts.Length != 3 || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] is 0 or > 64)
            {
                throw new FormatException($"'{text}' is not an input; give height, width and channels, 32x20x3 or 24x16x1");
            }
        }
        return numbers[2] is 1 or 3 ? Of(numbers[0], numbers[1], numbers[2]) : throw new FormatException($"'{text}': an input has 1 or 3 channels");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}x{Channels}");
}
