namespace Edge.Benchmarks.Micro
{
    // What an executor does around its kernels: a switch over operator codes, fields, and calls of each kind.

    /// <summary>Instance, virtual and interface calls chosen by a switch.</summary>
    public static class Dispatch
    {
        private static int s_skipped;

        /// <summary>Runs the loop.</summary>
        /// <param name="iterations">Passes through a list of 8 codes.</param>
        /// <returns>Checksum.</returns>
        public static int Run(int iterations)
        {
            int[] codes = { 0, 1, 2, 3, 4, 2, 7, 1 };
            Step step = new Step(5);
            StepBase virtualStep = step;
            IStep interfaceStep = step;
            int value = 1;
            s_skipped = 0;
            for (int n = 0; n < iterations; n++)
            {
                for (int i = 0; i < codes.Length; i++)
                {
                    switch (codes[i])
                    {
                        case 0:
                            value += n;
                            break;
                        case 1:
                            value = step.Move(value);
                            break;
                        case 2:
                            value = virtualStep.Turn(value);
                            break;
                        case 3:
                            value = interfaceStep.Advance(value);
                            break;
                        case 4:
                            value &= 0xFFFF;
                            break;
                        default:
                            s_skipped++;
                            break;
                    }
                }
            }

            return value + s_skipped;
        }
    }
}
