using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Brings weights to where constant indexes reach them: bytes of eight output channels, or longs of three in lanes.</summary>
    internal static class WeightStage
    {
        /// <summary>Copies <paramref name="used"/> taps of eight channels, <paramref name="size"/> bytes apart.</summary>
        /// <param name="weights">[channel][tap], offset binary.</param>
        /// <param name="firstWeight">Index of the chunk's first tap of channel 0.</param>
        /// <param name="taps">Taps of a channel.</param>
        /// <param name="used">Taps of this chunk, at most <paramref name="size"/>; what lies behind them meets lanes of 0.</param>
        /// <param name="block">First channel wanted; the last block is moved back to end with the last channel.</param>
        /// <param name="channels">Channels in all; below eight, the last one is repeated.</param>
        /// <param name="staged">Receives the weights, from index 0.</param>
        /// <param name="size">Bytes for each channel.</param>
        public static void Load(byte[] weights, int firstWeight, int taps, int used, int block, int channels, byte[] staged, int size)
        {
            int channel = FirstChannel(block, channels);
            if (taps == size && channels >= 8)
            {
                Array.Copy(weights, firstWeight + (channel * taps), staged, 0, 8 * size);
                return;
            }

            int source = firstWeight + (channel * taps);
            for (int target = 0; target < 8 * size; target += size)
            {
                Array.Copy(weights, source, staged, target, used);
                channel++;
                if (channel < channels)
                {
                    source += taps;
                }
            }
        }

        /// <summary>Packs weights of three output channels into lanes, from index 0.</summary>
        /// <param name="lanes">Receives [tap].</param>
        /// <param name="weights">[channel][tap], offset binary.</param>
        /// <param name="i">Index of the first one.</param>
        /// <param name="taps">Taps of a channel.</param>
        public static void PackThree(long[] lanes, byte[] weights, int i, int taps)
        {
            // Bytes are 128 higher than the weights.
            const long Centre = -Lanes.WeightOffset * Lanes.Ones;
            int j = i + taps;
            int k = j + taps;
            int t = 0;
            for (int whole = taps - 7; t < whole; t += 8)
            {
                lanes[t] = ((uint)(weights[i] | (weights[j] << 21)) | ((long)weights[k] << 42)) - Centre;
                lanes[t + 1] = ((uint)(weights[i + 1] | (weights[j + 1] << 21)) | ((long)weights[k + 1] << 42)) - Centre;
                lanes[t + 2] = ((uint)(weights[i + 2] | (weights[j + 2] << 21)) | ((long)weights[k + 2] << 42)) - Centre;
                lanes[t + 3] = ((uint)(weights[i + 3] | (weights[j + 3] << 21)) | ((long)weights[k + 3] << 42)) - Centre;
                lanes[t + 4] = ((uint)(weights[i + 4] | (weights[j + 4] << 21)) | ((long)weights[k + 4] << 42)) - Centre;
                lanes[t + 5] = ((uint)(weights[i + 5] | (weights[j + 5] << 21)) | ((long)weights[k + 5] << 42)) - Centre;
                lanes[t + 6] = ((uint)(weights[i + 6] | (weights[j + 6] << 21)) | ((long)weights[k + 6] << 42)) - Centre;
                lanes[t + 7] = ((uint)(weights[i + 7] | (weights[j + 7] << 21)) | ((long)weights[k + 7] << 42)) - Centre;
                i += 8;
                j += 8;
                k += 8;
            }

            for (; t < taps; t++)
            {
                lanes[t] = ((uint)(weights[i] | (weights[j] << 21)) | ((long)weights[k] << 42)) - Centre;
                i++;
                j++;
                k++;
            }
        }

        /// <summary>Copies weights of three output channels of which the first ones are not there, and become 0.</summary>
        /// <param name="weights">[channel][tap], offset binary.</param>
        /// <param name="i">Index of the first one, if it is not skipped.</param>
        /// <param name="taps">Taps of a channel.</param>
        /// <param name="width">Taps copied of each.</param>
        /// <param name="skipped">Taps that are not there, at least 1; they are not read.</param>
        /// <param name="staged">Receives [channel][<paramref name="width"/>].</param>
        /// <param name="start">Index of the first one there.</param>
        /// <returns><paramref name="start"/>.</returns>
        public static int Three(byte[] weights, int i, int taps, int width, int skipped, byte[] staged, int start)
        {
            // One local: the deepest chain of calls ends here.
            for (int t = start; t < start + skipped; t++)
            {
                staged[t] = -Lanes.WeightOffset;
                staged[t + width] = -Lanes.WeightOffset;
                staged[t + (2 * width)] = -Lanes.WeightOffset;
            }

            Array.Copy(weights, i + skipped, staged, start + skipped, width - skipped);
            Array.Copy(weights, i + taps + skipped, staged, start + width + skipped, width - skipped);
            Array.Copy(weights, i + (2 * taps) + skipped, staged, start + (2 * width) + skipped, width - skipped);
            return start;
        }

        /// <summary>Copies three runs of weights, 8 bytes apart, as much of each as its array holds.</summary>
        /// <param name="weights">The array.</param>
        /// <param name="i">Index of the first run.</param>
        /// <param name="pixel">Bytes between the starts of two runs.</param>
        /// <param name="staged">Receives them, from index 0; what the array does not hold stays as it is.</param>
        public static void CopyTaps(byte[] weights, int i, int pixel, byte[] staged)
        {
            for (int target = 0; target < 24; target += 8)
            {
                int there = weights.Length - i;
                Array.Copy(weights, i, staged, target, there < 8 ? there : 8);
                i += pixel;
            }
        }

        /// <summary>First channel of a block of eight.</summary>
        public static int FirstChannel(int block, int channels)
        {
            int first = block + 8 <= channels ? block : channels - 8;
            return first < 0 ? 0 : first;
        }
    }
}
