using System;
using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>
    /// Moves channels to pixels: each input pixel becomes a block of B x B output pixels. Position (y, x) of the whole result reads
    /// input pixel (y / B, x / B), channel (y % B * B + x % B) * C + c, or, channel-major, c * B * B + y % B * B + x % B; the output is a
    /// part of it that begins at (top, left). TFLite's DEPTH_TO_SPACE, ONNX's in both orders, and the last step of a transposed
    /// convolution.
    /// </summary>
    internal sealed class DepthToSpaceOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "DepthToSpace"; }
        }

        /// <summary>The block's size is kept where strides are, the order where groups are.</summary>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.StrideH = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.StrideW = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.PadTop = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.PadLeft = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.Groups = cursor.ReadRange(0, 1);
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return stage.Input.Channels == (long)stage.StrideH * stage.StrideW * stage.Output.Channels
                && stage.PadTop + stage.Output.Height <= (long)stage.Input.Height * stage.StrideH
                && stage.PadLeft + stage.Output.Width <= (long)stage.Input.Width * stage.StrideW;
        }

        /// <inheritdoc/>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return (oy + stage.PadTop) / stage.StrideH;
        }

        /// <inheritdoc/>
        public override void Run(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int channels = output.Channels;
            int blockW = stage.StrideW;
            bool isChannelMajor = stage.Groups == 1;
            int channelStep = isChannelMajor ? stage.StrideH * blockW : 1;
            int positionStep = isChannelMajor ? 1 : channels;
            for (int oy = first; oy < first + count; oy++)
            {
                int y = oy + stage.PadTop;
                byte[] source = input.RowArray(y / stage.StrideH);
                byte[] target = output.RowArray(oy);
                int to = output.RowOffset(oy);
                int ix = stage.PadLeft / blockW;
                int column = stage.PadLeft - (ix * blockW);
                int rowStart = input.RowOffset(y / stage.StrideH) + (y % stage.StrideH * blockW * positionStep);
                for (int ox = 0; ox < output.Width; ox++)
                {
                    int from = rowStart + (ix * input.Channels) + (column * positionStep);
                    if (!isChannelMajor && channels > 3)
                    {
                        Array.Copy(source, from, target, to, channels);
                        to += channels;
                    }
                    else
                    {
                        for (int end = to + channels; to < end; to++)
                        {
                            target[to] = source[from];
                            from += channelStep;
                        }
                    }

                    column++;
                    if (column == blockW)
                    {
                        column = 0;
                        ix++;
                    }
                }
            }
        }
    }
}
