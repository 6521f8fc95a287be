using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Accumulators whose products lie where a rounding could go wrong, and biases where a fast way ends.</summary>
    internal static class SteppedSums
    {
        /// <summary>An accumulator whose result changes from <paramref name="result"/> - 1 to <paramref name="result"/>, or one a little beside it.</summary>
        public static long Beside(int result, int multiplier, int shift, KernelRandom random)
        {
            if (multiplier == 0)
            {
                return random.Between(-2, 2);
            }

            // (result - 1/2) / (multiplier * 2^(shift - 31)), rounded up, in 64 bits.
            int total = 31 - shift;
            long half = (2L * result) - 1;
            long step = total - 1 < 50 ? (half << (total - 1)) / multiplier : (half << 50) / multiplier << (total - 51);
            return step + random.Between(-2, 2);
        }

        /// <summary>A multiplier: mostly as converters write them, at times their ends, powers of two, or one below 2^30.</summary>
        public static int Multiplier(KernelRandom random)
        {
            switch (random.Next(12))
            {
                case 0:
                    return random.Next(int.MaxValue) >> random.Next(31);
                case 1:
                    return 1 << random.Next(31);
                case 2:
                    return int.MaxValue - random.Next(3);
                case 3:
                    return (1 << 30) - 1 + random.Next(3);
                case 4:
                    return (1 << 30) + (1 << random.Between(20, 29));
                default:
                    return (1 << 30) + random.Next(1 << 30);
            }
        }

        /// <summary>The multiplier and shift with which <paramref name="sum"/> comes to lie where results change, or next to it.</summary>
        /// <returns>The multiplier, in [2^30, 2^31); 0 when there is none.</returns>
        public static int MultiplierFor(int sum, int result, KernelRandom random, out int shift)
        {
            long half = (2L * (result < 0 ? -result : result)) - 1;
            long size = sum < 0 ? -(long)sum : sum;
            shift = 0;
            if (half < 1 || size == 0)
            {
                return 0;
            }

            // multiplier * size = half * 2^(30 - shift)
            long multiplier = (half << 30) / size;
            while (multiplier >= 1L << 31 && shift < 30)
            {
                shift++;
                multiplier = ((half << 30) >> shift) / size;
            }

            while (multiplier < 1L << 30 && shift > -20)
            {
                shift--;
                multiplier = (half << (30 - shift)) / size;
            }

            multiplier += random.Between(-1, 2);
            return multiplier >= 1L << 30 && multiplier < 1L << 31 ? (int)multiplier : 0;
        }

        /// <summary>Sum of inputs times weights of one output, without the bias.</summary>
        public static int OfPixel(Stage stage, int oy, int ox, int oc)
        {
            RowBuffer input = stage.Input;
            bool isDepthwise = stage.OpCode == OpCode.DepthwiseConv2D;
            int channels = isDepthwise ? 1 : input.Channels / stage.Groups;
            int first = isDepthwise ? oc / stage.ChannelMultiplier : oc / (stage.Output.Channels / stage.Groups) * channels;
            int w = stage.WeightsOffset + (oc * stage.TapsPerChannel);
            int sum = 0;
            for (int ky = 0; ky < stage.KernelH; ky++)
            {
                int iy = (oy * stage.StrideH) - stage.PadTop + ky;
                for (int kx = 0; kx < stage.KernelW; kx++)
                {
                    int ix = (ox * stage.StrideW) - stage.PadLeft + kx;
                    bool isInside = iy >= 0 && iy < input.Height && ix >= 0 && ix < input.Width;
                    int i = isInside ? input.RowOffset(iy) + (ix * input.Channels) + first : 0;
                    for (int ic = 0; ic < channels; ic++)
                    {
                        sum += (isInside ? input.RowArray(iy)[i + ic] : input.ZeroPoint) * (stage.Weights[w] - 128 - stage.WeightZeroPoint);
                        w++;
                    }
                }
            }

            return sum;
        }

        /// <summary>A bias: small, around the ends of lanes and windows, or near the ends of int.</summary>
        public static int Bias(KernelRandom random, int shift)
        {
            int sign = 1 - (2 * random.Next(2));
            switch (random.Next(6))
            {
                case 0:
                    return sign * random.Next(4000);
                case 1:
                    return sign * ((1 << 20) - random.Next(1 << 14));
                case 2:
                    return sign * ((1 << 19) + random.Next(1 << 17) - (1 << 16));
                case 3:
                    int bits = shift < -20 || shift > 0 ? 20 : 10 - shift;
                    return sign * ((1 << bits) + random.Next(64) - 32);
                case 4:
                    return sign * (int.MaxValue - random.Next(1 << random.Next(22)));
                default:
                    return sign * random.Next(1 << random.Between(1, 30));
            }
        }
    }
}
