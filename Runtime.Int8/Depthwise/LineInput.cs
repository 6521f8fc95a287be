namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// The inputs of a line of <see cref="LaneDepthwiseLine"/>: a row, or the only column of a signal in time. Three positions, one for each block of
    /// outputs, are packed into a long; what lies outside the image is the zero point.
    /// </summary>
    internal sealed class LineInput
    {
        /// <summary>Array of the line.</summary>
        public byte[] Source;

        /// <summary>Index of position 0, channel 0.</summary>
        public int Base;

        /// <summary>Bytes between two positions.</summary>
        public int Step;

        /// <summary>Positions inside the image.</summary>
        public int Length;

        /// <summary>What the first tap of the first output sees.</summary>
        public int FirstPosition;

        /// <summary>Whether the whole line lies outside the image.</summary>
        public bool IsOutside;

        /// <summary>Takes a row as the line.</summary>
        public void FindRow(RowBuffer input, int iy)
        {
            IsOutside = iy < 0 || iy >= input.Height;
            if (!IsOutside)
            {
                Source = input.RowArray(iy);
                Base = input.RowOffset(iy);
            }
        }

        /// <summary>Packs the line of a channel.</summary>
        /// <param name="lanes">Receives the line, from index 0.</param>
        /// <param name="line">Longs of the line.</param>
        /// <param name="channel">Input channel.</param>
        /// <param name="second">Positions between lanes 0 and 1.</param>
        /// <param name="third">Positions between lanes 0 and 2.</param>
        /// <param name="zero">Zero point.</param>
        public void Pack(long[] lanes, int line, int channel, int second, int third, int zero)
        {
            if (IsOutside)
            {
                long zeros = zero * Lanes.Ones;
                for (int i = 0; i < line; i++)
                {
                    lanes[i] = zeros;
                }

                return;
            }

            byte[] row = Source;
            int step = Step;
            int p0 = FirstPosition;
            int length = Length;

            // From here to there all three lie inside.
            int inner = p0 < 0 ? -p0 : 0;
            inner = inner < line ? inner : line;
            int innerEnd = length - p0 - third;
            innerEnd = innerEnd < inner ? inner : innerEnd < line ? innerEnd : line;
            int q = 0;
            int at = Base + channel + (p0 * step);
            int toSecond = second * step;
            int toThird = third * step;
            if (p0 + second >= 0 && p0 + third + inner <= length)
            {
                // Only the first block has a side of the image here.
                for (; q < inner; q++)
                {
                    lanes[q] = (uint)(zero | (row[at + toSecond] << 21)) | ((long)row[at + toThird] << 42);
                    at += step;
                }
            }
            else
            {
                PackEdge(lanes, 0, inner, channel, second, third, zero);
                at += inner * step;
            }

            for (q = inner; q < innerEnd; q++)
            {
                lanes[q] = (uint)(row[at] | (row[at + toSecond] << 21)) | ((long)row[at + toThird] << 42);
                at += step;
            }

            if (p0 + second + line <= length && p0 + innerEnd >= 0)
            {
                // Only the last block has a side of the image here.
                long zeroLane = (long)zero << 42;
                for (; q < line; q++)
                {
                    lanes[q] = (uint)(row[at] | (row[at + toSecond] << 21)) | zeroLane;
                    at += step;
                }
            }
            else
            {
                PackEdge(lanes, innerEnd, line, channel, second, third, zero);
            }
        }

        /// <summary>Packs values of which any may lie outside the image.</summary>
        private void PackEdge(long[] lanes, int q, int end, int channel, int second, int third, int zero)
        {
            byte[] row = Source;
            int step = Step;
            int length = Length;
            int start = Base + channel;
            int p0 = FirstPosition + q;
            int p1 = p0 + second;
            int p2 = p0 + third;
            for (; q < end; q++)
            {
                int x0 = (uint)p0 < (uint)length ? row[start + (p0 * step)] : zero;
                int x1 = (uint)p1 < (uint)length ? row[start + (p1 * step)] : zero;
                int x2 = (uint)p2 < (uint)length ? row[start + (p2 * step)] : zero;
                lanes[q] = (uint)(x0 | (x1 << 21)) | ((long)x2 << 42);
                p0++;
                p1++;
                p2++;
            }
        }
    }
}
