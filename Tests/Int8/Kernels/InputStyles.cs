namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Draws inputs.</summary>
    public static class InputStyles
    {
        /// <summary>An input, offset binary.</summary>
        public static byte Draw(InputStyle style, KernelRandom random)
        {
            switch (style)
            {
                case InputStyle.Ends:
                    return (byte)(random.Next(2) * 255);
                case InputStyle.Highest:
                    return 255;
                case InputStyle.High:
                    return (byte)(random.Next(16) == 0 ? random.Next(256) : 255);
                case InputStyle.Sparse:
                    return (byte)(random.Next(4) == 0 ? random.Next(2) == 0 ? 255 : random.Next(256) : 0);
                default:
                    return (byte)(random.Next(8) == 0 ? random.Next(2) * 255 : random.Next(256));
            }
        }
    }
}
