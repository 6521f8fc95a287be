namespace Edge.MeterStation.Frames
{
    // A JPEG is FF D8, segments FF xx length(2, high byte first, itself included), the compressed picture behind FF DA, FF D9.
    // The frame header is C0 to CF but C4, C8 and CC: length, precision, height, width, components.

    /// <summary>What a JPEG says of itself, read before the firmware's decoder sees it: a decoder is the wrong place for damaged files.</summary>
    internal static class JpegFile
    {
        private const int Marker = 0xFF;
        private const int End = 0xD9;

        /// <summary>Whether the file is whole, and its size.</summary>
        /// <param name="bytes">The file, from index 0.</param>
        /// <param name="count">Its bytes.</param>
        /// <param name="width">Pixels of a row; 0 when it is not whole.</param>
        /// <param name="height">Rows.</param>
        /// <returns>False when it begins or ends otherwise than a JPEG, or a segment or the size is missing.</returns>
        public static bool TryReadSize(byte[] bytes, int count, out int width, out int height)
        {
            width = 0;
            height = 0;
            int end = count;
            while (end > 4 && bytes[end - 1] == 0)
            {
                end--; // cameras fill up to a multiple of eight
            }

            if (end < 4 || bytes[0] != Marker || bytes[1] != 0xD8 || bytes[end - 2] != Marker || bytes[end - 1] != End)
            {
                return false;
            }

            int at = 2;
            while (at + 4 <= end && bytes[at] == Marker)
            {
                int kind = bytes[at + 1];
                if (kind == Marker)
                {
                    at++; // fill byte
                    continue;
                }

                int length = (bytes[at + 2] << 8) | bytes[at + 3];
                if (length < 2 || at + 2 + length > end)
                {
                    return false;
                }

                if (kind >= 0xC0 && kind <= 0xCF && kind != 0xC4 && kind != 0xC8 && kind != 0xCC)
                {
                    if (length < 8)
                    {
                        return false;
                    }

                    height = (bytes[at + 5] << 8) | bytes[at + 6];
                    width = (bytes[at + 7] << 8) | bytes[at + 8];
                }

                if (kind == 0xDA)
                {
                    return width > 0 && height > 0;
                }

                at += 2 + length;
            }

            return false;
        }
    }
}
