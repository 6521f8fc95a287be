using System;
using SkiaSharp;

namespace Edge.MeterDigits.Generator.Camera;

/// <summary>What a cheap camera does to a picture: exposure, colour cast, noise, sharpening, uneven lines, JPEG.</summary>
internal static class Sensor
{
    private const float LeastContrast = 7; // standard deviation of the grey levels below which people give up, too

    /// <summary>Changes the picture as the sample's numbers say.</summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="random">Numbers of this sample.</param>
    /// <param name="keepLegible">Keeps some contrast, and noise below it.</param>
    public static void Apply(FloatImage image, SampleRandom random, bool keepLegible)
    {
        Expose(image, random);
        float contrast = Contrast(image, out float mean);
        if (keepLegible && contrast < LeastContrast)
        {
            float stretch = LeastContrast / (contrast + 0.1f);
            for (int i = 0; i < image.Pixels.Length; i++)
            {
                image.Pixels[i] = mean + (image.Pixels[i] - mean) * stretch;
            }
            contrast = LeastContrast;
        }
        if (random.Chance(0.06f))
        {
            Comb(image, random);
        }
        if (random.Chance(0.8f))
        {
            Noise(image, random, keepLegible ? contrast * 0.4f : 30);
        }
        if (random.Chance(0.5f))
        {
            Sharpen(image, random);
        }
    }

    /// <summary>Compresses and decompresses.</summary>
    public static FloatImage Jpeg(FloatImage image, int quality)
    {
        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        image.CopyTo(bitmap);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        using SKBitmap decoded = SKBitmap.Decode(data, info);
        return FloatImage.From(decoded);
    }

    // Gain, offset, gamma, saturation and a colour cast.
    private static void Expose(FloatImage image, SampleRandom random)
    {
        float gain = random.Chance(0.2f) ? random.Between(0.25f, 0.7f) : random.Between(0.7f, 1.25f);
        float haze = random.Chance(0.25f) ? random.Between(0, 90) : 0;
        float gamma = random.Between(0.7f, 1.4f);
        float saturation = random.Chance(0.12f) ? 0 : random.Between(0.5f, 1.4f);
        float cast = random.Chance(0.15f) ? 0.3f : 0.08f;
        float red = gain * (1 + random.Between(-cast, cast));
        float green = gain * (1 + random.Between(-cast, cast));
        float blue = gain * (1 + random.Between(-cast, cast));
        var curve = new float[257];
        for (int i = 0; i < curve.Length; i++)
        {
            curve[i] = 255 * MathF.Pow(i / 255f, gamma);
        }
        float[] pixels = image.Pixels;
        float contrast = (255 - haze) / 255;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            float grey = 0.3f * pixels[i] + 0.59f * pixels[i + 1] + 0.11f * pixels[i + 2];
            pixels[i] = Curve(curve, red * (grey + (pixels[i] - grey) * saturation) * contrast + haze);
            pixels[i + 1] = Curve(curve, green * (grey + (pixels[i + 1] - grey) * saturation) * contrast + haze);
            pixels[i + 2] = Curve(curve, blue * (grey + (pixels[i + 2] - grey) * saturation) * contrast + haze);
        }
    }

    private static float Curve(float[] curve, float value)
    {
        return value <= 0 ? 0 : value >= 255 ? 255 : curve[(int)(value + 0.5f)];
    }

    // Every other line moved by up to a crop pixel: interlace and rolling shutter.
    private static void Comb(FloatImage image, SampleRandom random)
    {
        float shift = random.Between(0.3f, 1f) * image.Width / 20f;
        int whole = (int)shift;
        float part = shift - whole;
        for (int y = random.Whole(0, 2); y < image.Height; y += 2)
        {
            int row = y * image.Width * 3;
            for (int i = row; i < row + (image.Width - whole - 1) * 3; i++)
            {
                image.Pixels[i] = image.Pixels[i + whole * 3] * (1 - part) + image.Pixels[i + whole * 3 + 3] * part;
            }
        }
    }

    // Standard deviation of the grey levels.
    private static float Contrast(FloatImage image, out float mean)
    {
        float[] pixels = image.Pixels;
        float sum = 0;
        float squares = 0;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            float grey = 0.3f * pixels[i] + 0.59f * pixels[i + 1] + 0.11f * pixels[i + 2];
            sum += grey;
            squares += grey * grey;
        }
        int count = pixels.Length / 3;
        mean = sum / count;
        return MathF.Sqrt(MathF.Max(0, squares / count - mean * mean));
    }

    private static void Noise(FloatImage image, SampleRandom random, float limit)
    {
        float grey = random.Chance(0.2f) ? random.Between(6, 22) : random.Between(0.5f, 7);
        grey = MathF.Min(grey, limit);
        float colour = grey * random.Between(0, 0.8f);
        float[] pixels = image.Pixels;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            float common = random.Normal() * grey;
            pixels[i] += common + random.Normal() * colour;
            pixels[i + 1] += common + random.Normal() * colour * 0.6f;
            pixels[i + 2] += common + random.Normal() * colour;
        }
    }

    // Unsharp mask, as strong as small cameras have it.
    private static void Sharpen(FloatImage image, SampleRandom random)
    {
        float amount = random.Between(0.3f, 2.2f);
        float radius = random.Between(0.6f, 1.3f);
        float[] original = (float[])image.Pixels.Clone();
        Lens.Gauss(image, radius);
        for (int i = 0; i < original.Length; i++)
        {
            float sharp = original[i] + amount * (original[i] - image.Pixels[i]);
            image.Pixels[i] = sharp < 0 ? 0 : sharp > 255 ? 255 : sharp;
        }
    }
}
