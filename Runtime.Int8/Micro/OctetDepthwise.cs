namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise convolutions of eight channels at a time. The lanes of a long are three output rows, one below the other, of one channel; a kernel goes through the columns
    /// from left to right with the sums of eight channels in locals. Of each input row it reads eight channels of a column with one native call, a quarter of what it takes to read
    /// them one by one, and takes two neighbours at a time to their lane: 16 bits each, then apart. A kernel row that sees what an earlier one saw a lane further up is that one, shifted.
    /// <para>
    /// What remains of fewer than three rows, or of fewer than eight channels, is made together with some that have been made before: they get the same bytes. A row outside the
    /// image is eight bytes of the zero point, which are read again for each column; columns outside are constants.
    /// </para>
    /// </summary>
    internal sealed class OctetDepthwise
    {
        /// <summary>Channels at a time.</summary>
        public const int Channels = 8;

        /// <summary>Output rows at a time, one to a lane.</summary>
        public const int Rows = 3;

        /// <summary>Triples of rows that share what is prepared for eight channels; more would take more memory for their arrays.</summary>
        private const int MostTriples = 4;

        private const int MostInputRows = 7;

        /// <summary>Triples of rows to be made.</summary>
        public int Triples;

        /// <summary>[triple][row], as the others: arrays of the input rows.</summary>
        public readonly byte[][] Inputs = new byte[MostTriples * MostInputRows][];

        /// <summary>Indexes of the first columns in them.</summary>
        public readonly int[] InputPlaces = new int[MostTriples * MostInputRows];

        /// <summary>Bytes from a column to the next one; 0 of a row outside the image.</summary>
        public readonly int[] Steps = new int[MostTriples * MostInputRows];

        /// <summary>[triple][lane]: arrays of the output rows.</summary>
        public readonly byte[][] Outputs = new byte[MostTriples * Rows][];

        /// <summary>Indexes of the first columns in them.</summary>
        public readonly int[] OutputPlaces = new int[MostTriples * Rows];

        private readonly byte[] _zeros = new byte[Channels];

        /// <summary>Whether there is a kernel for a convolution for which there is a depthwise kernel, and a call is large enough to pay.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="count">Output rows of the call.</param>
        /// <param name="channelCount">Channels of the call.</param>
        public static bool Fits(Stage stage, int count, int channelCount)
        {
            // A product takes about three quarters of what it takes channel by channel (counted): up to a quarter more of them pay.
            int octets = (channelCount + Channels - 1) / Channels;
            return HasKernel(stage, count, channelCount) && 4 * Channels * octets <= 5 * channelCount;
        }

        /// <summary>The same, whether it pays or not.</summary>
        public static bool HasKernel(Stage stage, int count, int channelCount)
        {
            return stage.KernelW == 3 && stage.StrideW == 2 && count >= Rows && channelCount >= Channels && ResultTable.HasRoom(stage);
        }

        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/> on a convolution that fits; the table of results is built, <see cref="ShiftTable"/> where it is for the convolution.</summary>
        /// <param name="stage">The convolution.</param>
        /// <param name="leavesZeros">Whether output rows are cleared and 0 is the lowest result: three results that are all 0 are left as they are.</param>
        /// <param name="first">First output row.</param>
        /// <param name="count">Rows.</param>
        /// <param name="firstChannel">First channel.</param>
        /// <param name="channelCount">Number of channels.</param>
        public void Run(Stage stage, bool leavesZeros, int first, int count, int firstChannel, int channelCount)
        {
            int end = first + count;
            int last = end - Rows;
            int inputRows = ((Rows - 1) * stage.StrideH) + stage.KernelH;
            while (first < end)
            {
                int triples = 0;
                for (; triples < MostTriples && first < end; triples++)
                {
                    FindRows(stage, first < last ? first : last, triples, inputRows);
                    first += Rows;
                }

                Triples = triples;
                long low = 0xFFFF;
                if (ShiftTable.IsFor(stage))
                {
                    OctetShift3x3Stride2.Run(0xFF * Lanes.Ones, low, low << Lanes.Bits, low << (2 * Lanes.Bits), stage, this, leavesZeros, firstChannel, firstChannel + channelCount);
                }
                else
                {
                    OctetDepthwise3x3Stride2.Run(0xFF * Lanes.Ones, low, low << Lanes.Bits, low << (2 * Lanes.Bits), stage, this, leavesZeros, firstChannel, firstChannel + channelCount);
                }
            }
        }

        private void FindRows(Stage stage, int y, int triple, int inputRows)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            for (int lane = 0; lane < Rows; lane++)
            {
                int at = (triple * Rows) + lane;
                Outputs[at] = output.RowArray(y + lane);
                OutputPlaces[at] = output.RowOffset(y + lane);
            }

            int iy = (y * stage.StrideH) - stage.PadTop;
            int place = triple * inputRows;
            for (int end = place + inputRows; place < end; place++)
            {
                bool isInside = iy >= 0 && iy < input.Height;
                if (!isInside)
                {
                    ResultTable.Fill(_zeros, 0, Channels, (byte)input.ZeroPoint);
                }

                Inputs[place] = isInside ? input.RowArray(iy) : _zeros;
                InputPlaces[place] = isInside ? input.RowOffset(iy) : 0;
                Steps[place] = isInside ? input.Channels : 0;
                iy++;
            }
        }
    }
}
