using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Maximum over windows, eight channels of a pixel in a long. Bytes are compared side by side: with the top bit of each byte of a set and that
    /// of each byte of b cleared, no difference borrows from the next byte, and its top bit says which of the low seven bits are larger; the majority of that bit,
    /// a's top bit and the opposite of b's is a >= b. Times 255 it selects. Channels that do not divide by eight are made twice.
    /// </summary>
    internal static class MaxRows
    {
        /// <summary>Channels of a long.</summary>
        public const int LeastChannels = 8;

        private const long TopBits = unchecked((long)0x8080808080808080);

        /// <summary>One output row; parameters as of <see cref="PoolRows"/>.</summary>
        /// <param name="stage">The pool; at least <see cref="LeastChannels"/> channels.</param>
        /// <param name="oy">Output row.</param>
        /// <param name="iy">First input row inside the image.</param>
        /// <param name="rows">Input rows, at least 1, which lie one behind the other.</param>
        public static void RunRow(Stage stage, int oy, int iy, int rows)
        {
            long most, x;
            int i, lineEnd;
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            byte[] source = input.RowArray(iy);
            byte[] row = output.RowArray(oy);
            int start = input.RowOffset(iy);
            int o = output.RowOffset(oy);
            int width = input.Width;
            int rowBytes = input.RowBytes;
            int channels = input.Channels;
            int kernelW = stage.KernelW;
            int strideW = stage.StrideW;
            int left = -stage.PadLeft;
            int lastChannel = channels - LeastChannels;
            bool isPlain = !stage.HasTable && stage.ActivationMin == 0 && stage.ActivationMax == 255;
            long top = TopBits, low = ~top, ones = 255;
            for (int rowEnd = o + output.RowBytes; o < rowEnd; o += channels)
            {
                int ix = left < 0 ? 0 : left;
                int bytes = ((left + kernelW < width ? left + kernelW : width) - ix) * channels;
                int pixel = start + (ix * channels);
                for (int c = 0; c < channels; c += LeastChannels)
                {
                    int channel = c < lastChannel ? c : lastChannel;
                    int line = pixel + channel;
                    most = BitConverter.ToInt64(source, line);
                    i = line + channels;
                    for (int ky = rows; ky > 0; ky--)
                    {
                        for (lineEnd = line + bytes; i < lineEnd; i += channels)
                        {
                            x = BitConverter.ToInt64(source, i);
                            long smaller = ~x;
                            long larger = ((most & smaller) | ((most | smaller) & ((most | top) - (x & low)))) & top;
                            most = x ^ ((most ^ x) & ((long)((ulong)larger >> 7) * ones));
                        }

                        line += rowBytes;
                        i = line;
                    }

                    int target = o + channel;
                    if (isPlain)
                    {
                        row[target] = (byte)most;
                        row[target + 1] = (byte)(most >> 8);
                        row[target + 2] = (byte)(most >> 16);
                        row[target + 3] = (byte)(most >> 24);
                        row[target + 4] = (byte)(most >> 32);
                        row[target + 5] = (byte)(most >> 40);
                        row[target + 6] = (byte)(most >> 48);
                        row[target + 7] = (byte)(most >> 56);
                        continue;
                    }

                    for (int end = target + LeastChannels; target < end; target++)
                    {
                        row[target] = Reference.Result.Clamp(stage, (int)(most & ones));
                        most >>= 8;
                    }
                }

                left += strideW;
            }
        }
    }
}
