using System;

namespace Edge.MeterDigits.Generator.Camera;

/// <summary>Defocus and motion blur. Lengths are in crop pixels: 20 across the picture.</summary>
internal static class Lens
{
    /// <summary>Blurs as the sample's numbers say.</summary>
    public static void Apply(FloatImage image, SampleRandom random)
    {
        float unit = image.Width / 20f;
        if (random.Chance(0.7f))
        {
            float sigma = random.Chance(0.15f) ? random.Between(0.9f, 1.7f) : random.Between(0.15f, 0.95f);
            Gauss(image, sigma * unit);
        }
        if (random.Chance(0.12f))
        {
            Motion(image, random.Between(0, MathF.PI), random.Between(1, 4) * unit);
        }
    }

    /// <summary>Gaussian blur.</summary>
    /// <param name="image">Changed in place; edges are repeated.</param>
    /// <param name="sigma">Standard deviation in pixels of this picture.</param>
    public static void Gauss(FloatImage image, float sigma)
    {
        int reach = (int)MathF.Ceiling(sigma * 2.5f);
        var kernel = new float[2 * reach + 1];
        float sum = 0;
        for (int i = -reach; i <= reach; i++)
        {
            kernel[i + reach] = MathF.Exp(-i * i / (2 * sigma * sigma));
            sum += kernel[i + reach];
        }
        for (int i = 0; i < kernel.Length; i++)
        {
            kernel[i] /= sum;
        }
        Convolve(image, kernel, horizontal: true);
        Convolve(image, kernel, horizontal: false);
    }

    private static void Convolve(FloatImage image, float[] kernel, bool horizontal)
    {
        int reach = kernel.Length / 2;
        int length = horizontal ? image.Width : image.Height;
        int lines = horizontal ? image.Height : image.Width;
        int step = (horizontal ? 1 : image.Width) * 3;
        int lineStep = (horizontal ? image.Width : 1) * 3;
        var line = new float[(length + 2 * reach) * 3];
        for (int l = 0; l < lines; l++)
        {
            int start = l * lineStep;
            for (int i = 0; i < length + 2 * reach; i++)
            {
                int at = i - reach;
                Array.Copy(image.Pixels, start + (at < 0 ? 0 : at >= length ? length - 1 : at) * step, line, i * 3, 3);
            }
            for (int i = 0; i < length; i++)
            {
                float red = 0;
                float green = 0;
                float blue = 0;
                for (int k = 0; k < kernel.Length; k++)
                {
                    int from = (i + k) * 3;
                    red += kernel[k] * line[from];
                    green += kernel[k] * line[from + 1];
                    blue += kernel[k] * line[from + 2];
                }
                int to = start + i * step;
                image.Pixels[to] = red;
                image.Pixels[to + 1] = green;
                image.Pixels[to + 2] = blue;
            }
        }
    }

    // The mean of the picture moved along a line.
    private static void Motion(FloatImage image, float angle, float length)
    {
        const int Steps = 7;
        float[] source = (float[])image.Pixels.Clone();
        Array.Clear(image.Pixels);
        for (int s = 0; s < Steps; s++)
        {
            float along = ((float)s / (Steps - 1) - 0.5f) * length;
            int dx = (int)MathF.Round(MathF.Cos(angle) * along);
            int dy = (int)MathF.Round(MathF.Sin(angle) * along);
            for (int y = 0; y < image.Height; y++)
            {
                int sy = Math.Clamp(y + dy, 0, image.Height - 1);
                for (int x = 0; x < image.Width; x++)
                {
                    int from = (sy * image.Width + Math.Clamp(x + dx, 0, image.Width - 1)) * 3;
                    int to = (y * image.Width + x) * 3;
                    image.Pixels[to] += source[from] / Steps;
                    image.Pixels[to + 1] += source[from + 1] / Steps;
                    image.Pixels[to + 2] += source[from + 2] / Steps;
                }
            }
        }
    }
}
