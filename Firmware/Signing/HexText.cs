namespace Edge.Firmware.Signing
{
    /// <summary>Bytes as lower-case hexadecimal digits.</summary>
    internal static class HexText
    {
        private const string Digits = "0123456789abcdef";

        /// <summary>The first bytes of an array.</summary>
        public static string Of(byte[] bytes, int count)
        {
            var text = new char[2 * count];
            for (int i = 0; i < count; i++)
            {
                text[2 * i] = Digits[bytes[i] >> 4];
                text[(2 * i) + 1] = Digits[bytes[i] & 15];
            }

            return new string(text);
        }
    }
}
