namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 3x3, stride 2, in lanes of three neighbouring output pixels: strips of one triple from top to bottom. Of the
    /// seven input columns of a strip the even ones, the odd ones and the even ones from the third on are packed; the row
    /// that two output rows share is packed once. Columns outside the image are read where they are harmless and masked.
    /// </summary>
    internal static class LaneDepthwise3x3Stride2
    {
        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/>; any padding.</summary>
        public static void Run(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            const int Offset = Lanes.WeightOffset;
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            byte[] table = stage.ScratchBytes;
            byte[] weights = stage.Weights;
            int height = input.Height;
            int pixel = input.Channels;
            int rowBytes = input.RowBytes;
            int width = output.Width;
            long zeroLanes = input.ZeroPoint * Lanes.Ones;
            long mask = Lanes.Mask;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage);
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 9);

            // Where the first rows lie; the rows that follow are looked up when they do not lie behind them.
            int top = (2 * first) - stage.PadTop;
            int end = top + (2 * count) + 1;
            int topInside = top < 0 ? 0 : top < height ? top : height - 1;
            byte[] topRow = input.RowArray(topInside);
            int topIndex = input.RowOffset(topInside);
            int topLeft = LaneRows.Together(input, topInside);
            byte[] firstRow = output.RowArray(first);
            int firstIndex = output.RowOffset(first);
            int firstLeft = LaneRows.Together(output, first);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                long w0 = weights[w] + Offset, w1 = weights[w + 1] + Offset, w2 = weights[w + 2] + Offset;
                long w3 = weights[w + 3] + Offset, w4 = weights[w + 4] + Offset, w5 = weights[w + 5] + Offset;
                long w6 = weights[w + 6] + Offset, w7 = weights[w + 7] + Offset, w8 = weights[w + 8] + Offset;
                w += 9;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                for (int x = 0; x < width; x += 3)
                {
                    int column = (2 * x) - stage.PadLeft;
                    int c0 = column * pixel, c1 = c0 + pixel, c2 = c1 + pixel, c3 = c2 + pixel, c4 = c3 + pixel, c5 = c4 + pixel, c6 = c5 + pixel;
                    long keepEven = Lanes.All, keepOdd = Lanes.All, keepNext = Lanes.All;
                    bool isEdge = column < 0 || column + 6 >= input.Width;
                    if (isEdge)
                    {
                        c0 = LaneRows.Inside(input, column);
                        c1 = LaneRows.Inside(input, column + 1);
                        c2 = LaneRows.Inside(input, column + 2);
                        c3 = LaneRows.Inside(input, column + 3);
                        c4 = LaneRows.Inside(input, column + 4);
                        c5 = LaneRows.Inside(input, column + 5);
                        c6 = LaneRows.Inside(input, column + 6);
                        keepEven = LaneRows.KeepEverySecond(input, column);
                        keepOdd = LaneRows.KeepEverySecond(input, column + 1);
                        keepNext = LaneRows.KeepEverySecond(input, column + 2);
                    }

                    long padEven = zeroLanes & ~keepEven, padOdd = zeroLanes & ~keepOdd, padNext = zeroLanes & ~keepNext;
                    int o1 = width - x > 1 ? pixel : 0;
                    int o2 = width - x > 2 ? 2 * pixel : o1;
                    byte[] row = topRow;
                    int i = topIndex + oc;
                    int left = topLeft;
                    byte[] outputRow = firstRow;
                    int o = firstIndex + (x * pixel) + oc;
                    int outputLeft = firstLeft;
                    int oy = first;
                    bool isMiddle = false;
                    long sum = 0;
                    for (int iy = top; iy < end; iy++)
                    {
                        long even = zeroLanes, odd = zeroLanes, next = zeroLanes;
                        if (iy >= 0 && iy < height)
                        {
                            if (left == 0)
                            {
                                row = input.RowArray(iy);
                                i = input.RowOffset(iy) + oc;
                                left = LaneRows.Together(input, iy);
                            }

                            even = (uint)(row[i + c0] | (row[i + c2] << 21)) | ((long)row[i + c4] << 42);
                            odd = (uint)(row[i + c1] | (row[i + c3] << 21)) | ((long)row[i + c5] << 42);
                            next = (even >> 21) | ((long)row[i + c6] << 42);
                            if (isEdge)
                            {
                                even = (even & keepEven) | padEven;
                                odd = (odd & keepOdd) | padOdd;
                                next = (next & keepNext) | padNext;
                            }

                            i += rowBytes;
                            left--;
                        }

                        if (isMiddle)
                        {
                            sum += (even * w3) + (odd * w4) + (next * w5);
                            isMiddle = false;
                            continue;
                        }

                        // The last row of one output row is the first one of the next.
                        isMiddle = true;
                        long d = sum + (even * w6) + (odd * w7) + (next * w8);
                        sum = start + (even * w0) + (odd * w1) + (next * w2);
                        if (iy == top)
                        {
                            continue;
                        }

                        if (outputLeft == 0)
                        {
                            outputRow = output.RowArray(oy);
                            o = output.RowOffset(oy) + (x * pixel) + oc;
                            outputLeft = LaneRows.Together(output, oy);
                        }

                        // Lanes beyond the row are stored first and overwritten.
                        if ((d & test) == 0)
                        {
                            outputRow[o + o2] = table[(int)(((((d >> 42) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o + o1] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc, d, shared, scale, offset, start, outside, tie, outputRow, o, o + o1, o + o2);
                        }

                        oy++;
                        o += output.RowBytes;
                        outputLeft--;
                    }
                }
            }
        }
    }
}
