using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// What <see cref="PointPrepare"/> makes of three output channels, where <see cref="PowersOfTwo"/> holds: a channel's scale is the power that brings the bits of
    /// a result's place to the top of a long, wherever the lane has them.
    /// </summary>
    internal static class ShiftPrepare
    {
        /// <summary>Prepares three output channels.</summary>
        /// <param name="stage">Biases and shifts.</param>
        /// <param name="oc">First of the three.</param>
        /// <param name="scale0">Factor for the first channel; as those that follow for the others.</param>
        /// <param name="start">Added to the packed sum.</param>
        public static void Run(Stage stage, int oc, out long scale0, out long scale1, out long scale2, out long start)
        {
            int[] parameters = stage.Parameters;
            int parameter = stage.ParameterBase + oc - stage.FirstChannel;
            int shift = parameter + (2 * stage.ParameterStride);
            long first = (2 * (stage.ResultZeroPoint + PowersOfTwo.Below)) + 1;
            int down0 = -parameters[shift], down1 = -parameters[shift + 1], down2 = -parameters[shift + 2];
            scale0 = 1L << (ShiftTable.Shift - 1 - down0);
            scale1 = 1L << (ShiftTable.Shift - 1 - Lanes.Bits - down1);
            scale2 = 1L << (ShiftTable.Shift - 1 - (2 * Lanes.Bits) - down2);
            start = parameters[parameter] + (first << down0)
                + ((parameters[parameter + 1] + (first << down1)) << Lanes.Bits)
                + ((parameters[parameter + 2] + (first << down2)) << (2 * Lanes.Bits));
        }
    }
}
