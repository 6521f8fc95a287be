using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>The loader's check of lane sums, which reads weights in pieces, against the definition of docs/blob-format.md.</summary>
[TestClass]
public sealed class LaneBoundTests
{
    [TestMethod]
    public void Lane_sums_are_checked_as_defined_wherever_the_window_ends()
    {
        var random = new Random(5);
        int refused = 0;
        const int Cases = 4000;
        for (int i = 0; i < Cases; i++)
        {
            int taps = random.Next(1, 160);
            int channels = random.Next(1, 7);
            int laneTaps = random.Next(32, 130);
            int block = random.Next(1, channels + 1);
            bool isStreamed = random.Next(2) == 0;
            byte[] weights = new byte[channels * taps];
            int lowest = random.Next(2) * random.Next(-128, -40);
            int highest = random.Next(40, 128);
            for (int k = 0; k < weights.Length; k++)
            {
                weights[k] = (byte)(128 + random.Next(lowest, highest));
            }

            bool expected = Holds(weights, taps, laneTaps);
            refused += expected ? 0 : 1;
            Stage stage = new()
            {
                Output = new RowBuffer(1) { Channels = channels },
                TapsPerChannel = taps,
                LaneTaps = laneTaps,
                IsStreamed = isStreamed,
                BlockChannels = block,
                WeightPosition = 3,
            };
            byte[] blob = Arrange(weights, channels, taps, isStreamed ? block : channels, stage.WeightPosition);
            var window = new WeightWindow(new MemoryWeightSource(blob), new byte[random.Next(1, 200)]);
            Assert.AreEqual(expected, WeightChecker.LanesHold(stage, window), $"case {i}: {channels} channels of {taps} taps, runs of {laneTaps}");
        }

        Assert.IsTrue(refused > Cases / 20 && refused < Cases / 2, $"{refused} of {Cases} cases break the bound");
    }

    private static bool Holds(byte[] weights, int taps, int laneTaps)
    {
        for (int start = 0; start < weights.Length; start += taps)
        {
            for (int run = 0; run < taps; run += laneTaps)
            {
                int positive = 0;
                int negative = 0;
                for (int tap = run; tap < Math.Min(run + laneTaps, taps); tap++)
                {
                    int weight = weights[start + tap] - 128;
                    positive += Math.Max(weight, 0);
                    negative += Math.Max(-weight, 0);
                }

                if (positive > BlobFormat.MaxLaneSum || negative > BlobFormat.MaxLaneSum)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Blocks of channels, each with its parameters before its weights.</summary>
    private static byte[] Arrange(byte[] weights, int channels, int taps, int block, int position)
    {
        byte[] blob = new byte[position + (channels * (taps + BlobFormat.ParameterBytes))];
        Array.Fill(blob, (byte)255);
        for (int channel = 0; channel < channels; channel += block)
        {
            int count = Math.Min(block, channels - channel);
            position += BlobFormat.ParameterBytes * count;
            Array.Copy(weights, channel * taps, blob, position, count * taps);
            position += count * taps;
        }

        return blob;
    }
}
