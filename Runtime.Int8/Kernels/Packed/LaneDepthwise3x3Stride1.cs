namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 3x3, stride 1, from left to right: a step packs one column of input rows and finishes one column of up to three
    /// output rows in each lane. <see cref="DepthwiseBlocks"/> says which outputs the lanes make; they are no neighbours, so that
    /// nothing has to be shifted. Columns outside the image are constants, rows outside are masked.
    /// </summary>
    internal static class LaneDepthwise3x3Stride1
    {
        /// <summary>Most output rows of a lane.</summary>
        public const int MostRows = 3;

        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/> on a division of its rows.</summary>
        public static void Run(Stage stage, DepthwiseBlocks blocks, int firstChannel, int channelCount)
        {
            const int Offset = Lanes.WeightOffset;
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            byte[] table = stage.ScratchBytes;
            byte[] weights = stage.Weights;
            int pixel = input.Channels;
            long zeroLanes = input.ZeroPoint * Lanes.Ones;
            long mask = Lanes.Mask;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage);
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 9);
            bool isMany = blocks.Rows > 1, isThree = blocks.Rows > 2, isAcross = blocks.IsAcross;
            long keepTop = blocks.KeepTop, padTop = zeroLanes & ~keepTop;
            long keepBottom = blocks.KeepBottom, padBottom = zeroLanes & ~keepBottom;
            int row0 = blocks.Row0, row1 = blocks.Row1, row2 = blocks.Row2;
            int column0 = blocks.Column0, column1 = blocks.Column1, column2 = blocks.Column2;
            int top0 = row0 - stage.PadTop, top1 = row1 - stage.PadTop, top2 = row2 - stage.PadTop;
            int bottom = blocks.Rows + 1;

            // Input columns of a block inside the image. Where the last one is outside, a step without one follows.
            bool hasLeft = stage.PadLeft > 0;
            bool hasRight = blocks.HasRight;
            int columns = blocks.Columns + 2 - (hasLeft ? 1 : 0) - (hasRight ? 1 : 0);
            int last = hasRight ? 0 : 1;
            DepthwiseBlocks.Find(input, top0, column0, out byte[] r00, out int k00);
            DepthwiseBlocks.Find(input, top1, column1, out byte[] r01, out int k01);
            DepthwiseBlocks.Find(input, top2, column2, out byte[] r02, out int k02);
            DepthwiseBlocks.Find(input, top0 + 1, column0, out byte[] r10, out int k10);
            DepthwiseBlocks.Find(input, top1 + 1, column1, out byte[] r11, out int k11);
            DepthwiseBlocks.Find(input, top2 + 1, column2, out byte[] r12, out int k12);
            DepthwiseBlocks.Find(input, top0 + 2, column0, out byte[] r20, out int k20);
            DepthwiseBlocks.Find(input, top1 + 2, column1, out byte[] r21, out int k21);
            DepthwiseBlocks.Find(input, top2 + 2, column2, out byte[] r22, out int k22);
            DepthwiseBlocks.Find(input, top0 + 3, column0, out byte[] r30, out int k30);
            DepthwiseBlocks.Find(input, top1 + 3, column1, out byte[] r31, out int k31);
            DepthwiseBlocks.Find(input, top2 + 3, column2, out byte[] r32, out int k32);
            DepthwiseBlocks.Find(input, top0 + bottom, column0, out byte[] r40, out int k40);
            DepthwiseBlocks.Find(input, top1 + bottom, column1, out byte[] r41, out int k41);
            DepthwiseBlocks.Find(input, top2 + bottom, column2, out byte[] r42, out int k42);
            DepthwiseBlocks.Find(output, row0, column0, out byte[] t00, out int q00);
            DepthwiseBlocks.Find(output, row1, column1, out byte[] t01, out int q01);
            DepthwiseBlocks.Find(output, row2, column2, out byte[] t02, out int q02);
            DepthwiseBlocks.Find(output, row0 + 1, column0, out byte[] t10, out int q10);
            DepthwiseBlocks.Find(output, row1 + 1, column1, out byte[] t11, out int q11);
            DepthwiseBlocks.Find(output, row2 + 1, column2, out byte[] t12, out int q12);
            DepthwiseBlocks.Find(output, row0 + 2, column0, out byte[] t20, out int q20);
            DepthwiseBlocks.Find(output, row1 + 2, column1, out byte[] t21, out int q21);
            DepthwiseBlocks.Find(output, row2 + 2, column2, out byte[] t22, out int q22);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                long w0 = weights[w] + Offset, w1 = weights[w + 1] + Offset, w2 = weights[w + 2] + Offset;
                long w3 = weights[w + 3] + Offset, w4 = weights[w + 4] + Offset, w5 = weights[w + 5] + Offset;
                long w6 = weights[w + 6] + Offset, w7 = weights[w + 7] + Offset, w8 = weights[w + 8] + Offset;
                w += 9;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                long right = zeroLanes * (w2 + w5 + w8);
                long b0 = start + (zeroLanes * (w0 + w3 + w6)), b1 = b0, b2 = b0;
                long a0 = 0, a1 = 0, a2 = 0;
                long d0, d1 = 0, d2 = 0;
                int unfinished = hasLeft ? 1 : 2;
                int i = oc;
                int o = oc;
                for (int n = columns; n >= last; n--)
                {
                    if (n != 0)
                    {
                        long x2, x3;
                        long x0 = (((uint)(r00[i + k00] | (r01[i + k01] << 21)) | ((long)r02[i + k02] << 42)) & keepTop) | padTop;
                        long x1 = (uint)(r10[i + k10] | (r11[i + k11] << 21)) | ((long)r12[i + k12] << 42);
                        long x4 = (((uint)(r40[i + k40] | (r41[i + k41] << 21)) | ((long)r42[i + k42] << 42)) & keepBottom) | padBottom;
                        if (isThree)
                        {
                            x2 = (uint)(r20[i + k20] | (r21[i + k21] << 21)) | ((long)r22[i + k22] << 42);
                            x3 = (uint)(r30[i + k30] | (r31[i + k31] << 21)) | ((long)r32[i + k32] << 42);
                        }
                        else if (isMany)
                        {
                            x2 = (uint)(r20[i + k20] | (r21[i + k21] << 21)) | ((long)r22[i + k22] << 42);
                            x3 = x4;
                        }
                        else
                        {
                            x2 = x4;
                            x3 = x4;
                        }

                        d0 = a0 + (x0 * w2) + (x1 * w5) + (x2 * w8);
                        a0 = b0 + (x0 * w1) + (x1 * w4) + (x2 * w7);
                        b0 = start + (x0 * w0) + (x1 * w3) + (x2 * w6);
                        if (isMany)
                        {
                            d1 = a1 + (x1 * w2) + (x2 * w5) + (x3 * w8);
                            a1 = b1 + (x1 * w1) + (x2 * w4) + (x3 * w7);
                            b1 = start + (x1 * w0) + (x2 * w3) + (x3 * w6);
                            if (isThree)
                            {
                                d2 = a2 + (x2 * w2) + (x3 * w5) + (x4 * w8);
                                a2 = b2 + (x2 * w1) + (x3 * w4) + (x4 * w7);
                                b2 = start + (x2 * w0) + (x3 * w3) + (x4 * w6);
                            }
                        }

                        i += pixel;
                        if (unfinished != 0)
                        {
                            unfinished--;
                            continue;
                        }
                    }
                    else
                    {
                        d0 = a0 + right;
                        d1 = a1 + right;
                        d2 = a2 + right;
                        if (isAcross)
                        {
                            q01 = q00;
                            q02 = q00;
                            q11 = q10;
                            q12 = q10;
                            q21 = q20;
                            q22 = q20;
                        }
                    }

                    if ((d0 & test) == 0)
                    {
                        t02[o + q02] = table[(int)((((d0 >> 42) * scale) + offset) >> LaneResult.Shift)];
                        t01[o + q01] = table[(int)(((((d0 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                        t00[o + q00] = table[(int)((((d0 & mask) * scale) + offset) >> LaneResult.Shift)];
                    }
                    else
                    {
                        DepthwiseBlocks.Store(stage, oc, d0, shared, scale, offset, start, outside, tie, t00, o + q00, t01, o + q01, t02, o + q02);
                    }

                    if (isMany)
                    {
                        if ((d1 & test) == 0)
                        {
                            t12[o + q12] = table[(int)((((d1 >> 42) * scale) + offset) >> LaneResult.Shift)];
                            t11[o + q11] = table[(int)(((((d1 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            t10[o + q10] = table[(int)((((d1 & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                        else
                        {
                            DepthwiseBlocks.Store(stage, oc, d1, shared, scale, offset, start, outside, tie, t10, o + q10, t11, o + q11, t12, o + q12);
                        }

                        if (isThree)
                        {
                            if ((d2 & test) == 0)
                            {
                                t22[o + q22] = table[(int)((((d2 >> 42) * scale) + offset) >> LaneResult.Shift)];
                                t21[o + q21] = table[(int)(((((d2 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                                t20[o + q20] = table[(int)((((d2 & mask) * scale) + offset) >> LaneResult.Shift)];
                            }
                            else
                            {
                                DepthwiseBlocks.Store(stage, oc, d2, shared, scale, offset, start, outside, tie, t20, o + q20, t21, o + q21, t22, o + q22);
                            }
                        }
                    }

                    o += pixel;
                }

                if (isAcross)
                {
                    int back1 = (column1 - column0) * pixel, back2 = (column2 - column0) * pixel;
                    q01 = q00 + back1;
                    q02 = q00 + back2;
                    q11 = q10 + back1;
                    q12 = q10 + back2;
                    q21 = q20 + back1;
                    q22 = q20 + back2;
                }
            }
        }
    }
}
