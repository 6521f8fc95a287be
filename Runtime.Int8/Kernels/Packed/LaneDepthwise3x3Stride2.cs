namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Depthwise 3x3, stride 2, from left to right: a step packs two columns of input rows and finishes one column of one or two
    /// output rows in each lane. <see cref="DepthwiseBlocks"/> says which outputs the lanes make; they are no neighbours, so that
    /// nothing has to be shifted. Columns outside the image are constants, rows outside are masked.
    /// </summary>
    internal static class LaneDepthwise3x3Stride2
    {
        /// <summary>Most output rows of a lane.</summary>
        public const int MostRows = 2;

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
            bool isTwo = blocks.Rows > 1;
            long keepTop = blocks.KeepTop, padTop = zeroLanes & ~keepTop;
            long keepBottom = blocks.KeepBottom, padBottom = zeroLanes & ~keepBottom;

            // The first column of a block: a constant, or read. In blocks side by side it lies outside the image for lane 2 only.
            bool hasLeft = stage.PadLeft > 0;
            bool hasRight = blocks.HasRight;
            bool isAcross = blocks.IsAcross;
            bool isLeftConstant = hasLeft && !isAcross;
            int left2 = hasLeft ? 0 : -pixel;
            long keepLeft = hasLeft ? Lanes.All >> Lanes.Bits : Lanes.All, padLeft = zeroLanes & ~keepLeft;
            int shift = hasLeft ? 0 : 1;
            int column0 = (2 * blocks.Column0) + shift, column1 = (2 * blocks.Column1) + shift, column2 = (2 * blocks.Column2) + shift;
            int top0 = (2 * blocks.Row0) - stage.PadTop, top1 = (2 * blocks.Row1) - stage.PadTop, top2 = (2 * blocks.Row2) - stage.PadTop;
            int bottom = 2 * blocks.Rows;
            int last = hasRight ? 0 : -1;
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
            DepthwiseBlocks.Find(output, blocks.Row0, blocks.Column0, out byte[] t00, out int q00);
            DepthwiseBlocks.Find(output, blocks.Row1, blocks.Column1, out byte[] t01, out int q01);
            DepthwiseBlocks.Find(output, blocks.Row2, blocks.Column2, out byte[] t02, out int q02);
            DepthwiseBlocks.Find(output, blocks.Row0 + 1, blocks.Column0, out byte[] t10, out int q10);
            DepthwiseBlocks.Find(output, blocks.Row1 + 1, blocks.Column1, out byte[] t11, out int q11);
            DepthwiseBlocks.Find(output, blocks.Row2 + 1, blocks.Column2, out byte[] t12, out int q12);
            int inner01 = q01, inner02 = q02, inner11 = q11, inner12 = q12;
            for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
            {
                long w0 = weights[w] + Offset, w1 = weights[w + 1] + Offset, w2 = weights[w + 2] + Offset;
                long w3 = weights[w + 3] + Offset, w4 = weights[w + 4] + Offset, w5 = weights[w + 5] + Offset;
                long w6 = weights[w + 6] + Offset, w7 = weights[w + 7] + Offset, w8 = weights[w + 8] + Offset;
                w += 9;
                LaneResult.Prepare(stage, oc, shared, out long scale, out long offset, out long start, out long outside, out long tie);

                // With ties to correct no triple passes the test, and Store makes its results.
                long test = hasTies ? -1 : outside;
                long x0, x1, x2 = 0, x3 = 0, x4;
                long d0, d1 = 0;
                long b0, b1;
                int i = oc - pixel;
                int o = oc;
                if (isLeftConstant)
                {
                    b0 = start + (zeroLanes * (w0 + w3 + w6));
                    b1 = b0;
                }
                else
                {
                    int i2 = oc + left2;
                    x0 = (((uint)(r00[i + k00] | (r01[i + k01] << 21)) | ((long)r02[i2 + k02] << 42)) & keepLeft & keepTop) | padLeft | padTop;
                    x1 = (((uint)(r10[i + k10] | (r11[i + k11] << 21)) | ((long)r12[i2 + k12] << 42)) & keepLeft) | padLeft;
                    x2 = (((uint)(r20[i + k20] | (r21[i + k21] << 21)) | ((long)r22[i2 + k22] << 42)) & keepLeft) | padLeft;
                    x3 = (((uint)(r30[i + k30] | (r31[i + k31] << 21)) | ((long)r32[i2 + k32] << 42)) & keepLeft) | padLeft;
                    x4 = (((uint)(r40[i + k40] | (r41[i + k41] << 21)) | ((long)r42[i2 + k42] << 42)) & keepLeft & keepBottom) | padLeft | padBottom;
                    x2 = isTwo ? x2 : x4;
                    b0 = start + (x0 * w0) + (x1 * w3) + (x2 * w6);
                    b1 = start + (x2 * w0) + (x3 * w3) + (x4 * w6);
                }

                for (int n = blocks.Columns - 1; n >= 0; n--)
                {
                    i += pixel;
                    x0 = (((uint)(r00[i + k00] | (r01[i + k01] << 21)) | ((long)r02[i + k02] << 42)) & keepTop) | padTop;
                    x1 = (uint)(r10[i + k10] | (r11[i + k11] << 21)) | ((long)r12[i + k12] << 42);
                    x4 = (((uint)(r40[i + k40] | (r41[i + k41] << 21)) | ((long)r42[i + k42] << 42)) & keepBottom) | padBottom;
                    if (isTwo)
                    {
                        x2 = (uint)(r20[i + k20] | (r21[i + k21] << 21)) | ((long)r22[i + k22] << 42);
                        x3 = (uint)(r30[i + k30] | (r31[i + k31] << 21)) | ((long)r32[i + k32] << 42);
                        d1 = b1 + (x2 * w1) + (x3 * w4) + (x4 * w7);
                    }
                    else
                    {
                        x2 = x4;
                    }

                    d0 = b0 + (x0 * w1) + (x1 * w4) + (x2 * w7);
                    if (n != last)
                    {
                        i += pixel;
                        x0 = (((uint)(r00[i + k00] | (r01[i + k01] << 21)) | ((long)r02[i + k02] << 42)) & keepTop) | padTop;
                        x1 = (uint)(r10[i + k10] | (r11[i + k11] << 21)) | ((long)r12[i + k12] << 42);
                        x4 = (((uint)(r40[i + k40] | (r41[i + k41] << 21)) | ((long)r42[i + k42] << 42)) & keepBottom) | padBottom;
                        if (isTwo)
                        {
                            x2 = (uint)(r20[i + k20] | (r21[i + k21] << 21)) | ((long)r22[i + k22] << 42);
                            x3 = (uint)(r30[i + k30] | (r31[i + k31] << 21)) | ((long)r32[i + k32] << 42);
                            d1 += (x2 * w2) + (x3 * w5) + (x4 * w8);
                            b1 = start + (x2 * w0) + (x3 * w3) + (x4 * w6);
                        }
                        else
                        {
                            x2 = x4;
                        }

                        d0 += (x0 * w2) + (x1 * w5) + (x2 * w8);
                        b0 = start + (x0 * w0) + (x1 * w3) + (x2 * w6);
                    }
                    else
                    {
                        long right = zeroLanes * (w2 + w5 + w8);
                        d0 += right;
                        d1 += right;
                        if (isAcross)
                        {
                            q01 = q00;
                            q02 = q00;
                            q11 = q10;
                            q12 = q10;
                        }
                    }

                    if (((d0 | d1) & test) == 0)
                    {
                        t02[o + q02] = table[(int)((((d0 >> 42) * scale) + offset) >> LaneResult.Shift)];
                        t01[o + q01] = table[(int)(((((d0 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                        t00[o + q00] = table[(int)((((d0 & mask) * scale) + offset) >> LaneResult.Shift)];
                        if (isTwo)
                        {
                            t12[o + q12] = table[(int)((((d1 >> 42) * scale) + offset) >> LaneResult.Shift)];
                            t11[o + q11] = table[(int)(((((d1 >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];
                            t10[o + q10] = table[(int)((((d1 & mask) * scale) + offset) >> LaneResult.Shift)];
                        }
                    }
                    else
                    {
                        DepthwiseBlocks.Store(stage, oc, d0, shared, scale, offset, start, outside, tie, t00, o + q00, t01, o + q01, t02, o + q02);
                        if (isTwo)
                        {
                            DepthwiseBlocks.Store(stage, oc, d1, shared, scale, offset, start, outside, tie, t10, o + q10, t11, o + q11, t12, o + q12);
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
                }
            }
        }
    }
}
