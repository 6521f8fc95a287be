using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 5x5, strides 1 and 2, from left to right: a step packs one column of input rows and adds it to the sums of all
    /// outputs that see it, of one or two rows in each lane. <see cref="DepthwiseBlocks"/> says which outputs the lanes make; they
    /// are no neighbours, so that nothing has to be shifted. With stride 2 an even column ends the sums of an output.
    /// </summary>
    internal static class LaneDepthwise5x5
    {
        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/> on a division of its rows.</summary>
        public static void Run(Stage stage, DepthwiseBlocks blocks, int firstChannel, int channelCount)
        {
            // Used most: the first four locals take less time to load.
            long x2 = 0, x3 = 0, x4 = 0, x5 = 0, scale, offset;
            byte[] table = stage.ScratchBytes;
            byte[] weights = stage.Weights;
            int pixel = stage.Input.Channels;
            long zeroLanes = stage.Input.ZeroPoint * Lanes.Ones, mask = Lanes.Mask, signs = Lanes.WeightSigns;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage), hasZero = zeroLanes != 0;
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 25);
            bool isTwo = blocks.Rows > 1, isAcross = blocks.IsAcross, isStride1 = stage.StrideW == 1;
            int between = stage.StrideW - 1;
            int leftColumns = stage.PadLeft, known = isAcross ? 0 : leftColumns;
            int innerColumns = blocks.InnerColumns, rightColumns = blocks.RightColumns;
            long keep0 = blocks.KeepRows(0), keep1 = blocks.KeepRows(1), keep2 = blocks.KeepRows(2), keep3 = blocks.KeepRows(3), keep4 = blocks.KeepRows(4);
            long keep5 = blocks.KeepRows(5), keep6 = blocks.KeepRows(6);
            long pad0 = zeroLanes & ~keep0, pad1 = zeroLanes & ~keep1, pad2 = zeroLanes & ~keep2, pad3 = zeroLanes & ~keep3, pad4 = zeroLanes & ~keep4;
            long pad5 = zeroLanes & ~keep5, pad6 = zeroLanes & ~keep6;
            blocks.FindInput(0, out byte[] r00, out int k00, out byte[] r01, out int k01, out byte[] r02, out int k02);
            blocks.FindInput(1, out byte[] r10, out int k10, out byte[] r11, out int k11, out byte[] r12, out int k12);
            blocks.FindInput(2, out byte[] r20, out int k20, out byte[] r21, out int k21, out byte[] r22, out int k22);
            blocks.FindInput(3, out byte[] r30, out int k30, out byte[] r31, out int k31, out byte[] r32, out int k32);
            blocks.FindInput(4, out byte[] r40, out int k40, out byte[] r41, out int k41, out byte[] r42, out int k42);
            blocks.FindInput(5, out byte[] r50, out int k50, out byte[] r51, out int k51, out byte[] r52, out int k52);
            blocks.FindInput(6, out byte[] r60, out int k60, out byte[] r61, out int k61, out byte[] r62, out int k62);
            blocks.FindOutput(0, 0, out byte[] t00, out int q00, out byte[] t01, out int q01, out byte[] t02, out int q02);
            blocks.FindOutput(1, 0, out byte[] t10, out int q10, out byte[] t11, out int q11, out byte[] t12, out int q12);
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                long v = BitConverter.ToInt64(weights, w) ^ signs;
                long w0 = (v << 56) >> 56, w1 = (v << 48) >> 56, w2 = (v << 40) >> 56, w3 = (v << 32) >> 56, w4 = (v << 24) >> 56, w5 = (v << 16) >> 56, w6 = (v << 8) >> 56, w7 = v >> 56;
                v = BitConverter.ToInt64(weights, w + 8) ^ signs;
                long w8 = (v << 56) >> 56, w9 = (v << 48) >> 56, w10 = (v << 40) >> 56, w11 = (v << 32) >> 56, w12 = (v << 24) >> 56, w13 = (v << 16) >> 56, w14 = (v << 8) >> 56, w15 = v >> 56;
                v = BitConverter.ToInt64(weights, w + 16) ^ signs;
                long w16 = (v << 56) >> 56, w17 = (v << 48) >> 56, w18 = (v << 40) >> 56, w19 = (v << 32) >> 56, w20 = (v << 24) >> 56, w21 = (v << 16) >> 56, w22 = (v << 8) >> 56, w23 = v >> 56;
                long w24 = weights[w + 24] + Lanes.WeightOffset;
                w += 25;
                LaneResult.Prepare(stage, oc, shared, out scale, out offset, out long start, out long outside, out long tie);

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                long a0 = start, a1 = start, a2 = start, a3 = start, d = start;
                long z0 = 0, z1 = 0, z2 = 0, z3 = 0, z4 = 0;
                if (hasZero)
                {
                    z0 = zeroLanes * (w0 + w5 + w10 + w15 + w20);
                    z1 = zeroLanes * (w1 + w6 + w11 + w16 + w21);
                    z2 = zeroLanes * (w2 + w7 + w12 + w17 + w22);
                    z3 = zeroLanes * (w3 + w8 + w13 + w18 + w23);
                    z4 = zeroLanes * (w4 + w9 + w14 + w19 + w24);
                    long y1 = start + z0, y2 = y1 + z1, y3 = y2 + z2, y4 = y3 + z3;
                    if (isStride1)
                    {
                        a0 = y4;
                        a1 = y3;
                        a2 = y2;
                        a3 = y1;
                    }
                    else
                    {
                        bool isOdd = (leftColumns & 1) != 0;
                        d = y4;
                        a0 = isOdd ? y3 : y2;
                        a1 = isOdd ? y1 : start;
                    }
                }

                long b0 = a0, b1 = a1, b2 = a2, b3 = a3, e = isTwo ? d : 0;
                long x0 = 0, x1 = 0, x6 = 0;
                int wait = 4 - known;
                int i = oc - ((leftColumns - known) * pixel), i0 = i, i2 = oc, o = oc;
                for (int side = known > 0 ? 0 : -1; side <= 1; side++)
                {
                    // Beyond the sides of the image columns are constants; of blocks side by side that concerns one lane.
                    int n = innerColumns, step0 = pixel, step2 = pixel;
                    long keepColumn = 0;
                    if (side < 0)
                    {
                        n = leftColumns;
                        step2 = 0;
                        keepColumn = Lanes.All >> Lanes.Bits;
                    }
                    else if (side > 0)
                    {
                        n = rightColumns;
                        step0 = 0;
                        i0 -= pixel;
                        keepColumn = Lanes.All - Lanes.Mask;
                    }

                    long padColumn = zeroLanes & ~keepColumn;
                    bool isSide = side != 0, isConstant = isSide && !isAcross;
                    for (; n > 0; n--)
                    {
                        if (isConstant)
                        {
                            if (isStride1)
                            {
                                d = a0 + z4;
                                a0 = a1 + z3;
                                a1 = a2 + z2;
                                a2 = a3 + z1;
                                a3 = start + z0;
                                if (isTwo)
                                {
                                    e = b0 + z4;
                                    b0 = b1 + z3;
                                    b1 = b2 + z2;
                                    b2 = b3 + z1;
                                    b3 = start + z0;
                                }
                            }
                            else if ((wait & 1) != 0)
                            {
                                d = a0 + z3;
                                a0 = a1 + z1;
                                if (isTwo)
                                {
                                    e = b0 + z3;
                                    b0 = b1 + z1;
                                }
                            }
                            else
                            {
                                d += z4;
                                a0 += z2;
                                a1 = start + z0;
                                if (isTwo)
                                {
                                    e += z4;
                                    b0 += z2;
                                    b1 = start + z0;
                                }
                            }
                        }
                        else
                        {
                            x0 = ((((uint)(r00[i0 + k00] | (r01[i + k01] << 21))) | ((long)r02[i2 + k02] << 42)) & keep0) | pad0;
                            x1 = ((((uint)(r10[i0 + k10] | (r11[i + k11] << 21))) | ((long)r12[i2 + k12] << 42)) & keep1) | pad1;
                            x2 = ((((uint)(r20[i0 + k20] | (r21[i + k21] << 21))) | ((long)r22[i2 + k22] << 42)) & keep2) | pad2;
                            x3 = ((((uint)(r30[i0 + k30] | (r31[i + k31] << 21))) | ((long)r32[i2 + k32] << 42)) & keep3) | pad3;
                            x4 = ((((uint)(r40[i0 + k40] | (r41[i + k41] << 21))) | ((long)r42[i2 + k42] << 42)) & keep4) | pad4;
                            if (isTwo)
                            {
                                x5 = ((((uint)(r50[i0 + k50] | (r51[i + k51] << 21))) | ((long)r52[i2 + k52] << 42)) & keep5) | pad5;
                                if (!isStride1)
                                {
                                    x6 = ((((uint)(r60[i0 + k60] | (r61[i + k61] << 21))) | ((long)r62[i2 + k62] << 42)) & keep6) | pad6;
                                }
                            }

                            if (isSide)
                            {
                                x0 = (x0 & keepColumn) | padColumn;
                                x1 = (x1 & keepColumn) | padColumn;
                                x2 = (x2 & keepColumn) | padColumn;
                                x3 = (x3 & keepColumn) | padColumn;
                                x4 = (x4 & keepColumn) | padColumn;
                                x5 = (x5 & keepColumn) | padColumn;
                                x6 = (x6 & keepColumn) | padColumn;
                            }

                            if (isStride1)
                            {
                                d = a0 + (x0 * w4) + (x1 * w9) + (x2 * w14) + (x3 * w19) + (x4 * w24);
                                a0 = a1 + (x0 * w3) + (x1 * w8) + (x2 * w13) + (x3 * w18) + (x4 * w23);
                                a1 = a2 + (x0 * w2) + (x1 * w7) + (x2 * w12) + (x3 * w17) + (x4 * w22);
                                a2 = a3 + (x0 * w1) + (x1 * w6) + (x2 * w11) + (x3 * w16) + (x4 * w21);
                                a3 = start + (x0 * w0) + (x1 * w5) + (x2 * w10) + (x3 * w15) + (x4 * w20);
                                if (isTwo)
                                {
                                    e = b0 + (x1 * w4) + (x2 * w9) + (x3 * w14) + (x4 * w19) + (x5 * w24);
                                    b0 = b1 + (x1 * w3) + (x2 * w8) + (x3 * w13) + (x4 * w18) + (x5 * w23);
                                    b1 = b2 + (x1 * w2) + (x2 * w7) + (x3 * w12) + (x4 * w17) + (x5 * w22);
                                    b2 = b3 + (x1 * w1) + (x2 * w6) + (x3 * w11) + (x4 * w16) + (x5 * w21);
                                    b3 = start + (x1 * w0) + (x2 * w5) + (x3 * w10) + (x4 * w15) + (x5 * w20);
                                }
                            }
                            else if ((wait & 1) != 0)
                            {
                                d = a0 + (x0 * w3) + (x1 * w8) + (x2 * w13) + (x3 * w18) + (x4 * w23);
                                a0 = a1 + (x0 * w1) + (x1 * w6) + (x2 * w11) + (x3 * w16) + (x4 * w21);
                                if (isTwo)
                                {
                                    e = b0 + (x2 * w3) + (x3 * w8) + (x4 * w13) + (x5 * w18) + (x6 * w23);
                                    b0 = b1 + (x2 * w1) + (x3 * w6) + (x4 * w11) + (x5 * w16) + (x6 * w21);
                                }
                            }
                            else
                            {
                                d += (x0 * w4) + (x1 * w9) + (x2 * w14) + (x3 * w19) + (x4 * w24);
                                a0 += (x0 * w2) + (x1 * w7) + (x2 * w12) + (x3 * w17) + (x4 * w22);
                                a1 = start + (x0 * w0) + (x1 * w5) + (x2 * w10) + (x3 * w15) + (x4 * w20);
                                if (isTwo)
                                {
                                    e += (x2 * w4) + (x3 * w9) + (x4 * w14) + (x5 * w19) + (x6 * w24);
                                    b0 += (x2 * w2) + (x3 * w7) + (x4 * w12) + (x5 * w17) + (x6 * w22);
                                    b1 = start + (x2 * w0) + (x3 * w5) + (x4 * w10) + (x5 * w15) + (x6 * w20);
                                }
                            }
                        }

                        i += pixel;
                        i0 += step0;
                        i2 += step2;
                        if (wait != 0)
                        {
                            wait--;
                            continue;
                        }

                        wait = between;
                        if (((d | e) & test) == 0)
                        {
                            t02[o + q02] = table[(int)((((d >> 42) * scale) + offset) >> LaneResult.Shift)];
                            t01[o + q01] = table[(int)(((((d >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            t00[o + q00] = table[(int)((((d & mask) * scale) + offset) >> LaneResult.Shift)];
                            if (isTwo)
                            {
                                t12[o + q12] = table[(int)((((e >> 42) * scale) + offset) >> LaneResult.Shift)];
                                t11[o + q11] = table[(int)(((((e >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                                t10[o + q10] = table[(int)((((e & mask) * scale) + offset) >> LaneResult.Shift)];
                            }
                        }
                        else
                        {
                            DepthwiseBlocks.Store(stage, oc, d, shared, scale, offset, start, outside, tie, t00, o + q00, t01, o + q01, t02, o + q02);
                            if (isTwo)
                            {
                                DepthwiseBlocks.Store(stage, oc, e, shared, scale, offset, start, outside, tie, t10, o + q10, t11, o + q11, t12, o + q12);
                            }
                        }

                        o += pixel;
                    }
                }
            }
        }
    }
}
