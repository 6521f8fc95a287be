using System;

namespace Edge.MeterDigits.Generator.Camera;

/// <summary>Uneven light, shadow and glare, on a picture in which 20 x 32 units are the crop.</summary>
internal static class Light
{
    /// <summary>Applies what the sample's numbers say.</summary>
    public static void Apply(FloatImage image, SampleRandom random)
    {
        if (random.Chance(0.6f))
        {
            Slope(image, random);
        }
        if (random.Chance(0.12f))
        {
            Shadow(image, random);
        }
        if (random.Chance(0.22f))
        {
            Glare(image, random);
        }
    }

    // Brightness changes linearly over the crop.
    private static void Slope(FloatImage image, SampleRandom random)
    {
        float angle = random.Between(0, 2 * MathF.PI);
        float strength = random.Between(0.05f, 0.4f);
        float dx = MathF.Cos(angle) * strength * 2 / image.Width;
        float dy = MathF.Sin(angle) * strength * 2 / image.Height;
        ForEach(image, (x, y) => 1 + dx * (x - image.Width / 2f) + dy * (y - image.Height / 2f), multiply: true);
    }

    // One side of a line is darker.
    private static void Shadow(FloatImage image, SampleRandom random)
    {
        float angle = random.Between(0, 2 * MathF.PI);
        float dx = MathF.Cos(angle);
        float dy = MathF.Sin(angle);
        float x0 = random.Between(0.1f, 0.9f) * image.Width;
        float y0 = random.Between(0.1f, 0.9f) * image.Height;
        float depth = random.Between(0.2f, 0.6f);
        float soft = random.Between(0.5f, 8) * image.Width / 20f;
        ForEach(image, (x, y) => 1 - depth * Step(((x - x0) * dx + (y - y0) * dy) / soft), multiply: true);
    }

    // A lamp's reflection: a soft or hard ellipse, or a band.
    private static void Glare(FloatImage image, SampleRandom random)
    {
        float unit = image.Width / 20f;
        bool band = random.Chance(0.35f);
        float x0 = random.Between(-0.1f, 1.1f) * image.Width;
        float y0 = random.Between(-0.1f, 1.1f) * image.Height;
        float angle = random.Between(0, MathF.PI);
        float cosine = MathF.Cos(angle);
        float sine = MathF.Sin(angle);
        float major = band ? 1000 : random.Between(2, 9) * unit;
        float minor = random.Between(1, 5) * unit;
        float strength = random.Between(30, band ? 110 : 200);
        float hardness = random.Between(1, 4);
        ForEach(
            image,
            (x, y) =>
            {
                float u = ((x - x0) * cosine + (y - y0) * sine) / major;
                float v = ((y - y0) * cosine - (x - x0) * sine) / minor;
                return strength * MathF.Exp(-MathF.Pow(u * u + v * v, hardness));
            },
            multiply: false);
    }

    private static float Step(float t)
    {
        float clipped = t < -1 ? 0 : t > 1 ? 1 : (t + 1) / 2;
        return clipped * clipped * (3 - 2 * clipped);
    }

    private static void ForEach(FloatImage image, Func<float, float, float> field, bool multiply)
    {
        float[] pixels = image.Pixels;
        int i = 0;
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                float value = field(x, y);
                for (int channel = 0; channel < 3; channel++, i++)
                {
                    pixels[i] = multiply ? pixels[i] * value : pixels[i] + value;
                }
            }
        }
    }
}
