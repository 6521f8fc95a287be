namespace Edge.Runtime.Int8.Kernels.Reference
{
    /// <summary>From an accumulator to an output byte: requantize, add the zero point, clamp, look up.</summary>
    internal static class Result
    {
        /// <summary>Requantizes with the multiplier and shift of output channel <paramref name="oc"/>.</summary>
        public static byte OfChannel(Stage stage, int acc, int oc)
        {
            int index = stage.ParameterBase + oc - stage.FirstChannel;
            int multiplier = stage.Parameters[index + stage.ParameterStride];
            int shift = stage.Parameters[index + (2 * stage.ParameterStride)];
            return Clamp(stage, FixedPoint.Requantize(acc, multiplier, shift, stage.Rounding) + stage.ResultZeroPoint);
        }

        /// <summary>Clamps to the activation range and looks up the table, if there is one.</summary>
        public static byte Clamp(Stage stage, int value)
        {
            int u = value < stage.ActivationMin ? stage.ActivationMin : value > stage.ActivationMax ? stage.ActivationMax : value;
            return stage.HasTable ? stage.Table[stage.TableOffset + u] : (byte)u;
        }
    }
}
