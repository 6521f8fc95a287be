namespace Edge.Runtime.Int8
{
    /// <summary>
    /// A tensor's rows in the arena: a ring of <see cref="RingRows"/> rows of Width * Channels bytes, in one or more bands.
    /// Bytes are offset binary, u = q + 128, index x * Channels + c; row y lies in slot y % RingRows.
    /// </summary>
    internal sealed class RowBuffer
    {
        /// <summary>Tensor number; the same tensor has the same number in every group.</summary>
        public int TensorId;

        /// <summary>Rows of the tensor.</summary>
        public int Height;

        /// <summary>Pixels of a row.</summary>
        public int Width;

        /// <summary>Channels of a pixel.</summary>
        public int Channels;

        /// <summary>Width * Channels.</summary>
        public int RowBytes;

        /// <summary>Zero point in offset binary, 0 to 255.</summary>
        public int ZeroPoint;

        /// <summary>Rows held at a time; Height when the tensor is held whole.</summary>
        public int RingRows;

        /// <summary>Slots in each band but the last.</summary>
        public int BandRows;

        /// <summary>The bank of each band.</summary>
        public byte[][] BandBanks;

        /// <summary>The bank number of each band.</summary>
        public int[] BandIndexes;

        /// <summary>Offset of each band in its bank.</summary>
        public int[] BandOffsets;

        /// <summary>Number of bands.</summary>
        public int BandCount;

        /// <summary>The tensor was complete before this group began.</summary>
        public bool IsReady;

        /// <summary>The tensor is read by a later group.</summary>
        public bool IsKept;

        /// <summary>Index in the group of the buffer whose memory this one takes as its rows are no longer needed, or -1.</summary>
        public int AliasOf;

        /// <summary>Index in the group of the stage that writes it, or -1 when it is ready.</summary>
        public int Writer;

        /// <summary>Index of the last stage that reads it (loader only).</summary>
        public int Reader;

        /// <summary>Number of stages that read it (loader only).</summary>
        public int Readers;

        /// <summary>Written in place, row over row, over the buffer it takes the memory of (loader only).</summary>
        public bool IsInPlace;

        /// <summary>Rows from the first that another buffer may have been written over (loader only).</summary>
        public int LostRows;

        /// <summary>Offset of its record in the blob, for errors.</summary>
        public int RecordOffset;

        // The bank and offset of a tensor that is held whole in one band, null for any other.
        private byte[] _whole;
        private int _wholeOffset;

        /// <summary>Makes room for some bands.</summary>
        public RowBuffer(int maxBands)
        {
            Reserve(maxBands);
        }

        /// <summary>Makes room for more bands; those that are there are lost.</summary>
        public void Reserve(int maxBands)
        {
            BandBanks = new byte[maxBands][];
            BandIndexes = new int[maxBands];
            BandOffsets = new int[maxBands];
        }

        /// <summary>Called when everything else is set: rows of a tensor that is held whole in one band are found faster.</summary>
        public void Complete()
        {
            _whole = BandRows == Height ? BandBanks[0] : null;
            _wholeOffset = BandOffsets[0];
        }

        /// <summary>The array that holds row <paramref name="y"/>.</summary>
        public byte[] RowArray(int y)
        {
            byte[] whole = _whole;
            return whole != null ? whole : BandBanks[(y % RingRows) / BandRows];
        }

        /// <summary>Index of the first byte of row <paramref name="y"/> in <see cref="RowArray"/>.</summary>
        public int RowOffset(int y)
        {
            if (_whole != null)
            {
                return _wholeOffset + (y * RowBytes);
            }

            int slot = y % RingRows;
            return BandOffsets[slot / BandRows] + ((slot % BandRows) * RowBytes);
        }

        /// <summary>Rows from <paramref name="y"/> that lie one behind the other in one array.</summary>
        public int RowsTogether(int y)
        {
            int slot = y % RingRows;
            int left = RingRows - slot;
            int inBand = BandRows - (slot % BandRows);
            return left < inBand ? left : inBand;
        }
    }
}
