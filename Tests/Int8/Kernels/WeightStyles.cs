namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Draws weights.</summary>
    public static class WeightStyles
    {
        /// <summary>A weight, -128 to 127.</summary>
        public static int Draw(WeightStyle style, KernelRandom random, int index)
        {
            switch (style)
            {
                case WeightStyle.Small:
                    return random.Next(41) - 20 + random.Next(13) - 6;
                case WeightStyle.Highest:
                    return 127;
                case WeightStyle.Lowest:
                    return -128;
                case WeightStyle.Alternating:
                    return index % 2 == 0 ? 127 : -128;
                case WeightStyle.Zero:
                    return 0;
                case WeightStyle.Even:
                    return 84;
                default:
                    return random.Next(256) - 128;
            }
        }
    }
}
