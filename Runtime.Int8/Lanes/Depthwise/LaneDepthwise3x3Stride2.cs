using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 3x3, stride 2, from left to right: a step packs two columns of input rows and finishes one column of up to three
    /// output rows in each lane. <see cref="DepthwiseBlocks"/> says which outputs the lanes make; they are no neighbours, so that
    /// nothing has to be shifted. Columns outside the image are constants, rows outside are masked.
    /// </summary>
    internal static class LaneDepthwise3x3Stride2
    {
        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/> on a division of its rows.</summary>
        public static void Run(Stage stage, DepthwiseBlocks blocks, int firstChannel, int channelCount)
        {
            // Used most: the first four locals take less time to load.
            int i;
            long x2, scale, offset;
            byte[] table = stage.ScratchBytes;
            byte[] weights = stage.Weights;
            int[] parameters = stage.Parameters;
            int toMultiplier = stage.ParameterStride, toShift = 2 * toMultiplier;
            int parameter = stage.ParameterBase + firstChannel - stage.FirstChannel;
            int pixel = stage.Input.Channels;
            long zeroLanes = stage.Input.ZeroPoint * Lanes.Ones;
            long mask = Lanes.Mask, ones = Lanes.Ones, half = Lanes.Half, signs = Lanes.WeightSigns;
            long shared = LaneResult.SharedOffset(stage), middle = LaneResult.Middle, smallest = LaneResult.SmallestMultiplier;
            long leastWindow = 1L << LaneResult.MaxExponent, beyond = unchecked(Lanes.All + Lanes.Ones);
            long ties = stage.Rounding == RoundingMode.Double ? 1L << LaneResult.Shift : 0;
            bool hasTies = LaneResult.NeedsTies(stage), hasZero = zeroLanes != 0;
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 9);
            bool isMany = blocks.Rows > 1, isThree = blocks.Rows > 2;
            int bottom = 2 * blocks.Rows;
            long keepTop = blocks.KeepRows(0), padTop = zeroLanes & ~keepTop;
            long keepBottom = blocks.KeepRows(bottom), padBottom = zeroLanes & ~keepBottom;

            // The first column of a block: a constant, or read. In blocks side by side it lies outside the image for lane 2 only.
            bool isAcross = blocks.IsAcross;
            bool isLeftConstant = stage.PadLeft > 0 && !isAcross;
            long keepLeft = stage.PadLeft > 0 ? Lanes.All >> Lanes.Bits : Lanes.All, padLeft = zeroLanes & ~keepLeft;
            int left = stage.PadLeft * pixel;
            int columns = blocks.Columns;
            int last = blocks.RightColumns > 0 ? 0 : -1;
            blocks.FindInput(0, out byte[] r00, out int k00, out byte[] r01, out int k01, out byte[] r02, out int k02);
            blocks.FindInput(1, out byte[] r10, out int k10, out byte[] r11, out int k11, out byte[] r12, out int k12);
            blocks.FindInput(2, out byte[] r20, out int k20, out byte[] r21, out int k21, out byte[] r22, out int k22);
            blocks.FindInput(3, out byte[] r30, out int k30, out byte[] r31, out int k31, out byte[] r32, out int k32);
            blocks.FindInput(4, out byte[] r40, out int k40, out byte[] r41, out int k41, out byte[] r42, out int k42);
            blocks.FindInput(5, out byte[] r50, out int k50, out byte[] r51, out int k51, out byte[] r52, out int k52);
            blocks.FindInput(bottom, out byte[] r60, out int k60, out byte[] r61, out int k61, out byte[] r62, out int k62);
            blocks.FindOutput(0, 0, out byte[] t00, out int q00, out byte[] t01, out int q01, out byte[] t02, out int q02);
            blocks.FindOutput(1, 0, out byte[] t10, out int q10, out byte[] t11, out int q11, out byte[] t12, out int q12);
            blocks.FindOutput(2, 0, out byte[] t20, out int q20, out byte[] t21, out int q21, out byte[] t22, out int q22);
            int inner01 = q01, inner02 = q02, inner11 = q11, inner12 = q12, inner21 = q21, inner22 = q22;
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                long v = BitConverter.ToInt64(weights, w) ^ signs;
                long w0 = (v << 56) >> 56, w1 = (v << 48) >> 56, w2 = (v << 40) >> 56, w3 = (v << 32) >> 56, w4 = (v << 24) >> 56, w5 = (v << 16) >> 56, w6 = (v << 8) >> 56, w7 = v >> 56;
                long w8 = weights[w + 8] + Lanes.WeightOffset;
                w += 9;

                // As LaneResult.Prepare does for most channels; the rest it does itself.
                long tie = 0;
                scale = 0;
                offset = 0;
                long first = half;
                long multiplier = parameters[parameter + toMultiplier];
                int down = -parameters[parameter + toShift];
                long window = leastWindow << down;
                if (multiplier >= smallest && (uint)(down - 1) < LaneResult.MaxExponent)
                {
                    scale = multiplier << (21 - down);
                    tie = ties >> down;
                    offset = shared + (tie >> 1);
                    long low = (offset + (multiplier << 30) - middle) / scale;
                    offset -= low * scale;
                    first = parameters[parameter] + low;
                }

                long start = first * ones;
                long outside = beyond - (window * ones);
                if (first >= half || first < window - half)
                {
                    LaneResult.Prepare(stage, oc, shared, out scale, out offset, out start, out outside, out tie);
                }

                parameter++;

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                long x0, x1, x3, x4, x5, x6;
                long d0, d1 = 0, d2 = 0;
                long b0 = start, b1 = start, b2 = start;
                i = oc - left;
                int o = oc;
                if (!isLeftConstant)
                {
                    x0 = (((uint)(r00[i + k00] | (r01[i + k01] << 21)) | ((long)r02[oc + k02] << 42)) & keepLeft & keepTop) | padLeft | padTop;
                    x1 = (((uint)(r10[i + k10] | (r11[i + k11] << 21)) | ((long)r12[oc + k12] << 42)) & keepLeft) | padLeft;
                    x6 = (((uint)(r60[i + k60] | (r61[i + k61] << 21)) | ((long)r62[oc + k62] << 42)) & keepLeft & keepBottom) | padLeft | padBottom;
                    if (isMany)
                    {
                        x2 = (((uint)(r20[i + k20] | (r21[i + k21] << 21)) | ((long)r22[oc + k22] << 42)) & keepLeft) | padLeft;
                        x3 = (((uint)(r30[i + k30] | (r31[i + k31] << 21)) | ((long)r32[oc + k32] << 42)) & keepLeft) | padLeft;
                        if (isThree)
                        {
                            x4 = (((uint)(r40[i + k40] | (r41[i + k41] << 21)) | ((long)r42[oc + k42] << 42)) & keepLeft) | padLeft;
                            x5 = (((uint)(r50[i + k50] | (r51[i + k51] << 21)) | ((long)r52[oc + k52] << 42)) & keepLeft) | padLeft;
                            b2 += (x4 * w0) + (x5 * w3) + (x6 * w6);
                        }
                        else
                        {
                            x4 = x6;
                        }

                        b1 += (x2 * w0) + (x3 * w3) + (x4 * w6);
                    }
                    else
                    {
                        x2 = x6;
                    }

                    b0 += (x0 * w0) + (x1 * w3) + (x2 * w6);
                }
                else if (hasZero)
                {
                    b0 += zeroLanes * (w0 + w3 + w6);
                    b1 = b0;
                    b2 = b0;
                }

                for (int n = columns - 1; n >= 0; n--)
                {
                    i += pixel;
                    x0 = (((uint)(r00[i + k00] | (r01[i + k01] << 21)) | ((long)r02[i + k02] << 42)) & keepTop) | padTop;
                    x1 = (uint)(r10[i + k10] | (r11[i + k11] << 21)) | ((long)r12[i + k12] << 42);
                    x6 = (((uint)(r60[i + k60] | (r61[i + k61] << 21)) | ((long)r62[i + k62] << 42)) & keepBottom) | padBottom;
                    if (isMany)
                    {
                        x2 = (uint)(r20[i + k20] | (r21[i + k21] << 21)) | ((long)r22[i + k22] << 42);
                        x3 = (uint)(r30[i + k30] | (r31[i + k31] << 21)) | ((long)r32[i + k32] << 42);
                        if (isThree)
                        {
                            x4 = (uint)(r40[i + k40] | (r41[i + k41] << 21)) | ((long)r42[i + k42] << 42);
                            x5 = (uint)(r50[i + k50] | (r51[i + k51] << 21)) | ((long)r52[i + k52] << 42);
                            d2 = b2 + (x4 * w1) + (x5 * w4) + (x6 * w7);
                        }
                        else
                        {
                            x4 = x6;
                        }

                        d1 = b1 + (x2 * w1) + (x3 * w4) + (x4 * w7);
                    }
                    else
                    {
                        x2 = x6;
                    }

                    d0 = b0 + (x0 * w1) + (x1 * w4) + (x2 * w7);
                    if (n != last)
                    {
                        i += pixel;
                        x0 = (((uint)(r00[i + k00] | (r01[i + k01] << 21)) | ((long)r02[i + k02] << 42)) & keepTop) | padTop;
                        x1 = (uint)(r10[i + k10] | (r11[i + k11] << 21)) | ((long)r12[i + k12] << 42);
                        x6 = (((uint)(r60[i + k60] | (r61[i + k61] << 21)) | ((long)r62[i + k62] << 42)) & keepBottom) | padBottom;
                        if (isMany)
                        {
                            x2 = (uint)(r20[i + k20] | (r21[i + k21] << 21)) | ((long)r22[i + k22] << 42);
                            x3 = (uint)(r30[i + k30] | (r31[i + k31] << 21)) | ((long)r32[i + k32] << 42);
                            if (isThree)
                            {
                                x4 = (uint)(r40[i + k40] | (r41[i + k41] << 21)) | ((long)r42[i + k42] << 42);
                                x5 = (uint)(r50[i + k50] | (r51[i + k51] << 21)) | ((long)r52[i + k52] << 42);
                                d2 += (x4 * w2) + (x5 * w5) + (x6 * w8);
                                b2 = start + (x4 * w0) + (x5 * w3) + (x6 * w6);
                            }
                            else
                            {
                                x4 = x6;
                            }

                            d1 += (x2 * w2) + (x3 * w5) + (x4 * w8);
                            b1 = start + (x2 * w0) + (x3 * w3) + (x4 * w6);
                        }
                        else
                        {
                            x2 = x6;
                        }

                        d0 += (x0 * w2) + (x1 * w5) + (x2 * w8);
                        b0 = start + (x0 * w0) + (x1 * w3) + (x2 * w6);
                    }
                    else
                    {
                        long right = zeroLanes * (w2 + w5 + w8);
                        d0 += right;
                        d1 += isMany ? right : 0;
                        d2 += isThree ? right : 0;
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

                    if (((d0 | d1 | d2) & test) == 0)
                    {
                        t02[o + q02] = table[(int)((((d0 >> 42) * scale) + offset) >> LaneResult.Shift)];
                        t01[o + q01] = table[(int)(((((d0 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                        t00[o + q00] = table[(int)((((d0 & mask) * scale) + offset) >> LaneResult.Shift)];
                        if (isMany)
                        {
                            t12[o + q12] = table[(int)((((d1 >> 42) * scale) + offset) >> LaneResult.Shift)];
                            t11[o + q11] = table[(int)(((((d1 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            t10[o + q10] = table[(int)((((d1 & mask) * scale) + offset) >> LaneResult.Shift)];
                            if (isThree)
                            {
                                t22[o + q22] = table[(int)((((d2 >> 42) * scale) + offset) >> LaneResult.Shift)];
                                t21[o + q21] = table[(int)(((((d2 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                                t20[o + q20] = table[(int)((((d2 & mask) * scale) + offset) >> LaneResult.Shift)];
                            }
                        }
                    }
                    else
                    {
                        DepthwiseBlocks.Store(stage, oc, d0, shared, scale, offset, start, outside, tie, t00, o + q00, t01, o + q01, t02, o + q02);
                        if (isMany)
                        {
                            DepthwiseBlocks.Store(stage, oc, d1, shared, scale, offset, start, outside, tie, t10, o + q10, t11, o + q11, t12, o + q12);
                            if (isThree)
                            {
                                DepthwiseBlocks.Store(stage, oc, d2, shared, scale, offset, start, outside, tie, t20, o + q20, t21, o + q21, t22, o + q22);
                            }
                        }
                    }

                    o += pixel;
                }

                if (isAcross)
                {
                    q01 = inner01;
                    q02 = inner02;
                    q11 = inner11;
                    q12 = inner12;
                    q21 = inner21;
                    q22 = inner22;
                }
            }
        }
    }
}
