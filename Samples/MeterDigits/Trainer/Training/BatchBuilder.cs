using System;
using Edge.MeterDigits.Generator;
using TorchSharp;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>Turns crops into tensors [N, 3, 32, 20], -1 to 1, as they are or varied so that no two passes see the same picture.</summary>
internal static class BatchBuilder
{
    private const int Plane = DigitSample.Width * DigitSample.Height;

    /// <summary>Crops as they are.</summary>
    public static Tensor Plain(SampleSet set, int start, int count)
    {
        var values = new float[count * DigitSample.ByteCount];
        for (int i = 0; i < count; i++)
        {
            byte[] pixels = set.Pixels(start + i);
            for (int channel = 0; channel < 3; channel++)
            {
                int to = (i * 3 + channel) * Plane;
                for (int p = 0; p < Plane; p++)
                {
                    values[to + p] = pixels[p * 3 + channel] * (1 / 127.5f) - 1;
                }
            }
        }
        return tensor(values, new long[] { count, 3, DigitSample.Height, DigitSample.Width });
    }

    /// <summary>
    /// Crops moved by up to a pixel, brighter or darker, in other colours, and one in eight as a negative.
    /// </summary>
    /// <param name="set">Crops.</param>
    /// <param name="order">Indices of the crops.</param>
    /// <param name="start">First index used.</param>
    /// <param name="count">How many are used.</param>
    /// <param name="random">Numbers of this pass.</param>
    /// <param name="labels">Classes [N], int64.</param>
    public static Tensor Varied(SampleSet set, int[] order, int start, int count, SampleRandom random, out Tensor labels)
    {
        var values = new float[count * DigitSample.ByteCount];
        var classes = new long[count];
        for (int i = 0; i < count; i++)
        {
            int index = order[start + i];
            classes[i] = set.Labels[index];
            Vary(set.Pixels(index), values, i * DigitSample.ByteCount, random);
        }
        labels = tensor(classes);
        return tensor(values, new long[] { count, 3, DigitSample.Height, DigitSample.Width });
    }

    private static void Vary(byte[] pixels, float[] values, int offset, SampleRandom random)
    {
        int dx = random.Whole(-1, 2);
        int dy = random.Whole(-1, 2);
        float gain = random.Between(0.85f, 1.15f);
        float sign = random.Chance(0.125f) ? -1 : 1;
        bool swap = random.Chance(0.2f);
        int first = random.Whole(0, 3);
        for (int channel = 0; channel < 3; channel++)
        {
            int from = swap ? (channel + first) % 3 : channel;
            float scale = sign * gain * random.Between(0.95f, 1.05f) * (1 / 127.5f);
            float shift = random.Between(-0.1f, 0.1f) - sign;
            int to = offset + channel * Plane;
            for (int y = 0; y < DigitSample.Height; y++)
            {
                int sy = Math.Clamp(y + dy, 0, DigitSample.Height - 1) * DigitSample.Width;
                for (int x = 0; x < DigitSample.Width; x++)
                {
                    int sx = Math.Clamp(x + dx, 0, DigitSample.Width - 1);
                    float value = pixels[(sy + sx) * 3 + from] * scale + shift;
                    values[to++] = value < -1 ? -1 : value > 1 ? 1 : value;
                }
            }
        }
    }
}
