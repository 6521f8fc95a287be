namespace Edge.Firmware.Signing
{
    /// <summary>Comparisons of bytes; the device's base library has none.</summary>
    internal static class Bytes
    {
        /// <summary>Whether two runs of bytes are the same.</summary>
        /// <param name="left">Holds one.</param>
        /// <param name="leftOffset">Where it begins.</param>
        /// <param name="right">Holds the other.</param>
        /// <param name="rightOffset">Where it begins.</param>
        /// <param name="count">How many bytes; both arrays have them.</param>
        public static bool Same(byte[] left, int leftOffset, byte[] right, int rightOffset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (left[leftOffset + i] != right[rightOffset + i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Whether two arrays are the same.</summary>
        public static bool Same(byte[] left, byte[] right)
        {
            return left.Length == right.Length && Same(left, 0, right, 0, left.Length);
        }
    }
}
