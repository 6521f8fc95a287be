using System;
using Edge.Runtime.Int8;

namespace Edge.MeterDigits.Device
{
    // value = ((a * (256 - fx) + b * fx) * (256 - fy) + (c * (256 - fx) + d * fx) * fy + 2^15) >> 16
    // with a, b, c, d the four blocks around the point, 0 to 255: at most 255 * 2^16 + 2^15 < 2^24, so everything fits int32.
    // 565 pixels become 8 bits by repeating their upper bits; a block is the rounded mean of its pixels; grey is Rec. 601 luma,
    // (299 r + 587 g + 114 b + 500) / 1000, as ImageReader of ModelTools computes it.

    /// <summary>
    /// One digit of a frame as the network's input: cropped, resized and quantized row by row while the network asks for rows,
    /// so that neither the crop nor the resized picture is ever held whole. Integers only: the same bytes on every machine.
    /// </summary>
    internal sealed class DigitInput : InputRows
    {
        private readonly int _width;
        private readonly int _channels;
        private readonly byte[][] _tables; // [channel][pixel] -> q + 128; null: the pixel itself
        private readonly int _red;         // channel of red; blue's is 2 less that
        private readonly ResizeAxis _horizontal;
        private readonly ResizeAxis _vertical;
        private readonly byte[] _raw;      // pixels of one row of the box as they are stored
        private readonly int[] _sums;      // [blocks, channels]
        private int[] _upper;              // [width, channels] resized across, times 256
        private int[] _lower;
        private int _upperIndex;
        private int _lowerIndex;
        private MeterFrame _frame;
        private DigitBox _box;

        /// <summary>Makes an input for a network.</summary>
        /// <param name="input">The network's input: 1 or 3 channels, at most 512 x 512.</param>
        /// <param name="tables">Quantized value, q + 128, of each pixel value for each channel; null when pixels are q + 128 already.</param>
        /// <param name="widestBox">Width of the widest box that will be set.</param>
        public DigitInput(TensorInfo input, byte[][] tables, int widestBox)
        {
            _width = input.Width;
            _channels = input.Channels;
            _tables = tables;
            _red = input.IsBlueFirst ? 2 : 0;
            _horizontal = new ResizeAxis(input.Width);
            _vertical = new ResizeAxis(input.Height);
            _raw = new byte[widestBox * 3];
            _sums = new int[widestBox * _channels];
            _upper = new int[_width * _channels];
            _lower = new int[_width * _channels];
        }

        /// <summary>Sets the digit that the next inference sees. Allocates nothing.</summary>
        public void SetDigit(MeterFrame frame, DigitBox box)
        {
            _frame = frame;
            _box = box;
            _horizontal.SetInput(box.Width);
            _vertical.SetInput(box.Height);
            _upperIndex = -1;
            _lowerIndex = -1;
        }

        /// <inheritdoc />
        public override void ReadRow(int y, byte[] destination, int offset, int count)
        {
            int index = _vertical.GetIndex(y);
            int fraction = _vertical.GetFraction(y);
            Load(index, index + 1 < _vertical.Count ? index + 1 : index);
            int[] upper = _upper;
            int[] lower = _lower;
            byte[][] tables = _tables;
            int channels = _channels;
            int rest = ResizeAxis.One - fraction;
            int channel = 0;
            for (int i = 0; i < count; i++)
            {
                int value = ((upper[i] * rest) + (lower[i] * fraction) + 32768) >> 16;
                destination[offset + i] = tables == null ? (byte)value : tables[channel][value];
                channel++;
                if (channel == channels)
                {
                    channel = 0;
                }
            }
        }

        // Rows are asked for in ascending order, so the lower row of one is often the upper row of the next.
        private void Load(int upperIndex, int lowerIndex)
        {
            if (_upperIndex != upperIndex && _lowerIndex == upperIndex)
            {
                int[] row = _upper;
                _upper = _lower;
                _lower = row;
                int index = _upperIndex;
                _upperIndex = _lowerIndex;
                _lowerIndex = index;
            }

            if (_upperIndex != upperIndex)
            {
                ResizeRow(upperIndex, _upper);
                _upperIndex = upperIndex;
            }

            if (_lowerIndex != lowerIndex)
            {
                ResizeRow(lowerIndex, _lower);
                _lowerIndex = lowerIndex;
            }
        }

        private void ResizeRow(int blockRow, int[] resized)
        {
            int[] sums = _sums;
            int channels = _channels;
            int blocks = _horizontal.Count;
            int across = _horizontal.Block;
            int down = _vertical.Block;
            Array.Clear(sums, 0, blocks * channels);

            int top = _box.Y + _vertical.Start + (blockRow * down);
            for (int row = 0; row < down; row++)
            {
                _frame.ReadPixels(_box.X + _horizontal.Start, top + row, blocks * across, _raw);
                AddRow(blocks, across);
            }

            int area = across * down;
            if (area > 1)
            {
                int count = blocks * channels;
                for (int i = 0; i < count; i++)
                {
                    sums[i] = (sums[i] + (area / 2)) / area;
                }
            }

            int width = _width;
            int target = 0;
            for (int x = 0; x < width; x++)
            {
                int left = _horizontal.GetIndex(x) * channels;
                int fraction = _horizontal.GetFraction(x);
                int rest = ResizeAxis.One - fraction;
                int right = fraction == 0 ? left : left + channels;
                for (int c = 0; c < channels; c++)
                {
                    resized[target] = (sums[left] * rest) + (sums[right] * fraction);
                    target++;
                    left++;
                    right++;
                }
            }
        }

        // Adds one row of the box to the blocks' sums. One loop over the pixels for each format, its arrays in locals: calls and
        // fields are what the interpreter is slow at.
        private void AddRow(int blocks, int across)
        {
            PixelFormat format = _frame.Format;
            if (format == PixelFormat.Gray8)
            {
                AddGrayRow(blocks, across);
                return;
            }

            byte[] raw = _raw;
            int[] sums = _sums;
            bool isWide = format == PixelFormat.Rgb888;
            int low = format == PixelFormat.Rgb565BigEndian ? 1 : 0; // which of the two bytes of 16 bits is the low one
            int pixelBytes = isWide ? 3 : 2;
            bool isGray = _channels == 1;
            int redAt = _red;
            int blueAt = 2 - redAt;
            int end = blocks * across * pixelBytes;
            int at = 0;
            int left = across; // pixels left in the block
            for (int position = 0; position < end; position += pixelBytes)
            {
                int red;
                int green;
                int blue;
                if (isWide)
                {
                    red = raw[position];
                    green = raw[position + 1];
                    blue = raw[position + 2];
                }
                else
                {
                    int pixel = (raw[position + 1 - low] << 8) | raw[position + low];
                    red = ((pixel >> 8) & 0xF8) | (pixel >> 13);
                    green = ((pixel >> 3) & 0xFC) | ((pixel >> 9) & 3);
                    blue = ((pixel << 3) & 0xF8) | ((pixel >> 2) & 7);
                }

                if (isGray)
                {
                    sums[at] += ((299 * red) + (587 * green) + (114 * blue) + 500) / 1000;
                }
                else
                {
                    sums[at + redAt] += red;
                    sums[at + 1] += green;
                    sums[at + blueAt] += blue;
                }

                left--;
                if (left == 0)
                {
                    left = across;
                    at += isGray ? 1 : 3;
                }
            }
        }

        private void AddGrayRow(int blocks, int across)
        {
            byte[] raw = _raw;
            int[] sums = _sums;
            int channels = _channels;
            int position = 0;
            for (int block = 0; block < blocks; block++)
            {
                int sum = 0;
                for (int i = 0; i < across; i++)
                {
                    sum += raw[position];
                    position++;
                }

                for (int c = 0; c < channels; c++)
                {
                    sums[(block * channels) + c] += sum;
                }
            }
        }
    }
}
