using Edge.Runtime.Int8;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Draws biases, multipliers and shifts.</summary>
    public static class MultiplierStyles
    {
        /// <summary>Sets the parameters of output channel <paramref name="oc"/>.</summary>
        public static void Draw(MultiplierStyle style, KernelRandom random, Stage stage, int oc, int taps)
        {
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

            int index = stage.BiasBase + oc;
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
