using System;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Checks the values in the weights section that kernels rely on.</summary>
    internal static class WeightChecker
    {
        /// <summary>Multipliers are at least 0 and shifts lie in [-31, 30].</summary>
        public static bool IsValid(Stage stage, WeightWindow window)
        {
            int channels = stage.Output.Channels;
            int block = stage.IsStreamed ? stage.BlockChannels : channels;
            int position = stage.WeightPosition;
            for (int channel = 0; channel < channels; channel += block)
            {
                int count = channels - channel < block ? channels - channel : block;
                if (!AreInRange(window, position + (4 * count), count, 4, 0, int.MaxValue) || !AreInRange(window, position + (8 * count), count, 1, -31, 30))
                {
                    return false;
                }

                position += count * (stage.TapsPerChannel + BlobFormat.ParameterBytes);
            }

            return true;
        }

        /// <summary>Over any LaneTaps consecutive taps from a multiple of LaneTaps, weights of one sign add up to at most MaxLaneSum.</summary>
        public static bool LanesHold(Stage stage, WeightWindow window)
        {
            if (stage.LaneTaps <= BlobFormat.MinLaneTaps || stage.TapsPerChannel <= BlobFormat.MinLaneTaps)
            {
                return true;
            }

            int channels = stage.Output.Channels;
            int block = stage.IsStreamed ? stage.BlockChannels : channels;
            int position = stage.WeightPosition;
            for (int channel = 0; channel < channels; channel += block)
            {
                int count = channels - channel < block ? channels - channel : block;
                position += BlobFormat.ParameterBytes * count;
                if (!RunsHold(window, position, count, stage.TapsPerChannel, stage.LaneTaps))
                {
                    return false;
                }

                position += count * stage.TapsPerChannel;
            }

            return true;
        }

        /// <summary><see cref="LanesHold"/> for the weights of some channels, [channel][tap], a window at a time.</summary>
        private static bool RunsHold(WeightWindow window, int position, int channels, int taps, int laneTaps)
        {
            byte[] bytes = window.Array;
            int left = channels * taps;
            int inChannel = taps;
            int inRun = laneTaps < taps ? laneTaps : taps;
            int positive = 0;
            int sum = 0;
            while (left > 0)
            {
                int piece = left < bytes.Length ? left : bytes.Length;
                window.Fill(position, piece);
                position += piece;
                left -= piece;
                for (int i = 0; i < piece;)
                {
                    int count = inRun < piece - i ? inRun : piece - i;
                    int end = i + count;
                    for (; end - i >= 4; i += 4)
                    {
                        int w0 = bytes[i] - 128, w1 = bytes[i + 1] - 128, w2 = bytes[i + 2] - 128, w3 = bytes[i + 3] - 128;
                        sum += w0 + w1 + w2 + w3;
                        positive += (w0 & ~(w0 >> 31)) + (w1 & ~(w1 >> 31)) + (w2 & ~(w2 >> 31)) + (w3 & ~(w3 >> 31));
                    }

                    for (; i < end; i++)
                    {
                        int weight = bytes[i] - 128;
                        sum += weight;
                        positive += weight & ~(weight >> 31);
                    }

                    if (positive > BlobFormat.MaxLaneSum || positive - sum > BlobFormat.MaxLaneSum)
                    {
                        return false;
                    }

                    inRun -= count;
                    inChannel -= count;
                    if (inRun == 0)
                    {
                        positive = 0;
                        sum = 0;
                        inChannel = inChannel == 0 ? taps : inChannel;
                        inRun = laneTaps < inChannel ? laneTaps : inChannel;
                    }
                }
            }

            return true;
        }

        /// <summary>Whether numbers of 4 bytes, of 2 (unsigned), or of 1 lie in a range.</summary>
        public static bool AreInRange(WeightWindow window, int position, int count, int size, int min, int max)
        {
            byte[] bytes = window.Array;
            int capacity = bytes.Length / size;
            while (count > 0)
            {
                int chunk = count < capacity ? count : capacity;
                window.Fill(position, size * chunk);
                for (int i = 0; i < chunk; i++)
                {
                    int value = size == 4 ? BitConverter.ToInt32(bytes, 4 * i) : size == 2 ? bytes[2 * i] | (bytes[(2 * i) + 1] << 8) : (sbyte)bytes[i];
                    if (value < min || value > max)
                    {
                        return false;
                    }
                }

                position += size * chunk;
                count -= chunk;
            }

            return true;
        }
    }
}
