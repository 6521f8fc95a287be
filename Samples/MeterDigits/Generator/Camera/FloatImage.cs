using System;
using SkiaSharp;

namespace Edge.MeterDigits.Generator.Camera;

/// <summary>RGB picture of floats, 0 to 255, [height, width, 3]: index (y * Width + x) * 3 + channel.</summary>
internal sealed class FloatImage
{
    public FloatImage(int width, int height)
    {
        Width = width;
        Height = height;
        Pixels = new float[width * height * 3];
    }

    public int Width { get; }

    public int Height { get; }

    public float[] Pixels { get; }

    /// <summary>Copies a picture in RGBA bytes.</summary>
    public static FloatImage From(SKBitmap bitmap)
    {
        var image = new FloatImage(bitmap.Width, bitmap.Height);
        ReadOnlySpan<byte> source = bitmap.GetPixelSpan();
        for (int i = 0, o = 0; i < source.Length; i += 4)
        {
            image.Pixels[o++] = source[i];
            image.Pixels[o++] = source[i + 1];
            image.Pixels[o++] = source[i + 2];
        }
        return image;
    }

    /// <summary>Writes the picture as RGBA bytes, rounded and clipped.</summary>
    public void CopyTo(SKBitmap bitmap)
    {
        Span<byte> target = bitmap.GetPixelSpan();
        for (int i = 0, o = 0; i < target.Length; i += 4)
        {
            target[i] = ToByte(Pixels[o++]);
            target[i + 1] = ToByte(Pixels[o++]);
            target[i + 2] = ToByte(Pixels[o++]);
            target[i + 3] = 255;
        }
    }

    /// <summary>Rounds and clips one value.</summary>
    public static byte ToByte(float value) => value <= 0 ? (byte)0 : value >= 254.5f ? (byte)255 : (byte)(value + 0.5f);

    /// <summary>Resizes; the weight of a source pixel falls linearly with its distance, over at least one source and one target pixel.</summary>
    /// <param name="area">Average over the area of the target pixel instead (only when shrinking).</param>
    public FloatImage Resize(int width, int height, bool area)
    {
        FloatImage narrow = ResizeAxis(this, width, Height, horizontal: true, area);
        return ResizeAxis(narrow, width, height, horizontal: false, area);
    }

    /// <summary>Resizes by taking the nearest pixel.</summary>
    public FloatImage ResizeNearest(int width, int height)
    {
        var result = new FloatImage(width, height);
        for (int oy = 0; oy < height; oy++)
        {
            int y = (2 * oy + 1) * Height / (2 * height);
            for (int ox = 0; ox < width; ox++)
            {
                int x = (2 * ox + 1) * Width / (2 * width);
                Array.Copy(Pixels, (y * Width + x) * 3, result.Pixels, (oy * width + ox) * 3, 3);
            }
        }
        return result;
    }

    private static FloatImage ResizeAxis(FloatImage source, int width, int height, bool horizontal, bool area)
    {
        int length = horizontal ? source.Width : source.Height;
        int outLength = horizontal ? width : height;
        if (length == outLength)
        {
            return source;
        }
        var result = new FloatImage(width, height);
        float ratio = (float)length / outLength;
        float reach = area ? (ratio > 1 ? ratio / 2 : 0.5f) : 1;
        int lines = horizontal ? source.Height : source.Width;
        int step = (horizontal ? 1 : source.Width) * 3;
        int lineStep = (horizontal ? source.Width : 1) * 3;
        int outStep = (horizontal ? 1 : width) * 3;
        int outLineStep = (horizontal ? width : 1) * 3;
        for (int o = 0; o < outLength; o++)
        {
            float centre = (o + 0.5f) * ratio - 0.5f;
            int first = (int)MathF.Floor(centre - reach);
            int last = (int)MathF.Ceiling(centre + reach);
            for (int i = first; i <= last; i++)
            {
                float weight = area
                    ? MathF.Min(i + 0.5f, centre + reach) - MathF.Max(i - 0.5f, centre - reach)
                    : 1 - MathF.Abs(i - centre);
                if (weight <= 0)
                {
                    continue;
                }
                int at = (i < 0 ? 0 : i >= length ? length - 1 : i) * step;
                for (int line = 0; line < lines; line++)
                {
                    int from = at + line * lineStep;
                    int to = o * outStep + line * outLineStep;
                    result.Pixels[to] += weight * source.Pixels[from];
                    result.Pixels[to + 1] += weight * source.Pixels[from + 1];
                    result.Pixels[to + 2] += weight * source.Pixels[from + 2];
                }
            }
        }
        if (area)
        {
            float scale = 1 / (2 * reach);
            for (int i = 0; i < result.Pixels.Length; i++)
            {
                result.Pixels[i] *= scale;
            }
        }
        return result;
    }
}
