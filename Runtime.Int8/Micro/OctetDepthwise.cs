namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Depthwise convolution of eight channels at a time.</summary>
    internal static class OctetDepthwise
    {
        /// <summary>Channels at a time.</summary>
        public const int Channels = 8;
    }
}
