using System;
using Edge.MeterDigits.Generator;
using Edge.MeterDigits.Trainer.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>Turns crops into tensors [N, C, H, W], -1 to 1, as they are or varied so that no two passes see the same picture.</summary>
internal static class BatchBuilder
{
    /// <summary>Crops as they are.</summary>
    public static Tensor Plain(SampleSet set, int start, int count)
    {
        int channels = set.Input.Channels;
        int plane = set.Input.Height * set.Input.Width;
        var values = new float[count * channels * plane];
        for (int i = 0; i < count; i++)
        {
            byte[] pixels = set.Pixels(start + i);
            for (int channel = 0; channel < channels; channel++)
            {
                int to = (i * channels + channel) * plane;
                for (int p = 0; p < plane; p++)
                {
                    values[to + p] = pixels[p * channels + channel] * (1 / 127.5f) - 1;
                }
            }
        }
        return tensor(values, Shape(set, count));
    }

    /// <summary>
    /// Crops moved by up to a pixel, brighter or darker, in other colours, and one in eight as a negative.
    /// </summary>
    /// <param name="set">Crops.</param>
    /// <param name="order">Indices of the crops.</param>
    /// <param name="start">First index used.</param>
    /// <param name="count">How many are used.</param>
    /// <param name="random">Numbers of this pass.</param>
    public static Tensor Varied(SampleSet set, int[] order, int start, int count, SampleRandom random)
    {
        int size = set.Input.Height * set.Input.Width * set.Input.Channels;
        var values = new float[count * size];
        for (int i = 0; i < count; i++)
        {
            Vary(set.Pixels(order[start + i]), set.Input, values, i * size, random);
        }
        return tensor(values, Shape(set, count));
    }

    private static long[] Shape(SampleSet set, int count) => new long[] { count, set.Input.Channels, set.Input.Height, set.Input.Width };

    private static void Vary(byte[] pixels, InputShape input, float[] values, int offset, SampleRandom random)
    {
        int height = input.Height;
        int width = input.Width;
        int channels = input.Channels;
        int dx = random.Whole(-1, 2);
        int dy = random.Whole(-1, 2);
        float gain = random.Between(0.85f, 1.15f);
        float sign = random.Chance(0.125f) ? -1 : 1;
        bool swap = random.Chance(0.2f);
        int first = random.Whole(0, 3);
        for (int channel = 0; channel < channels; channel++)
        {
            int from = swap ? (channel + first) % channels : channel;
            float scale = sign * gain * random.Between(0.95f, 1.05f) * (1 / 127.5f);
            float shift = random.Between(-0.1f, 0.1f) - sign;
            int to = offset + channel * height * width;
            for (int y = 0; y < height; y++)
            {
                int sy = Math.Clamp(y + dy, 0, height - 1) * width;
                for (int x = 0; x < width; x++)
                {
                    int sx = Math.Clamp(x + dx, 0, width - 1);
                    float value = pixels[(sy + sx) * channels + from] * scale + shift;
                    values[to++] = value < -1 ? -1 : value > 1 ? 1 : value;
                }
            }
        }
    }
}
