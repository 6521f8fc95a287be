using Edge.Runtime.Int8;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Row buffers outside a model: each band in an array of its own, with bytes before and behind that must not change.</summary>
    internal static class TestBuffer
    {
        private const byte Guard = 0xA5;

        /// <summary>Makes a buffer.</summary>
        /// <param name="height">Rows.</param>
        /// <param name="width">Pixels of a row.</param>
        /// <param name="channels">Channels of a pixel.</param>
        /// <param name="zeroPoint">Zero point, offset binary.</param>
        /// <param name="ringRows">Rows held.</param>
        /// <param name="bandRows">Rows in each array.</param>
        public static RowBuffer Make(int height, int width, int channels, int zeroPoint, int ringRows, int bandRows)
        {
            int bands = (ringRows + bandRows - 1) / bandRows;
            var buffer = new RowBuffer(bands)
            {
                Height = height,
                Width = width,
                Channels = channels,
                RowBytes = width * channels,
                ZeroPoint = zeroPoint,
                RingRows = ringRows,
                BandRows = bandRows,
                BandCount = bands,
                AliasOf = -1,
            };
            for (int band = 0; band < bands; band++)
            {
                int rows = ringRows - (band * bandRows) < bandRows ? ringRows - (band * bandRows) : bandRows;
                buffer.BandOffsets[band] = 1 + (band % 3);
                buffer.BandBanks[band] = new byte[buffer.BandOffsets[band] + (rows * buffer.RowBytes) + 2];
                Fill(buffer.BandBanks[band], Guard);
            }

            return buffer;
        }

        /// <summary>A buffer that holds a whole tensor in one array.</summary>
        public static RowBuffer MakeWhole(int height, int width, int channels, int zeroPoint)
        {
            return Make(height, width, channels, zeroPoint, height, height);
        }

        /// <summary>Copies a row of a tensor into its slot.</summary>
        public static void SetRow(RowBuffer buffer, int y, byte[] tensor)
        {
            System.Array.Copy(tensor, y * buffer.RowBytes, buffer.RowArray(y), buffer.RowOffset(y), buffer.RowBytes);
        }

        /// <summary>Copies a row from its slot.</summary>
        public static void GetRow(RowBuffer buffer, int y, byte[] tensor)
        {
            System.Array.Copy(buffer.RowArray(y), buffer.RowOffset(y), tensor, y * buffer.RowBytes, buffer.RowBytes);
        }

        /// <summary>Whether the bytes around the bands are untouched.</summary>
        public static bool GuardsHold(RowBuffer buffer)
        {
            for (int band = 0; band < buffer.BandCount; band++)
            {
                byte[] bank = buffer.BandBanks[band];
                for (int i = 0; i < buffer.BandOffsets[band]; i++)
                {
                    if (bank[i] != Guard)
                    {
                        return false;
                    }
                }

                if (bank[bank.Length - 1] != Guard || bank[bank.Length - 2] != Guard)
                {
                    return false;
                }
            }

            return true;
        }

        private static void Fill(byte[] bytes, byte value)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = value;
            }
        }
    }
}
