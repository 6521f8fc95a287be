using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Brings weights to where constant indexes reach them: bytes of eight output channels, or longs of three in lanes.</summary>
    internal static class WeightStage
    {
        /// <summary>What packed bytes of weights are above the weights, see <see cref="PackThree"/>.</summary>
        public const long Centre = -Lanes.WeightOffset * Lanes.Ones;

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

        /// <summary>Packs weights of three output channels into lanes, from index 0; each lane is <see cref="Lanes.WeightOffset"/> too high.</summary>
        /// <param name="lanes">Receives [tap].</param>
        /// <param name="weights">[channel][tap], offset binary.</param>
        /// <param name="weight">Index of the first one.</param>
        /// <param name="taps">Taps of a channel.</param>
        /// <param name="used">Taps packed.</param>
        public static void PackThree(long[] lanes, byte[] weights, int weight, int taps, int used)
        {
            LaneGather.Pack(lanes, 0, weights, weight, weights, weight + taps, weights, weight + (2 * taps), used);
        }

        /// <summary>First channel of a block of eight.</summary>
        public static int FirstChannel(int block, int channels)
        {
            int first = block + 8 <= channels ? block : channels - 8;
            return first < 0 ? 0 : first;
        }
    }
}
