using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Draws biases, multipliers and shifts.</summary>
    internal static class MultiplierStyles
    {
        /// <summary>Sets the parameters of output channel <paramref name="oc"/>.</summary>
        public static void Draw(MultiplierStyle style, KernelRandom random, Stage stage, int oc)
        {
            int taps = stage.TapsPerChannel;
            int bias;
            int multiplier = (1 << 30) + random.Next(1 << 30);
            int shift;
            switch (style)
            {
                case MultiplierStyle.Wild:
                    bias = (random.Next(1 << 16) - (1 << 15)) << random.Next(16);
                    shift = random.Between(-31, 4);
                    multiplier = random.Next(20) == 0 ? random.Next(3) : multiplier;
                    break;
                case MultiplierStyle.Dead:
                    bias = (1 << 30) - random.Next(1 << random.Next(31));
                    bias = random.Next(2) == 0 ? bias : -bias;
                    shift = random.Between(-31, -18);
                    multiplier = random.Next(4) == 0 ? 0 : multiplier;
                    break;
                case MultiplierStyle.Ties:
                    bias = CenteredBias(random, stage, oc, taps);
                    multiplier = random.Next(2) == 0 ? 1 << 30 : (1 << 30) + (1 << random.Between(24, 29));
                    shift = random.Between(-9, -1);
                    break;
                case MultiplierStyle.Saturating:
                    bias = (random.Next(2000) - 1000) * 200;
                    shift = random.Between(-4, 0);
                    break;
                case MultiplierStyle.Steps:
                    DrawSteps(random, stage, oc);
                    return;
                case MultiplierStyle.PowersOfTwo:
                    DrawPowerOfTwo(random, stage, oc);
                    return;
                default:
                    bias = CenteredBias(random, stage, oc, taps);

                    // Sums spread over about 255 * 30 * sqrt(taps).
                    shift = -4 - random.Next(3);
                    for (int n = taps; n > 3; n /= 4)
                    {
                        shift--;
                    }

                    break;
            }

            Set(stage, oc, bias, multiplier, shift);
        }

        /// <summary>
        /// Makes the accumulator of one output pixel lie on a rounding step or one or two beside it, sometimes far outside the clamp, which is
        /// where a window ends. Multipliers are those of trained networks, powers of two, and what only a blob can have.
        /// </summary>
        private static void DrawSteps(KernelRandom random, Stage stage, int oc)
        {
            int multiplier = SteppedSums.Multiplier(random);
            int shift = random.Next(6) == 0 ? random.Between(-31, 4) : random.Between(-13, 0);
            int sum = SteppedSums.OfPixel(stage, random.Next(stage.Output.Height), random.Next(stage.Output.Width), oc);
            long target = random.Next(8) == 0
                ? SteppedSums.Bias(random, shift)
                : SteppedSums.Beside(random.Next(3) == 0 ? random.Between(-800, 800) : random.Between(-130, 130), multiplier, shift, random);
            long bias = target - sum;
            Set(stage, oc, bias > int.MaxValue || bias < int.MinValue ? SteppedSums.Bias(random, shift) : (int)bias, multiplier, shift);
        }

        /// <summary>Takes one of the shifts whose table has places for all sums, and a bias that brings them to one of its ends or anywhere between.</summary>
        private static void DrawPowerOfTwo(KernelRandom random, Stage stage, int oc)
        {
            int negative = 0;
            int positive = 0;
            for (int tap = 0; tap < stage.TapsPerChannel; tap++)
            {
                int weight = stage.Weights[stage.WeightsOffset + (oc * stage.TapsPerChannel) + tap] - 128;
                negative += weight < 0 ? weight : 0;
                positive += weight > 0 ? weight : 0;
            }

            int least = PowersOfTwo.LeastShift;
            int places = 2 << (PowersOfTwo.IndexBits - least);
            int room = places - 1 - (255 * (positive - negative));
            if (room < 0)
            {
                DrawSteps(random, stage, oc);
                return;
            }

            int shift = random.Between(least, 0);
            places = 2 << (PowersOfTwo.IndexBits - shift);
            if (places <= 255 * (positive - negative))
            {
                shift = least;
                places = 2 << (PowersOfTwo.IndexBits - shift);
            }

            room = places - 1 - (255 * (positive - negative));
            int above = random.Next(3);
            int start = (-255 * negative) + (above == 0 ? 0 : above == 1 ? room : random.Between(0, room));
            Set(stage, oc, start - (int)PowersOfTwo.Start(0, shift, stage.ResultZeroPoint), PowersOfTwo.Multiplier, shift);
        }

        /// <summary>Whether all channels have multipliers that are powers of two.</summary>
        public static bool HasPowersOfTwo(Stage stage, int channels)
        {
            for (int index = stage.ParameterBase; index < stage.ParameterBase + channels; index++)
            {
                int shift = stage.Parameters[index + (2 * stage.ParameterStride)];
                if (stage.Parameters[index + stage.ParameterStride] != PowersOfTwo.Multiplier || shift > 0 || shift < PowersOfTwo.LeastShift)
                {
                    return false;
                }
            }

            return true;
        }

        private static void Set(Stage stage, int oc, int bias, int multiplier, int shift)
        {
            int index = stage.ParameterBase + oc;
            stage.Parameters[index] = bias;
            stage.Parameters[index + stage.ParameterStride] = multiplier;
            stage.Parameters[index + (2 * stage.ParameterStride)] = shift;
        }

        /// <summary>Takes off what inputs of 128 add up to.</summary>
        private static int CenteredBias(KernelRandom random, Stage stage, int oc, int taps)
        {
            int sum = 0;
            for (int tap = 0; tap < taps; tap++)
            {
                sum += stage.Weights[stage.WeightsOffset + (oc * taps) + tap] - 128;
            }

            return (-128 * sum) + random.Next(4001) - 2000;
        }
    }
}
