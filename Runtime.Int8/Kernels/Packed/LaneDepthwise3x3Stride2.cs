namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 3x3, stride 2, in lanes of three neighbouring output pixels: strips of two triples (or one at the end of a row)
    /// from top to bottom. Of the input columns of a triple the even ones, the odd ones and the even ones from the third on are
    /// packed; the row that two output rows share is packed once. Columns outside the image are read where they are harmless
    /// and masked.
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
            int outputBytes = output.RowBytes;
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
            int topLeft = LaneRows.TogetherInside(input, topInside);
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
                int x = 0;
                for (; width - x > 3; x += 6)
                {
                    int column = (2 * x) - stage.PadLeft;
                    int c0 = column * pixel, c1 = c0 + pixel, c2 = c1 + pixel, c3 = c2 + pixel, c4 = c3 + pixel, c5 = c4 + pixel, c6 = c5 + pixel;
                    int c7 = c6 + pixel, c8 = c7 + pixel, c9 = c8 + pixel, c10 = c9 + pixel, c11 = c10 + pixel, c12 = c11 + pixel;
                    long keepEven = Lanes.All, keepOdd = Lanes.All, keepEven1 = Lanes.All, keepOdd1 = Lanes.All, keepNext1 = Lanes.All;
                    bool isEdge = column < 0 || column + 12 >= input.Width;
                    if (isEdge)
                    {
                        c0 = LaneRows.Inside(input, column);
                        c1 = LaneRows.Inside(input, column + 1);
                        c2 = LaneRows.Inside(input, column + 2);
                        c3 = LaneRows.Inside(input, column + 3);
                        c4 = LaneRows.Inside(input, column + 4);
                        c5 = LaneRows.Inside(input, column + 5);
                        c6 = LaneRows.Inside(input, column + 6);
                        c7 = LaneRows.Inside(input, column + 7);
                        c8 = LaneRows.Inside(input, column + 8);
                        c9 = LaneRows.Inside(input, column + 9);
                        c10 = LaneRows.Inside(input, column + 10);
                        c11 = LaneRows.Inside(input, column + 11);
                        c12 = LaneRows.Inside(input, column + 12);
                        keepEven = LaneRows.KeepEverySecond(input, column);
                        keepOdd = LaneRows.KeepEverySecond(input, column + 1);
                        keepEven1 = LaneRows.KeepEverySecond(input, column + 6);
                        keepOdd1 = LaneRows.KeepEverySecond(input, column + 7);
                        keepNext1 = LaneRows.KeepEverySecond(input, column + 8);
                    }

                    long padEven = zeroLanes & ~keepEven, padOdd = zeroLanes & ~keepOdd;
                    long padEven1 = zeroLanes & ~keepEven1, padOdd1 = zeroLanes & ~keepOdd1, padNext1 = zeroLanes & ~keepNext1;
                    int o1 = pixel, o2 = o1 + pixel, o3 = o2 + pixel;
                    int o4 = width - x > 4 ? o3 + pixel : o3;
                    int o5 = width - x > 5 ? o4 + pixel : o4;
                    byte[] row = topRow;
                    int i = 0;
                    int left = 0;
                    byte[] outputRow = firstRow;
                    int o = firstIndex + (x * pixel) + oc;
                    int outputLeft = firstLeft;
                    int oy = first;
                    bool isMiddle = false;
                    long sum = 0;
                    long sum1 = 0;
                    for (int iy = top; iy < end; iy++)
                    {
                        long even, odd, next, even1, odd1, next1;
                        if (left == 0 && iy >= topInside && iy < height)
                        {
                            bool isTop = iy == topInside;
                            row = isTop ? topRow : input.RowArray(iy);
                            i = (isTop ? topIndex : input.RowOffset(iy)) + oc;
                            left = isTop ? topLeft : LaneRows.TogetherInside(input, iy);
                        }

                        if (left != 0)
                        {
                            even = (uint)(row[i + c0] | (row[i + c2] << 21)) | ((long)row[i + c4] << 42);
                            odd = (uint)(row[i + c1] | (row[i + c3] << 21)) | ((long)row[i + c5] << 42);
                            even1 = (uint)(row[i + c6] | (row[i + c8] << 21)) | ((long)row[i + c10] << 42);
                            odd1 = (uint)(row[i + c7] | (row[i + c9] << 21)) | ((long)row[i + c11] << 42);
                            next1 = (even1 >> 21) | ((long)row[i + c12] << 42);
                            if (isEdge)
                            {
                                even = (even & keepEven) | padEven;
                                odd = (odd & keepOdd) | padOdd;
                                even1 = (even1 & keepEven1) | padEven1;
                                odd1 = (odd1 & keepOdd1) | padOdd1;
                                next1 = (next1 & keepNext1) | padNext1;
                            }

                            next = (even >> 21) | (even1 << 42);
                            i += rowBytes;
                            left--;
                        }
                        else
                        {
                            even = zeroLanes;
                            odd = zeroLanes;
                            next = zeroLanes;
                            even1 = zeroLanes;
                            odd1 = zeroLanes;
                            next1 = zeroLanes;
                        }

                        if (isMiddle)
                        {
                            sum += (even * w3) + (odd * w4) + (next * w5);
                            sum1 += (even1 * w3) + (odd1 * w4) + (next1 * w5);
                            isMiddle = false;
                            continue;
                        }

                        // The last row of one output row is the first one of the next.
                        isMiddle = true;
                        long d = sum + (even * w6) + (odd * w7) + (next * w8);
                        long d1 = sum1 + (even1 * w6) + (odd1 * w7) + (next1 * w8);
                        sum = start + (even * w0) + (odd * w1) + (next * w2);
                        sum1 = start + (even1 * w0) + (odd1 * w1) + (next1 * w2);
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

                        // Lanes beyond the row are stored first and overwritten.
                        if ((d1 & test) == 0)
                        {
                            outputRow[o + o5] = table[(int)(((((d1 >> 42) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o + o4] = table[(int)(((((d1 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            outputRow[o + o3] = table[(int)((((d1 & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            LaneResult.Store(stage, oc, d1, shared, scale, offset, start, outside, tie, outputRow, o + o3, o + o4, o + o5);
                        }

                        oy++;
                        o += outputBytes;
                        outputLeft--;
                    }
                }

                if (x < width)
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
                    int i = 0;
                    int left = 0;
                    byte[] outputRow = firstRow;
                    int o = firstIndex + (x * pixel) + oc;
                    int outputLeft = firstLeft;
                    int oy = first;
                    bool isMiddle = false;
                    long sum = 0;
                    for (int iy = top; iy < end; iy++)
                    {
                        long even, odd, next;
                        if (left == 0 && iy >= topInside && iy < height)
                        {
                            bool isTop = iy == topInside;
                            row = isTop ? topRow : input.RowArray(iy);
                            i = (isTop ? topIndex : input.RowOffset(iy)) + oc;
                            left = isTop ? topLeft : LaneRows.TogetherInside(input, iy);
                        }

                        if (left != 0)
                        {
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
                        else
                        {
                            even = zeroLanes;
                            odd = zeroLanes;
                            next = zeroLanes;
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
                        o += outputBytes;
                        outputLeft--;
                    }
                }
            }
        }
    }
}
