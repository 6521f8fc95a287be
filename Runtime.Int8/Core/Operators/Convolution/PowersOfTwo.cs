using System;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Convolutions whose results are sums shifted right: every multiplier is 2^30, which with shift -j is a factor of 2^-(j + 1). With single rounding
    /// the result is (sum + <see cref="Start"/>) >> (j + 1), less <see cref="Below"/>, where a window of 2^<see cref="WindowBits"/> results begins that holds all that
    /// are not clamped. The start has to leave a lane of 21 bits room for a sum on both sides.
    /// </summary>
    internal static class PowersOfTwo
    {
        /// <summary>The only multiplier.</summary>
        public const int Multiplier = 1 << 30;

        /// <summary>Smallest shift: the window takes 20 bits of a lane then. The largest is 0.</summary>
        public const int LeastShift = -9;

        /// <summary>Bits of a window, in results.</summary>
        public const int WindowBits = 10;

        /// <summary>Results below 0 that a window holds.</summary>
        public const int Below = 1 << (WindowBits - 1);

        private const int HalfLane = 1 << 20;

        /// <summary>What a channel's sum begins with: bias, zero point, rounding and the place in the window.</summary>
        /// <param name="bias">The folded bias.</param>
        /// <param name="shift">Shift of the multiplier, <see cref="LeastShift"/> to 0.</param>
        /// <param name="zeroPoint">Zero point of the result, offset binary.</param>
        public static long Start(int bias, int shift, int zeroPoint)
        {
            return bias + ((long)((2 * (zeroPoint + Below)) + 1) << -shift);
        }

        /// <summary>Whether a channel's results can be made that way.</summary>
        public static bool Fits(int bias, int multiplier, int shift, int zeroPoint)
        {
            if (multiplier != Multiplier || shift > 0 || shift < LeastShift)
            {
                return false;
            }

            long start = Start(bias, shift, zeroPoint);
            return start < HalfLane && start >= (2L << (WindowBits - shift)) - HalfLane;
        }

        /// <summary>Whether those of all channels can; parameters have their place in the weights section.</summary>
        public static bool Hold(Stage stage, WeightWindow window)
        {
            byte[] bytes = window.Array;
            int channels = stage.Output.Channels;
            int block = stage.IsStreamed ? stage.BlockChannels : channels;
            int position = stage.WeightPosition;
            for (int channel = 0; channel < channels; channel += block)
            {
                int count = channels - channel < block ? channels - channel : block;
                for (int c = 0; c < count; c++)
                {
                    window.Fill(position + (8 * count) + c, 1);
                    int shift = (sbyte)bytes[window.Start];
                    window.Fill(position + (4 * (count + c)), 4);
                    int multiplier = BitConverter.ToInt32(bytes, window.Start);
                    window.Fill(position + (4 * c), 4);
                    if (!Fits(BitConverter.ToInt32(bytes, window.Start), multiplier, shift, stage.ResultZeroPoint))
                    {
                        return false;
                    }
                }

                position += count * (stage.TapsPerChannel + BlobFormat.ParameterBytes);
            }

            return true;
        }
    }
}
