namespace Edge.Firmware
{
    // `edge pack --trust KEY.pub -o Firmware/Model` writes a class with a key in place of this one.

    /// <summary>The key that models from outside the app must be signed with.</summary>
    internal static class TrustedKey
    {
        /// <summary>Reads the key.</summary>
        /// <returns>A public key as RFC 8554 writes it, or null: then anybody who reaches the board may replace its model.</returns>
        public static byte[] Read()
        {
            return null;
        }
    }
}
