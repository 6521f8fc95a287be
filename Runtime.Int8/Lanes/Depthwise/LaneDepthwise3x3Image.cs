using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 3x3, stride 1, of an image of 3x3 pixels, as the last blocks of many networks have: each row is one triple, and
    /// nine bytes of a channel are all that is read. Shifted to both sides a row's lanes are its neighbours.
    /// </summary>
    internal static class LaneDepthwise3x3Image
    {
        /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/> on all three rows.</summary>
        public static void Run(Stage stage, int firstChannel, int channelCount)
        {
            // Used most: the first four locals take less time to load.
            int i, o;
            long scale, offset;
            byte[] table = stage.ScratchBytes;
            byte[] weights = stage.Weights;
            int pixel = stage.Input.Channels;
            long zeroLanes = stage.Input.ZeroPoint * Lanes.Ones, mask = Lanes.Mask, signs = Lanes.WeightSigns;
            long shared = LaneResult.SharedOffset(stage);
            bool hasTies = LaneResult.NeedsTies(stage), hasZero = zeroLanes != 0;
            int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 9);
            byte[] row = stage.Input.RowArray(0), outputRow = stage.Output.RowArray(0);
            int p1 = pixel, p2 = 2 * pixel, p3 = 3 * pixel, p4 = 4 * pixel, p5 = 5 * pixel, p6 = 6 * pixel, p7 = 7 * pixel, p8 = 8 * pixel;
            long withoutThird = Lanes.All >> Lanes.Bits, left = zeroLanes & mask, right = left << (2 * Lanes.Bits);
            i = stage.Input.RowOffset(0) + firstChannel;
            o = stage.Output.RowOffset(0) + firstChannel;
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                long v = BitConverter.ToInt64(weights, w) ^ signs;
                long w0 = (v << 56) >> 56, w1 = (v << 48) >> 56, w2 = (v << 40) >> 56, w3 = (v << 32) >> 56, w4 = (v << 24) >> 56, w5 = (v << 16) >> 56, w6 = (v << 8) >> 56, w7 = v >> 56;
                long w8 = weights[w + 8] + Lanes.WeightOffset;
                w += 9;
                LaneResult.Prepare(stage, oc, shared, out scale, out offset, out long start, out long outside, out long tie);

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                long m0 = (uint)(row[i] | (row[i + p1] << 21)) | ((long)row[i + p2] << 42);
                long m1 = (uint)(row[i + p3] | (row[i + p4] << 21)) | ((long)row[i + p5] << 42);
                long m2 = (uint)(row[i + p6] | (row[i + p7] << 21)) | ((long)row[i + p8] << 42);
                long l0 = ((m0 & withoutThird) << 21) | left, r0 = (m0 >> 21) | right;
                long l1 = ((m1 & withoutThird) << 21) | left, r1 = (m1 >> 21) | right;
                long l2 = ((m2 & withoutThird) << 21) | left, r2 = (m2 >> 21) | right;
                long d0 = start + (l0 * w3) + (m0 * w4) + (r0 * w5) + (l1 * w6) + (m1 * w7) + (r1 * w8);
                long d1 = start + (l0 * w0) + (m0 * w1) + (r0 * w2) + (l1 * w3) + (m1 * w4) + (r1 * w5) + (l2 * w6) + (m2 * w7) + (r2 * w8);
                long d2 = start + (l1 * w0) + (m1 * w1) + (r1 * w2) + (l2 * w3) + (m2 * w4) + (r2 * w5);
                if (hasZero)
                {
                    d0 += zeroLanes * (w0 + w1 + w2);
                    d2 += zeroLanes * (w6 + w7 + w8);
                }

                if (((d0 | d1 | d2) & test) == 0)
                {
                    outputRow[o + p2] = table[(int)((((d0 >> 42) * scale) + offset) >> LaneResult.Shift)];
                    outputRow[o + p1] = table[(int)(((((d0 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                    outputRow[o] = table[(int)((((d0 & mask) * scale) + offset) >> LaneResult.Shift)];
                    outputRow[o + p5] = table[(int)((((d1 >> 42) * scale) + offset) >> LaneResult.Shift)];
                    outputRow[o + p4] = table[(int)(((((d1 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                    outputRow[o + p3] = table[(int)((((d1 & mask) * scale) + offset) >> LaneResult.Shift)];
                    outputRow[o + p8] = table[(int)((((d2 >> 42) * scale) + offset) >> LaneResult.Shift)];
                    outputRow[o + p7] = table[(int)(((((d2 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                    outputRow[o + p6] = table[(int)((((d2 & mask) * scale) + offset) >> LaneResult.Shift)];
                }
                else
                {
                    LaneResult.Store(stage, oc, d0, shared, scale, offset, start, outside, tie, outputRow, o, o + p1, o + p2);
                    LaneResult.Store(stage, oc, d1, shared, scale, offset, start, outside, tie, outputRow, o + p3, o + p4, o + p5);
                    LaneResult.Store(stage, oc, d2, shared, scale, offset, start, outside, tie, outputRow, o + p6, o + p7, o + p8);
                }

                i++;
                o++;
            }
        }
    }
}
